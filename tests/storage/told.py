"""Stories written for the tests, and a short way to store an article."""

from datetime import date
from pathlib import Path
from typing import Any

from cleaners.types import Article, Block, Metadata, Page, Paywall, Removal
from storage import Store

STORIES = {file.stem: file.read_text(encoding="utf-8") for file in Path(__file__).with_name("stories").glob("*.txt")}
"""Texts of five events: NAME-1 is the first report, NAME-2 a rewrite of it, NAME-3 an independent report."""
EVENTS = sorted({name.split("-")[0] for name in STORIES})
DAY = date(2026, 3, 2)


def tell(
    store: Store,
    text: str,
    url: str,
    *,
    title: str | None = None,
    removals: tuple[Removal, ...] = (),
    paywall: Paywall = Paywall.NONE,
    **metadata: Any,
) -> int:
    """Store a text as an article of the outlet that the address names; return its id."""
    meta = Metadata(title=title, **{"language": "en", "published_at": DAY, **metadata})
    blocks = tuple(Block(index=index, text=part) for index, part in enumerate(text.split("\n\n")))
    article = Article(
        metadata=meta,
        blocks=blocks,
        removals=removals,
        paywall=paywall,
        paywall_evidence=(),
        warnings=(),
        cleaner_version="1",
        rules_version="1",
    )
    outcome = store.save(Page(url=url, body=text.encode()), None, article)
    assert not hasattr(outcome, "why")
    return outcome.article_id
