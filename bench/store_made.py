"""Articles made for the figures of the store: nobody's words, as long as news is."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cleaners.types import Article, Block, Link, Metadata, Page, Paywall, Reason, Removal

OUTLETS = 50
_WORDS, _PARAGRAPHS, _REMOVED = 450, 12, 8
START = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def vocabulary() -> Sequence[str]:
    """Thirty thousand words; the first are short, as frequent words are."""
    chosen = random.Random(7)
    return [
        "".join(chosen.choices("etaoinshrdlcumwfgypbvk", k=2 + index // 6000 + index % 5)) for index in range(30_000)
    ]


def text(number: int, words: int = _WORDS) -> str:
    """The text of an article: paragraphs of words, frequent ones more often (Zipf's law)."""
    chosen = random.Random(number)
    vocab, size = vocabulary(), len(vocabulary())
    picked = [vocab[int(size ** chosen.random()) - 1] for _ in range(words)]
    length = max(1, words // _PARAGRAPHS)
    parts = (picked[start : start + length] for start in range(0, words, length))
    return "\n\n".join(" ".join(part).capitalize() + "." for part in parts)


def article(number: int) -> Article:
    """An article with removals, authors and tags."""
    parts = text(number).split("\n\n")
    title = " ".join(parts[0].split()[:8])
    blocks = tuple(
        Block(index=index, text=part, path=f"/html/body/main/p[{index + 1}]", links=(Link(start=0, end=4, url="/x"),))
        for index, part in enumerate(parts)
    )
    removals = tuple(
        Removal(
            block=Block(
                index=len(parts) + index, text=f"Read more {number} {index}", path=f"/html/body/aside[{index}]"
            ),
            reason=Reason.RELATED,
            rule="generic/read-more",
        )
        for index in range(_REMOVED)
    )
    return Article(
        metadata=Metadata(
            title=title,
            authors=(f"Author {number % 300}",),
            tags=(f"tag-{number % 40}", f"tag-{number % 7}"),
            section=f"section-{number % 9}",
            language="en",
            published_at=START + timedelta(minutes=number),
        ),
        blocks=blocks,
        removals=removals,
        paywall=Paywall.NONE,
        paywall_evidence=(),
        warnings=(),
        cleaner_version="1",
        rules_version="1",
    )


def page(number: int) -> Page:
    """The page of an article, some 30 kilobytes of HTML."""
    outlet = f"outlet{number % OUTLETS}.example"
    frame = "".join(f"<li class='menu-item menu-item-{index}'><a href='/{index}'>Item</a></li>" for index in range(400))
    body = f"<html><head><title>{number}</title></head><body><ul>{frame}</ul>{text(number)}</body></html>".encode()
    return Page(
        url=f"https://www.{outlet}/{number}",
        body=body,
        content_type="text/html; charset=utf-8",
        fetched_at=START,
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8", "ETag": f'"{number}"'},
        source=outlet,
    )


def numbers(count: int, size: int) -> Iterator[range]:
    """Ranges of at most `size` that make `count` together."""
    for start in range(0, count, size):
        yield range(start, min(count, start + size))
