"""Many rows into one table the way the database's driver does it best: `executemany` on SQLite, COPY on PostgreSQL.

Values are made ready once, before the transaction; SQLAlchemy would convert each of them inside it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from storage.types import StorableJson, StorableText, UtcDateTime, dumped, storable, utc

Row = tuple[Any, ...]
NewRow = list[Any]
"""A row to be inserted. Its keys are put in at the last moment: new rows would cost as much as the database's work."""


class Insertion:
    """INSERT INTO one table, all its columns: those named in `keys` first, then the `rest`, in the table's order."""

    def __init__(self, model: Any, dialect: str, keys: Sequence[str]) -> None:
        self._keys: NewRow = [None] * len(keys)
        columns = [column for column in model.__table__.columns if column.name not in keys]
        self.rest = tuple(column.name for column in columns)
        self._convert = tuple((column.name, _converter(column.type, dialect)) for column in columns)
        names = [*keys, *self.rest]
        quoted = ", ".join(f'"{name}"' for name in names)
        self._insert = f"INSERT INTO {model.__tablename__} ({quoted}) VALUES ({', '.join('?' * len(names))})"
        self._copy = f"COPY {model.__tablename__} ({quoted}) FROM STDIN"

    def row(self, values: Mapping[str, Any]) -> NewRow:
        """Return places for the keys, and the values of `rest` as the driver takes them; what is not given is null."""
        get = values.get
        rest = [None if (value := get(name)) is None else convert(value) for name, convert in self._convert]
        return self._keys + rest

    def rows(self, columns: Mapping[str, Sequence[Any]]) -> list[NewRow]:
        """Return the `row` of each of many, given by columns: quicker for short ones, whose texts are looked at at once."""
        converted = []
        for name, convert in self._convert:
            column = columns[name]
            if convert is not storable or not _is_storable(column):
                column = [None if value is None else convert(value) for value in column]
            converted.append(column)
        return [[*self._keys, *row] for row in zip(*converted, strict=True)]

    def run(self, connection: Connection, rows: Sequence[NewRow]) -> None:
        """Insert the rows, keys and rest. Raises what SQLAlchemy would."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            _copy(connection, self._copy, rows)
        else:
            execute(connection, self._insert, rows, many=True)


@cache
def insertion(model: Any, dialect: str, *keys: str) -> Insertion:
    """Return the one for a table; made once."""
    return Insertion(model, dialect, keys)


def ask(connection: Connection, queries: Mapping[str, str], columns: Sequence[Sequence[Any]]) -> list[Row]:
    """Return the answers to one query about many rows of values, given by columns.

    `queries` has its wording for each dialect: SQLite gets a JSON array of rows as its parameter, PostgreSQL an array for
    each column. SQLAlchemy would spell out thousands of parameters anew each time.
    """
    dialect = connection.dialect.name
    values = (dumped(list(zip(*columns, strict=True))),) if dialect == "sqlite" else tuple(map(list, columns))
    return execute(connection, queries[dialect], values)


def execute(connection: Connection, statement: str, values: Sequence[Any] = (), *, many: bool = False) -> list[Row]:
    """Run a statement as the driver takes it, in the transaction; return its rows, if any.

    For what is run with every batch of pages, where SQLAlchemy's own steps would take as long as the database's.
    """
    with _driver(connection, statement) as driver:
        cursor = driver.cursor()
        try:
            (cursor.executemany if many else cursor.execute)(statement, values)
            rows: list[Row] = cursor.fetchall() if cursor.description else []
            return rows
        finally:
            cursor.close()


def moment(value: str | datetime | None) -> datetime | None:
    """A moment as the driver gives it, in UTC: SQLite keeps no zone."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return None if value is None else value.astimezone(UTC)


def _copy(connection: Connection, statement: str, rows: Iterable[NewRow]) -> None:
    """COPY, which SQLAlchemy does not know."""
    with _driver(connection, statement) as driver, driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _driver(connection: Connection, statement: str) -> Iterator[Any]:
    """The driver's connection; its errors become SQLAlchemy's."""
    dbapi: Any = connection.dialect.loaded_dbapi
    driver: Any = connection.connection.driver_connection
    try:
        yield driver
    except dbapi.Error as error:
        gone = connection.dialect.is_disconnect(error, driver, None)
        raise DBAPIError.instance(
            statement, None, error, dbapi.Error, connection_invalidated=gone, dialect=connection.dialect
        ) from error


def _is_storable(column: Sequence[Any]) -> bool:
    """Whether every database takes these texts as they are."""
    together = "".join([value or "" for value in column])
    return storable(together) == together


def _converter(kind: Any, dialect: str) -> Callable[[Any], Any]:
    if isinstance(kind, StorableJson):
        return dumped
    if isinstance(kind, StorableText):
        return storable
    if isinstance(kind, UtcDateTime):
        return _sqlite_moment if dialect == "sqlite" else utc
    return _same


def _sqlite_moment(moment: datetime) -> str:
    return utc(moment).replace(tzinfo=None).isoformat(" ", "microseconds")


def _same(value: Any) -> Any:
    return value
