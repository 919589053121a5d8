"""Flat rows as Apache Arrow: typed columns, lists as lists. pyarrow is an optional extra, imported here."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from storage.exports.flat import COLUMNS, Column, Row

_MOMENT = pa.timestamp("us", tz="UTC")
_TYPES = {
    "integer": pa.int64(),
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "moment": _MOMENT,
    "truth": pa.bool_(),
}


@cache
def schema() -> Any:
    """Return the columns with their types and comments."""
    fields = [
        pa.field(column.name, _TYPES[column.kind], nullable=column.name != "id", metadata={"comment": column.comment})
        for column in COLUMNS
    ]
    return pa.schema(fields)


def batch(rows: list[Row]) -> Any:
    """Return rows as a record batch of `schema()`."""
    arrays = [_array(column, values) for column, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema())


def batches(pages: Iterable[list[Row]]) -> Iterator[Any]:
    """Return pages of rows as record batches."""
    return map(batch, pages)


def table(pages: Iterable[list[Row]]) -> Any:
    """Return all rows as one table, in memory."""
    return pa.Table.from_batches(batches(pages), schema=schema())


def _array(column: Column, values: tuple[Any, ...]) -> Any:
    if column.kind == "list":
        return _lists(values)
    if column.kind == "moment":
        return _moments(values)
    if column.kind == "truth":
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    return pa.array(values, _TYPES[column.kind])


def _lists(values: tuple[Any, ...]) -> Any:
    if any(isinstance(value, list) for value in values):  # PostgreSQL's driver has read the JSON
        return pa.array(values, _TYPES["list"])
    coded = pa.array(values, pa.string()).dictionary_encode()  # names and tags repeat: each is read once
    lists = [None if text is None else orjson.loads(text) for text in coded.dictionary.to_pylist()]
    return pa.array(lists, _TYPES["list"]).take(coded.indices)


def _moments(values: tuple[Any, ...]) -> Any:
    if any(isinstance(value, str) for value in values):
        return pc.assume_timezone(pa.array(values, pa.string()).cast(pa.timestamp("us")), "UTC")
    return pa.array(values, _MOMENT)
