"""The store's share of what it costs to take a page, and whether memory grows with the number of pages.

A page goes the way of all pages: archived, cleaned, compared, saved with others, and put into search, copies and events.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench import sets, store_made
from cleaners import clean, load_rules
from cleaners.types import Article, Page, Rejected
from newsmill.ingest import Batch, prepare
from storage import Outcome, Store, open_store

Figures = dict[str, dict[str, Any]]
SET = "publishers"
_SAMPLES = 20


def share(folder: Path, bench: Path, count: int) -> Figures:
    """CPU milliseconds of a page, of real pages cleaned in this process; SQLite works in it too."""
    found = [replace(page, source="") for _, page in islice(sets.pages(bench / SET), count)]
    rules = load_rules()
    cleaning = 0.0

    def timed(page: Page) -> Article | Rejected:
        nonlocal cleaning
        started = time.process_time()
        result = clean(page, rules)
        cleaning += time.process_time() - started
        return result

    clean(found[0], rules)  # tables are read when first needed
    with open_store(f"sqlite:///{folder / 'share.db'}") as store:
        _take(store, found[:1], timed)
        store.settle()
        cleaning, started = 0.0, time.process_time()
        _take(store, found[1:], timed)
        store.settle()
        total = time.process_time() - started
    pages = len(found) - 1
    return {
        f"CPU of an ingest, {pages} pages of the set {SET}": {
            "cleaning_ms": round(1000 * cleaning / pages, 1),
            "store_ms": round(1000 * (total - cleaning) / pages, 1),
            "share": f"{(total - cleaning) / total:.0%}",
        }
    }


def memory(folder: Path, count: int) -> Figures:
    """Megabytes of the process during an ingest of made pages, and the slope over its second half."""
    seen: list[float] = []
    each = max(1, count // _SAMPLES)

    def made(page: Page) -> Article:
        return store_made.article(int(page.url.rsplit("/", 1)[1]))

    with open_store(f"sqlite:///{folder / 'memory.db'}") as store:
        for start in range(0, count, each):
            _take(store, map(store_made.page, range(start, start + each)), made)
            seen.append(_megabytes())
    half = seen[len(seen) // 2 :]
    slope = float(np.polyfit(np.arange(len(half)) * each / 1000, half, 1)[0])
    return {
        f"memory of an ingest of {each * len(seen):,} pages": {
            "half_way_mb": round(half[0]),
            "end_mb": round(half[-1]),
            "slope_mb_per_1000_pages": round(slope, 2),
        }
    }


def _take(store: Store, pages: Iterable[Page], cleaner: Callable[[Page], Article | Rejected]) -> None:
    batch = Batch[None](store)
    for page in pages:
        item = prepare(page, store, cleaner)
        if not isinstance(item, Outcome):
            batch.add(None, item)
    batch.flush()


def _megabytes() -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
