"""Connections: SQLite in WAL mode with foreign keys and a busy timeout, or PostgreSQL; one clear line when neither."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    ProgrammingError,
)

from storage.errors import GoneError, RowError, StoreError
from storage.search.segments import segmented
from storage.types import dumped

BUSY_SECONDS = 30
WHY_LENGTH = 200
CONNECT_SECONDS = 5
POOL, THREADS = 8, 40
"""Connections that are kept for short questions, and the most of them at once: as many as threads ask."""
FORMS = "use sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"


def parse(url: str) -> URL:
    """Return the parsed database URL. Raises StoreError where it is none, or a kind that newsmill has no use for."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except ArgumentError as error:
        raise StoreError(f"{url!r} is not a database URL: {FORMS}") from error
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"{shown(parsed)}: newsmill does not work with {backend}: {FORMS}")
    if backend == "sqlite" and sqlite_file(parsed) is None:
        raise StoreError(f"{shown(parsed)} names no file; newsmill keeps its database on disk: use sqlite:///FILE")
    return parsed


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite URL, or None for a database in memory and for other databases."""
    if url.get_backend_name() != "sqlite" or not url.database or ":memory:" in url.database:
        return None
    return Path(url.database)


def shown(url: URL) -> str:
    """Return the URL as people may see it: without its password."""
    return url.render_as_string(hide_password=True)


def make_engine(url: URL, *, short: bool = False) -> Engine:
    """Return an engine for the URL; nothing is connected yet. Raises StoreError where the driver is missing.

    `short` is for whoever asks many short questions at once: PostgreSQL starts no workers for one and compiles none, both of
    which take longer than the answer, and a connection is not tried before it is used.
    """
    options: dict[str, Any] = {"json_serializer": dumped, "json_deserializer": orjson.loads}
    if url.get_backend_name() == "postgresql":
        options["pool_pre_ping"] = not short
        options["connect_args"] = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    else:
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    if short:
        options |= {"pool_size": POOL, "max_overflow": THREADS - POOL}
    try:
        engine = create_engine(url, **options)
    except NoSuchModuleError as error:
        raise StoreError(f"{shown(url)}: unknown driver: {FORMS}") from error
    except ModuleNotFoundError as error:
        raise StoreError(f"{shown(url)}: {error.name} is not installed: pip install 'newsmill[postgresql]'") from error
    if short and url.get_backend_name() == "postgresql":
        event.listen(engine, "connect", _shorten_postgresql)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        if short:
            event.listen(engine, "connect", _widen_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _shorten_postgresql(connection: Any, _record: Any) -> None:
    connection.execute("SET jit = off")
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()


def _widen_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA cache_size = -16000")  # kB: what searches read again


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions late and not at all for DDL; `_begin_sqlite` begins them instead.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.create_function("newsmill_segmented", 1, segmented, deterministic=True)  # what `search` is made with
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later cannot wait for another writer; one that says so at once can.
    writes = connection.get_execution_options().get("newsmill_writes", False)
    driver: Any = connection.connection.driver_connection
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, *, writes: bool = False) -> Iterator[Connection]:
    """Yield a connection inside one transaction. Raises StoreError where the database cannot be used."""
    with translated(engine.url), engine.connect() as connection:
        connection = connection.execution_options(newsmill_writes=writes)
        with connection.begin():
            yield connection


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn a database that cannot be used into a StoreError, a row that it does not take into a RowError."""
    try:
        yield
    except (IntegrityError, ProgrammingError) as error:
        if not _forbidden(error):
            raise
        raise StoreError(explain(url, error.orig)) from error
    except (DatabaseError, InterfaceError) as error:
        if isinstance(error, DataError) or _is_limit(error):
            raise RowError(" ".join(str(error.orig).split())[:WHY_LENGTH]) from error
        raise (GoneError if _is_gone(error) else StoreError)(explain(url, error.orig)) from error
    except sqlite3.Error as error:
        raise StoreError(explain(url, error)) from error


def _is_limit(error: DBAPIError) -> bool:
    # https://www.postgresql.org/docs/current/errcodes-appendix.html: program_limit_exceeded
    return str(getattr(error.orig, "sqlstate", None)).startswith("54")


def _forbidden(error: DBAPIError) -> bool:
    # https://www.postgresql.org/docs/current/errcodes-appendix.html: insufficient_privilege
    return getattr(error.orig, "sqlstate", None) == "42501"


# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, shut down, starting up, too many
# connections, serialization failure, deadlock. A server that cannot be reached at all gives no code.
_PASSING = ("08", "57P01", "57P02", "57P03", "57P05", "53300", "40001", "40P01")


def _is_gone(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return False
    code = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or code is None or code.startswith(_PASSING)


def explain(url: URL, error: BaseException | None) -> str:
    """Return one line on why the database cannot be used and what to do."""
    reason = " ".join(str(error).split())
    file = sqlite_file(url)
    if file is None:
        return f"cannot reach {shown(url)}: {reason}; is the server running, and are host, user and database right?"
    if "not a database" in reason:
        return f"{file} is not a SQLite database; give another file with --db"
    if "malformed" in reason or "disk image" in reason:
        return f"{file} is damaged ({reason}); restore it from a copy, or recover it with: sqlite3 {file} .recover"
    if "locked" in reason:
        return f"{file} was locked by another process for {BUSY_SECONDS} seconds; try again when that has ended"
    if "full" in reason or "disk I/O error" in reason:
        return f"cannot write {file}: {reason}; free some space and run the same again, what was stored is safe"
    if "unable to open" in reason and not file.parent.is_dir():
        return f"cannot open {file}: the folder {file.parent} does not exist; make it or give another file with --db"
    if "unable to open" in reason or "readonly" in reason:
        return f"cannot write {file}: {reason}; give it and its folder write permission, or another file with --db"
    return f"cannot use {file}: {reason}"
