"""Rows stored a second, beside `executemany` on the same SQLite and `COPY` on the same PostgreSQL.

The least that could do it is measured with the very rows that our way made, ready as tuples, into the same tables with
the same indexes, in transactions of as many articles.
"""

import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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

BATCH = 200
TABLES = ("sources", "articles", "pages", "revisions", "removals", "pending")
T = TypeVar("T")
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


def sqlite(folder: Path, count: int) -> dict[str, dict[str, Any]]:
    """The figures of SQLite."""
    with open_store(f"sqlite:///{folder / 'ours.db'}") as store:
        ours = _ours(store, count)
        settled, _ = timed(store.settle)
    with closing(sqlite3.connect(folder / "ours.db")) as connection:
        rows = _rows(connection.cursor(), count)
    with open_store(f"sqlite:///{folder / 'raw.db'}"):
        pass
    with closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        raw, _ = timed(lambda: _executemany(connection, rows, count))
    return _figures("SQLite", "executemany", count, ours, raw, settled)


def postgresql(server: str, folder: Path, count: int) -> dict[str, dict[str, Any]]:
    """The figures of PostgreSQL. Raises NoServerError where none answers."""
    import psycopg

    with _schema(server) as url, open_store(url, archive=folder) as store:
        ours = _ours(store, count)
        with _psycopg(url, psycopg) as connection:
            connection.execute("INSERT INTO pending SELECT id FROM articles ON CONFLICT DO NOTHING")
            rows = _rows(connection.cursor(), count)
        settled, _ = timed(store.settle)
    with _schema(server) as url:
        with open_store(url, archive=folder):
            pass
        with _psycopg(url, psycopg) as connection:
            raw, _ = timed(lambda: _copy(connection, rows, count))
    return _figures("PostgreSQL", "COPY", count, ours, raw, settled)


def _figures(
    name: str, least: str, count: int, ours: tuple[float, float], raw: float, settled: float
) -> dict[str, dict[str, Any]]:
    at_once, alone = ours
    return {
        f"{name}: articles stored, {BATCH} at once": {
            "per_second": round(1 / at_once),
            least: round(count / raw),
            "ratio": round(raw / count / at_once, 2),
        },
        f"{name}: articles stored one by one": {
            "per_second": round(1 / alone),
            "ratio": round(raw / count / alone, 2),
        },
        f"{name}: put into search, copies, events": {"per_second": round(1.1 * count / settled)},
    }


def _ours(store: Store, count: int) -> tuple[float, float]:
    """Seconds for an article, at once with others and alone; search and comparison come later, as in a crawl."""
    every, storage.store.SETTLED_EVERY = storage.store.SETTLED_EVERY, 1 << 60
    try:
        made = [
            [
                Item(page=store_made.page(number), archived=None, article=store_made.article(number))
                for number in numbers
            ]
            for numbers in store_made.numbers(count, BATCH)
        ]
        at_once, _ = timed(lambda: [store.save_all(items) for items in made])
        more = [(store_made.page(count + number), store_made.article(count + number)) for number in range(count // 10)]
        alone, _ = timed(lambda: [store.save(page, None, article) for page, article in more])
    finally:
        storage.store.SETTLED_EVERY = every
    return at_once / count, alone / len(more)


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


def _batches(rows: Rows, count: int) -> Iterator[list[tuple[str, list[str], list[tuple[Any, ...]]]]]:
    """The rows of as many articles as a transaction takes; the outlets with the first."""
    for index, numbers in enumerate(store_made.numbers(count, BATCH)):
        batch = []
        for table, (columns, all_rows) in rows.items():
            if table == "sources":
                part = all_rows if index == 0 else []
            else:
                each = len(all_rows) // count
                part = all_rows[numbers.start * each : numbers.stop * each]
            batch.append((table, columns, part))
        yield batch


def _executemany(connection: sqlite3.Connection, rows: Rows, count: int) -> None:
    for batch in _batches(rows, count):
        connection.execute("BEGIN IMMEDIATE")
        for table, columns, part in batch:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", part)
        connection.execute("COMMIT")


def _copy(connection: Any, rows: Rows, count: int) -> None:
    from psycopg.types.json import Jsonb

    ready = [
        [
            (table, columns, [[Jsonb(v) if isinstance(v, list | dict) else v for v in row] for row in part])
            for table, columns, part in batch
        ]
        for batch in _batches(rows, count)
    ]
    for batch in ready:
        with connection.transaction(), connection.cursor() as cursor:
            for table, columns, part in batch:
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in part:
                        copy.write_row(row)


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
