"""The one path that every page takes, from wherever it comes: a crawl, a saved file, an archive, a submission."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cleaners.types import Article, Page, Rejected
from storage import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged

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
    archived = begin(page, store)
    if isinstance(archived, Outcome):
        return archived
    try:
        result = clean(page)
    except Exception:
        store.keep(page, archived)
        raise
    item = judge(page, store, archived, result)
    return item if isinstance(item, Outcome) else store.save(item.page, item.archived, item.article)


def begin(page: Page, store: "Store") -> "Outcome | Archived":
    """Take the first steps: archive the bytes, or return the fate of a page that needs no cleaning."""
    unwanted = store.unwanted(page)
    if unwanted is not None:
        return unwanted
    archived = store.archive(page)
    return store.seen(page, archived) or archived


def judge(page: Page, store: "Store", archived: "Archived", result: Article | Rejected) -> "Outcome | Item":
    """Take the steps after cleaning: note the refusal, or return what is to be saved, alone or with others."""
    if isinstance(result, Rejected):
        return store.refuse(page, archived, result)
    canonical = result.metadata.canonical_url
    unwanted = store.unwanted(page, canonical) if canonical and canonical != page.url else None
    if unwanted is not None:
        store.take_back(page, archived)
        return unwanted
    from storage import Item

    return Item(page=page, archived=archived, article=result)
