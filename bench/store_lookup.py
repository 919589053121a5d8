"""How long it takes to find the copies of an article among ten thousand, a hundred thousand, a million."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench import store_made
from storage import open_store
from storage.analysis import minhash, pairs
from storage.analysis.drafts import Draft
from storage.analysis.terms import terms_of

_CHUNK = 2_000_000


def look_up(folder: Path, count: int, questions: int) -> dict[str, dict[str, Any]]:
    """Milliseconds to find the copies of each of some articles, each of which has one among `count`."""
    file = folder / "lookup.db"
    with open_store(f"sqlite:///{file}") as store:
        drafts = [_draft(number) for number in range(questions)]
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            _fill(connection, count, drafts)
        spent, found = [], 0
        for draft in drafts:
            started = time.perf_counter()
            copies = store.database.read(pairs.find_copies, [draft])[draft.id]
            spent.append(1000 * (time.perf_counter() - started))
            found += len(copies) == 1
    return {
        f"copies looked up among {count:,} articles": {
            "median_ms": round(median(spent), 2),
            "p95_ms": round(float(np.percentile(spent, 95)), 2),
            "found": f"{found}/{questions}",
        }
    }


def _draft(number: int) -> Draft:
    """An article that has a copy with two words in a hundred changed."""
    words = store_made.text(number).split(" ")
    changed = " ".join("altered" if index % 50 == 25 else word for index, word in enumerate(words))
    (signature,) = minhash.signatures([changed])
    return Draft(
        id=10_000_000 + number,
        revision_id=1,
        at=store_made.START,
        text="",
        text_sha256=f"new{number}",
        language="en",
        signature=signature,
        terms=terms_of(None, "", "en"),
        agency=None,
    )


def _fill(connection: sqlite3.Connection, count: int, drafts: list[Draft]) -> None:
    """Put in `count` articles' keys: random ones, as those of texts that have nothing in common, and the copies'."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("DROP INDEX ix_bands_article_id")
    made = np.random.default_rng(3)
    per = minhash.BANDS + 1
    keys = made.integers(-(1 << 63), 1 << 63, size=count * per, dtype=np.int64)
    ids = np.repeat(np.arange(1, count + 1, dtype=np.int64), per)
    originals = minhash.signatures([store_made.text(number) for number in range(len(drafts))])
    places = np.linspace(1, count, len(drafts), dtype=np.int64)
    for place, signature in zip(places.tolist(), originals, strict=True):
        bands = minhash.bands(signature, f"old{place}")
        keys[(place - 1) * per : (place - 1) * per + len(bands)] = bands
    order = np.argsort(keys, kind="stable")
    connection.execute("BEGIN")
    for start in range(0, len(order), _CHUNK):
        part = order[start : start + _CHUNK]
        rows = zip(keys[part].tolist(), ids[part].tolist(), strict=True)
        connection.executemany("INSERT OR IGNORE INTO bands (band, article_id) VALUES (?, ?)", rows)
    _articles(connection, dict(zip(places.tolist(), originals, strict=True)))
    connection.execute("COMMIT")
    connection.execute("CREATE INDEX ix_bands_article_id ON bands (article_id)")


def _articles(connection: sqlite3.Connection, signatures: dict[int, Any]) -> None:
    at = "2026-01-01 00:00:00.000000"
    connection.executemany(
        "INSERT INTO articles (id, url, url_sha256, identity_sha256, text_sha256, revision, created_at, changed_at) "
        "VALUES (?, '', '', '', ?, 1, ?, ?)",
        [(place, f"old{place}", at, at) for place in signatures],
    )
    connection.executemany(
        "INSERT INTO profiles (article_id, revision_id, method, at, signature, terms) VALUES (?, 1, ?, ?, ?, x'')",
        [(place, minhash.method(), at, minhash.dumped(signature)) for place, signature in signatures.items()],
    )
