"""The one path that every page takes, from wherever it comes: a crawl, a saved file, an archive, a submission."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cleaners.types import Article, Page, Rejected
from storage import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged

if TYPE_CHECKING:
    from storage import Store

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
FATES = tuple(_FATES.values())
"""What can become of a page, in the words of all summaries and in their order."""


def fate(outcome: Outcome) -> str:
    """The word for what became of a page."""
    return _FATES[type(outcome)]


def ingest(page: Page, store: "Store", clean: Cleaner) -> Outcome:
    """Archive the bytes, clean them unless the same bytes were cleaned before, save the article or note the refusal.

    Raises `StoreError` where the database cannot go on, and lets a bug of the cleaner through: the bytes are archived
    by then.
    """
    archived = store.archive(page)
    unchanged = store.seen(page)
    if unchanged is not None:
        return unchanged
    result = clean(page)
    if isinstance(result, Rejected):
        return store.refuse(page, archived, result)
    return store.save(page, archived, result)
