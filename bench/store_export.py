"""Export to Parquet beside a loop from a raw cursor to pyarrow, and beside DuckDB reading the SQLite file."""

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from bench import store_made
from newsmill.export.run import Order, run
from storage import open_store

_ROUNDS = 3
_FETCH = 1000
_QUERY = """
SELECT a.id, a.url, s.name AS source, r.title, r.description, r.authors, r.published_utc, r.published_at, r.modified_utc,
  r.modified_at, r.section, r.tags, r.language, r.site_name, r.canonical_url, r.image_url, r.is_accessible_for_free,
  r.paywall, r.words, a.revision, a.created_at, a.changed_at, r.cleaner_version, r.rules_version, r.text
FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision LEFT JOIN sources s ON s.id = a.source_id
"""


def figures(folder: Path, count: int) -> dict[str, dict[str, Any]]:
    """Articles a second and the process's greatest memory, each in a process of its own, the best of three rounds."""
    file = folder / "export.db"
    with open_store(f"sqlite:///{file}"), closing(sqlite3.connect(file)) as connection:
        _fill(connection, count)
    ways: dict[str, Callable[[Path, Path], None]] = {"ours": _ours, "raw": _raw, "duckdb": _duckdb}
    best: dict[str, tuple[float, float] | None] = {}
    for name, way in ways.items():
        rounds = [_in_a_process(way, file, folder / f"{name}.parquet") for _ in range(_ROUNDS)]
        best[name] = None if None in rounds else min(one for one in rounds if one is not None)
    ours, raw, duckdb = best["ours"], best["raw"], best["duckdb"]
    assert ours is not None and raw is not None
    return {
        f"export of {count:,} articles to Parquet": {
            "per_second": round(count / ours[0]),
            "beside_raw_cursor": round(raw[0] / ours[0], 2),
            "beside_duckdb": round(duckdb[0] / ours[0], 2) if duckdb else "its SQLite extension is not installed",
            "memory_mb": round(ours[1]),
            "raw_cursor_memory_mb": round(raw[1]),
        }
    }


def _ours(file: Path, target: Path) -> None:
    with open_store(f"sqlite:///{file}") as store:
        run(store, Order(target=str(target), form="parquet"))


def _raw(file: Path, target: Path) -> None:
    """The shortest loop: no types, lists and moments stay the text that the database has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with closing(sqlite3.connect(file)) as connection:
        cursor = connection.execute(_QUERY)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchmany(_FETCH)
        first = pa.table({name: pa.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)})
        schema = pa.schema([pa.field(f.name, pa.string() if f.type == pa.null() else f.type) for f in first.schema])
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            while rows:
                arrays = [
                    pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
                ]
                writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
                rows = cursor.fetchmany(_FETCH)


def _duckdb(file: Path, target: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("LOAD sqlite")
        connection.execute(f"ATTACH '{file}' AS news (TYPE sqlite)")
        connection.execute("USE news")
        connection.execute(f"COPY ({_QUERY}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def _in_a_process(way: Callable[[Path, Path], None], file: Path, target: Path) -> tuple[float, float] | None:
    """Seconds and megabytes; None where it cannot be done here."""
    context = get_context("spawn")
    answers: Queue[tuple[float, float] | None] = context.Queue()
    process = context.Process(target=_measured, args=(way, file, target, answers))
    process.start()
    answer = answers.get(timeout=300)
    process.join()
    return answer


def _measured(
    way: Callable[[Path, Path], None], file: Path, target: Path, answers: "Queue[tuple[float, float] | None]"
) -> None:
    # What it costs to load the libraries is not the question.
    import duckdb

    import storage.exports.parquet
    import storage.store  # noqa: F401

    started = time.perf_counter()
    try:
        way(file, target)
    except duckdb.Error:
        answers.put(None)
        return
    answers.put((time.perf_counter() - started, _memory()))


def _memory() -> float:
    """The process's greatest memory in megabytes; `getrusage` would count what its parent had."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _fill(connection: sqlite3.Connection, count: int) -> None:
    """Put the articles in with `executemany`: how they came there is not the question."""
    at = "2026-01-01 00:00:00.000000"
    sources = [(number + 1, f"outlet{number}.example", at) for number in range(store_made.OUTLETS)]
    connection.executemany("INSERT INTO sources VALUES (?, ?, ?)", sources)
    texts = [store_made.text(number) for number in range(500)]
    articles, revisions = [], []
    for number in range(1, count + 1):
        url = f"https://outlet{number % store_made.OUTLETS}.example/{number}"
        articles.append(
            (number, number % store_made.OUTLETS + 1, url, f"u{number}", f"i{number}", f"t{number}", 1, at, at)
        )
        revisions.append(
            (number, number, 1, "outlet", at, f"Title of {number}", f'["Author {number % 300}"]', "2026-01-01", at)
        )
    connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", articles)
    connection.executemany(
        "INSERT INTO revisions (id, article_id, number, cause, created_at, title, authors, published_at, published_utc, "
        "tags, language, evidence, text, words, blocks, removed, paywall, paywall_evidence, warnings, cleaner_version, "
        "rules_version, content_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '[\"news\", \"coast\"]', 'en', '{}', ?, 450, "
        "'[]', 8, 'none', '[]', '[]', '1', '1', '')",
        ((*row, texts[row[0] % 500] + f" {row[0]}") for row in revisions),
    )
    connection.execute("DELETE FROM pending")
    connection.commit()
