"""Parquet files: one, or one for each outlet and month, in the layout that Hive gave its name to."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import RawIOBase
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from storage.exports import arrow
from storage.exports.flat import Row

GROUP = 10
"""Pages in a row group: readers skip whole groups, and memory holds one."""
_COMPRESSION = "zstd"
_OPEN_FILES = 200


def write(path: Path, pages: Iterable[list[Row]]) -> int:
    """Write one file; return the number of articles."""
    count = 0
    with (
        pq.ParquetWriter(path, arrow.schema(), compression=_COMPRESSION) as writer,
        ThreadPoolExecutor(1) as pool,  # compresses what is read while the next is read
    ):
        before = None
        for table in _groups(pages):
            count += table.num_rows
            if before is not None:
                before.result()
            before = pool.submit(writer.write_table, table)
        if before is not None:
            before.result()
    return count


def parts(pages: Iterable[list[Row]]) -> Iterator[bytes]:
    """Yield one file in parts, as its row groups become ready; memory holds one of them."""
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), arrow.schema(), compression=_COMPRESSION) as writer:
        for table in _groups(pages):
            writer.write_table(table)
            yield sink.taken()
    yield sink.taken()


class _Sink(RawIOBase):
    """A file that is only written, and whose bytes are taken away."""

    def __init__(self) -> None:
        self._bytes, self._at = bytearray(), 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

    def write(self, part: Any) -> int:
        """Take bytes."""
        self._bytes += part
        self._at += len(part)
        return len(part)

    def taken(self) -> bytes:
        """What was written since the last time."""
        done, self._bytes = bytes(self._bytes), bytearray()
        return done


def write_partitioned(folder: Path, pages: Iterable[list[Row]], name: str) -> int:
    """Write ``source=HOST/month=2026-03/NAME-0.parquet`` and so on; return the number of articles.

    The month is that of publication. Articles without an outlet or date are in ``__HIVE_DEFAULT_PARTITION__``.
    """
    count = 0

    def with_month() -> Iterator[Any]:
        nonlocal count
        for batch in arrow.batches(pages):
            count += batch.num_rows
            month = pc.strftime(batch["published_at"], format="%Y-%m")
            yield pa.RecordBatch.from_arrays([*batch.columns, month], schema=schema)

    schema = arrow.schema().append(pa.field("month", pa.string()))
    options = ds.ParquetFileFormat().make_write_options(compression=_COMPRESSION)
    ds.write_dataset(
        with_month(),
        folder,
        schema=schema,
        format="parquet",
        file_options=options,
        partitioning=["source", "month"],
        partitioning_flavor="hive",
        basename_template=f"{name}-{{i}}.parquet",
        max_open_files=_OPEN_FILES,
        existing_data_behavior="overwrite_or_ignore",
    )
    return count


def _groups(pages: Iterable[list[Row]]) -> Iterator[Any]:
    batches = arrow.batches(pages)
    while group := list(islice(batches, GROUP)):
        yield pa.Table.from_batches(group)
