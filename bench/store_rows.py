"""Rows stored a second, beside `executemany` on the same SQLite and `COPY` on the same PostgreSQL.

The least that could do it is measured with the very rows that our way made, ready as tuples, into the same tables with
the same indexes, in transactions of as many articles.
"""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from warcio.statusandheaders import StatusAndHeaders

import storage.store
from bench import store_made
from cleaners.types import Page
from storage import Item, Store, open_store
from storage.bulk import make_ready, save_all

BATCHES = (500, 100, 50)
ROUNDS = 5
TABLES = ("sources", "articles", "pages", "revisions", "removals", "pending")
T = TypeVar("T")
Figures = dict[str, dict[str, Any]]
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


class NoServerError(Exception):
    """No PostgreSQL answers."""


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that the work took, and its result."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def plain_record(writer: Any, page: Page) -> Any:
    """A response record by warcio alone."""
    headers = StatusAndHeaders("200 OK", list(page.headers.items()), protocol="HTTP/1.1")
    return writer.create_warc_record(page.url, "response", payload=BytesIO(page.body), http_headers=headers)


def sqlite(folder: Path, count: int, batch: int) -> Figures:
    """The figures of SQLite, so many articles in a transaction."""
    best = _Best()
    rows: Rows = {}
    for number in range(ROUNDS):
        with open_store(f"sqlite:///{folder / f'ours{number}.db'}") as store:
            best.take(_ours(store, count, batch))
            if number == ROUNDS - 1:
                best.take({"settled": timed(store.settle)[0]})
        with closing(sqlite3.connect(folder / f"ours{number}.db")) as connection:
            rows = rows or _rows(connection.cursor(), count)
        with open_store(f"sqlite:///{folder / f'raw{number}.db'}") as store:
            settings = _settings(store)
        with closing(sqlite3.connect(folder / f"raw{number}.db", isolation_level=None)) as connection:
            for name, value in settings.items():
                connection.execute(f"PRAGMA {name} = {value}")
            best.take({"raw": timed(partial(_executemany, connection, rows, count, batch))[0]})
    return _figures("SQLite", "executemany", count, batch, best)


def postgresql(server: str, folder: Path, count: int, batch: int) -> Figures:
    """The figures of PostgreSQL, likewise. Raises NoServerError where none answers."""
    import psycopg

    best = _Best()
    rows: Rows = {}
    for number in range(ROUNDS):
        with _schema(server) as url, open_store(url, archive=folder) as store:
            best.take(_ours(store, count, batch))
            with _psycopg(url, psycopg) as connection:
                rows = rows or _rows(connection.cursor(), count)
            if number == ROUNDS - 1:
                best.take({"settled": timed(store.settle)[0]})
        with _schema(server) as url:
            with open_store(url, archive=folder):
                pass
            with _psycopg(url, psycopg) as connection:
                best.take({"raw": _copy(connection, rows, count, batch)})
    return _figures("PostgreSQL", "COPY", count, batch, best)


class _Best(dict[str, float]):
    """Seconds of each piece of work, the least of all rounds: what else the machine does comes and goes."""

    def take(self, seconds: Mapping[str, float]) -> None:
        for name, value in seconds.items():
            self[name] = min(value, self.get(name, value))


def _figures(name: str, least: str, count: int, batch: int, best: Mapping[str, float]) -> Figures:
    raw, ready, written = best["raw"], best["ready"], best["written"]
    return {
        f"{name}: rows of articles, {batch} at once": {
            "articles_per_second": round(count / written),
            least: round(count / raw),
            "ratio": round(raw / written, 2),
        },
        f"{name}: the same, made of articles first, {batch} at once": {
            "articles_per_second": round(count / (ready + written)),
            f"{least} with rows made alike": round(count / (ready + raw)),
            "ratio": round((ready + raw) / (ready + written), 2),
            f"ratio to {least} of ready rows": round(raw / (ready + written), 2),
        },
        f"{name}: articles stored one by one": {"articles_per_second": round(count // 10 / best["alone"])},
        f"{name}: put into search, copies, events": {"articles_per_second": round(1.1 * count / best["settled"])},
    }


def _ours(store: Store, count: int, batch: int) -> dict[str, float]:
    """Seconds to make the rows, to write them, to store others alone; search and comparison come later, as in a crawl.

    All rows are made before the first is written, as they are for the least that could do it.
    """
    every, storage.store.SETTLED_EVERY = storage.store.SETTLED_EVERY, 1 << 60
    try:
        at, dialect = datetime.now(UTC), store.database.engine.dialect.name
        items = [
            [Item(page=store_made.page(n), archived=None, article=store_made.article(n)) for n in numbers]
            for numbers in store_made.numbers(count, batch)
        ]
        ready, batches = timed(lambda: [make_ready(part, at, dialect) for part in items])
        written, _ = timed(lambda: [store.database.write(save_all, many, at) for many in batches])
        more = [(store_made.page(count + number), store_made.article(count + number)) for number in range(count // 10)]
        alone, _ = timed(lambda: [store.save(page, None, article) for page, article in more])
    finally:
        storage.store.SETTLED_EVERY = every
    return {"ready": ready, "written": written, "alone": alone}


def _settings(store: Store) -> dict[str, Any]:
    """How our connections are set: the others shall do the same work."""
    names = ("synchronous", "foreign_keys", "secure_delete", "wal_autocheckpoint", "cache_size")
    return store.database.read(
        lambda connection: {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    )


def _rows(cursor: Any, count: int) -> Rows:
    found: Rows = {}
    for table in TABLES:
        cursor.execute(f"SELECT * FROM {table}")
        rows = cursor.fetchall()
        if table == "pending":
            rows = [(number + 1,) for number in range(count)]
        elif table != "sources":
            rows = rows[: len(rows) // (count + count // 10) * count]
        found[table] = ([column[0] for column in cursor.description], rows)
    return found


def _batches(rows: Rows, count: int, batch: int) -> Iterator[list[tuple[str, list[str], list[tuple[Any, ...]]]]]:
    """The rows of as many articles as a transaction takes; the outlets with the first."""
    for index, numbers in enumerate(store_made.numbers(count, batch)):
        found = []
        for table, (columns, all_rows) in rows.items():
            if table == "sources":
                part = all_rows if index == 0 else []
            else:
                each = len(all_rows) // count
                part = all_rows[numbers.start * each : numbers.stop * each]
            found.append((table, columns, part))
        yield found


def _executemany(connection: sqlite3.Connection, rows: Rows, count: int, batch: int) -> None:
    for part_of_all in _batches(rows, count, batch):
        connection.execute("BEGIN IMMEDIATE")
        for table, columns, part in part_of_all:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", part)
        connection.execute("COMMIT")


def _copy(connection: Any, rows: Rows, count: int, batch: int) -> float:
    """Return the seconds."""
    from psycopg.types.json import Jsonb

    ready = [
        [
            (table, columns, [[Jsonb(v) if isinstance(v, list | dict) else v for v in row] for row in part])
            for table, columns, part in part_of_all
        ]
        for part_of_all in _batches(rows, count, batch)
    ]
    started = time.perf_counter()
    for part_of_all in ready:
        with connection.transaction(), connection.cursor() as cursor:
            for table, columns, part in part_of_all:
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in part:
                        copy.write_row(row)
    return time.perf_counter() - started


@contextmanager
def _schema(server: str) -> Iterator[str]:
    schema = f"newsmill_bench_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError as error:
        raise NoServerError(str(error)) from error
    try:
        yield f"{server}?options=-csearch_path%3D{schema}"
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


@contextmanager
def _psycopg(url: str, psycopg: Any) -> Iterator[Any]:
    plain = url.replace("postgresql+psycopg:", "postgresql:", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection
