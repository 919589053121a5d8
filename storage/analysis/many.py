"""Thousands of rows of numbers in one statement: `executemany` on SQLite, arrays on PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import BigInteger


def put(connection: Connection, table: Any, columns: Mapping[str, Sequence[int]], *, on_conflict: str = "") -> None:
    """Insert rows of integers, given by columns; `on_conflict` is the clause for rows that are there already."""
    names = list(columns)
    if not columns[names[0]]:
        return
    start = f"INSERT INTO {table.__tablename__} ({', '.join(names)})"
    if connection.dialect.name == "postgresql":
        arrays = [bindparam(name, list(values), ARRAY(BigInteger)) for name, values in columns.items()]
        marks = ", ".join(f"CAST(:{name} AS bigint[])" for name in names)
        connection.execute(text(f"{start} SELECT * FROM unnest({marks}) {on_conflict}").bindparams(*arrays))
    else:
        rows = list(zip(*columns.values(), strict=True))
        connection.exec_driver_sql(f"{start} VALUES ({', '.join('?' * len(names))}) {on_conflict}", rows)
