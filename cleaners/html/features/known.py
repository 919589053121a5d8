"""Features of what is known of a block from elsewhere: the extractor's verdict, the page's own data, its other blocks."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.html.blocks import Span
from cleaners.html.features.wording import likeness
from cleaners.labels import ASCII_WORDS

NAMES = (
    "title_share", "title_cover", "description_share", "author_named", "copies", "links_inside", "lead_copies",
)  # fmt: skip
_HOST = re.compile(r"(?:https?:)?//([\w.-]+)")
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")
_BYLINE = 300  # characters beyond which a text that names an author is no line about one
_LEAD = 3  # words beyond which the first two may be a lead-in such as "Read more:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What other signals say of a page: blocks kept by trafilatura (strict and lenient), the page's own metadata, and for
    each block whether it looks like a paragraph and the number of the reason that its wording has, or -1."""

    kept: frozenset[int]
    kept_more: frozenset[int]
    paragraphs: Sequence[bool]
    title: str
    description: str
    authors: Sequence[str]
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
    counts = Counter([span.text for span in found])
    leads = Counter([tuple(said[:2]) for said in words if len(said) > _LEAD])
    site = _Site(evidence.host)
    return [
        [
            likeness(said, title),
            len(title.intersection(said)) / len(title) if title else 0.0,
            likeness(said, description),
            bool(names) and len(span.text) < _BYLINE and _is_named(span.text.lower(), names),
            counts[span.text],
            _links_inside(span, site) if span.links else 0.0,
            leads[tuple(said[:2])] if len(said) > _LEAD else 0,
        ]
        for span, said in zip(judged, words, strict=True)
    ]


def _is_named(lower: str, names: Sequence[str]) -> bool:
    return any(name in lower for name in names)


class _Site(dict[str, bool]):
    """Whether each link of a page leads to a page of the same site; found when first asked for."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self._host = host

    def __missing__(self, href: str) -> bool:
        there = _HOST.match(href)
        self[href] = inside = there is None or there[1].removeprefix("www.").endswith(self._host)
        return inside


def _links_inside(span: Span, site: _Site) -> float:
    """The share of a block's characters that link to the page's own site."""
    return sum(end - start for start, end, href in span.links if site[href]) / len(span.text)
