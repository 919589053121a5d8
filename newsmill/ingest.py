"""The one path that every page takes, from wherever it comes: a crawl, a saved file, an archive, a submission."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from cleaners.types import Article, Page, Rejected
from storage import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged
from storage.addresses import normalised

if TYPE_CHECKING:
    from storage import Archived, Item, Store

Cleaner = Callable[[Page], Article | Rejected]
"""Cleans a page here, or elsewhere with limits: `cleaners.clean` with its rules, `CleanerProcess.clean`."""

_FATES: dict[type, str] = {
    Stored: "new",
    Revised: "revised",
    Unchanged: "unchanged",
    Duplicate: "duplicate",
    Refused: "refused",
    Failed: "failed",
}
AT_ONCE = 100
"""So many articles are saved at once, which is many times quicker than one by one,"""
SECONDS = 2.0
"""and so long the first of them waits for the others."""
T = TypeVar("T")

FATES = tuple(_FATES.values())
"""What can become of a page, in the words of all summaries and in their order."""


def fate(outcome: Outcome) -> str:
    """The word for what became of a page."""
    return _FATES[type(outcome)]


def ingest(page: Page, store: "Store", clean: Cleaner) -> Outcome:
    """Archive the bytes, clean them unless the same bytes were cleaned before, save the article or note the refusal.

    Raises `StoreError` where the database cannot go on, and lets a bug of the cleaner through: the bytes are archived
    by then. A page whose article was deleted for good leaves nothing behind.
    """
    item = prepare(page, store, clean)
    return item if isinstance(item, Outcome) else store.save(item.page, item.archived, item.article)


def prepare(page: Page, store: "Store", clean: Cleaner) -> "Outcome | Item":
    """Do all of `ingest` but the last step: return what is to be saved, alone or with others (`Batch`)."""
    archived = store.receive(page)
    if isinstance(archived, Outcome):
        return archived
    try:
        result = clean(page)
    except Exception:
        store.keep(page, archived)
        raise
    return judge(page, store, archived, result)


def judge(page: Page, store: "Store", archived: "Archived", result: Article | Rejected) -> "Outcome | Item":
    """Take the steps after cleaning: note the refusal, or return what is to be saved, alone or with others."""
    if isinstance(result, Rejected):
        return store.refuse(page, archived, result)
    own, canonical = normalised(page.url), normalised(result.metadata.canonical_url)
    unwanted = store.unwanted(page, result.metadata.canonical_url) if canonical not in (None, own) else None
    if unwanted is not None:
        store.take_back(page, archived)
        return unwanted
    from storage import Item

    return Item(page=page, archived=archived, article=result)


class Batch(Generic[T]):
    """Cleaned pages that wait to be saved together, each with what its caller wants to know it by.

    Their bytes are archived: those of a process that is killed meanwhile are found by the next one that opens the store,
    and the pages are taken again where the same work is done again. Call `flush` in the end.
    """

    def __init__(self, store: "Store", *, most: int = AT_ONCE) -> None:
        self._store, self._most = store, most
        self._waiting: list[tuple[T, Item]] = []
        self._since = 0.0

    def add(self, what: T, item: "Item") -> list[tuple[T, Outcome]]:
        """Take one more; return what became of all of them where they were saved now, else nothing."""
        self._since = self._since if self._waiting else time.monotonic()
        self._waiting.append((what, item))
        return self.flush() if len(self._waiting) >= self._most else self.late()

    def late(self) -> list[tuple[T, Outcome]]:
        """Save them if the first has waited long enough."""
        return self.flush() if time.monotonic() - self._since >= SECONDS else []

    def flush(self) -> list[tuple[T, Outcome]]:
        """Save what waits; return what became of each. Raises `StoreError` where the database cannot go on."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return []
        outcomes = self._store.save_all([item for _, item in waiting])
        return [(what, outcome) for (what, _), outcome in zip(waiting, outcomes, strict=True)]
