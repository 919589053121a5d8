"""Features of what is known of a block from elsewhere: the extractor's verdict, the page's own data, its other blocks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.html.blocks import Span
from cleaners.html.features.wording import likeness
from cleaners.labels import ASCII_WORDS

NAMES = (
    "in_body_text", "has_body_text", "title_share", "title_cover", "description_share", "author_named", "copies", "earlier_copy",
    "author_first", "links_inside", "links_outside", "lead_copies",
)  # fmt: skip
_HOST = re.compile(r"(?:https?:)?//([\w.-]+)")
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")
_LEAD = 3  # words beyond which the first two may be a lead-in such as "Read more:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What other signals say of a page: blocks kept by trafilatura (strict and lenient), the text that the page's own
    metadata give, and for each block whether it looks like a paragraph and the number of the reason that its wording
    has, or -1."""

    kept: frozenset[int]
    kept_more: frozenset[int]
    paragraphs: Sequence[bool]
    title: str
    description: str
    authors: Sequence[str]
    body_text: str
    phrases: Sequence[int]
    host: str = ""


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; a character of scripts without spaces is a word."""
    if text.isascii():
        return text.encode("ascii").translate(ASCII_WORDS).decode("ascii").split()
    return _WORD.findall(text.lower())


def known(
    found: Sequence[Span], judged: Sequence[Span], words: Sequence[Sequence[str]], evidence: Evidence
) -> list[list[float]]:
    """A row of the features in `NAMES` for each of the `judged` blocks among those `found`; `words` are theirs."""
    title, description = frozenset(tokens(evidence.title)), frozenset(tokens(evidence.description))
    names = tuple(name.lower() for name in evidence.authors)
    stated = _shingles(tokens(evidence.body_text))
    counts = Counter(span.text for span in found)
    leads = Counter(tuple(said[:2]) for said in words if len(said) > _LEAD)
    seen: set[str] = set()
    site = _Site(evidence.host)
    rows = []
    for span, said in zip(judged, words, strict=True):
        lower = span.text.lower() if names else ""
        rows.append(
            [
                _cover(said, stated) if stated else 0.0,
                bool(stated),
                likeness(said, title),
                len(title.intersection(said)) / len(title) if title else 0.0,
                likeness(said, description),
                bool(names) and len(span.text) < 300 and any(name in lower for name in names),
                counts[span.text],
                span.text in seen,
                lower.startswith(names),
                *(_links(span, site) if span.links else (0.0, 0.0)),
                leads[tuple(said[:2])] if len(said) > _LEAD else 0,
            ]
        )
        seen.add(span.text)
    return rows


class _Site(dict[str, bool]):
    """Whether each link of a page leads to a page of the same site; found when first asked for."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    def __missing__(self, href: str) -> bool:
        there = _HOST.match(href)
        self[href] = inside = there is None or there[1].removeprefix("www.").endswith(self._host)
        return inside


def _links(span: Span, site: _Site) -> tuple[float, float]:
    """The shares of a block's characters that link to the page's own site, and to others."""
    inside = outside = 0
    for start, end, href in span.links:
        if site[href]:
            inside += end - start
        else:
            outside += end - start
    size = len(span.text)
    return inside / size, outside / size


def _shingles(said: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(said, said[1:], said[2:], strict=False))


def _cover(said: Sequence[str], stated: frozenset[tuple[str, ...]]) -> float:
    own = list(zip(said, said[1:], said[2:], strict=False))
    return sum(map(stated.__contains__, own)) / len(own) if own else 0.0
