"""Where the links of a page lead: below the page itself, to many articles, or to other sites."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult

from cleaners.html.blocks import Span
from cleaners.refusals.shape import AWAY

NAMES = (
    "links_below",
    "links_below_share",
    "links_paths",
    "links_slugs",
    "links_slug_share",
    "links_long",
    "links_away",
)
_SITE = re.compile(r"(?:https?:)?//(?:www\.)?([^/?#]+)")
_PATH = re.compile(r"[^?#]*")
_NUMBER = re.compile(r"/\d{5,}")
_LONG = 25


def links(url: SplitResult | None, found: Sequence[Span]) -> list[float]:
    """The signals in `NAMES` of the links outside of the page's frame; nan for those that need the page's URL."""
    host = url.netloc.removeprefix("www.") if url else ""
    own = url.path.rstrip("/").removesuffix(".html") if url else ""
    lengths: dict[str, int] = {}
    total = away = 0
    for length, site, path in _targets(found):
        total += 1
        if site and host and site != host:
            away += 1
        elif path not in lengths:
            lengths[path] = length
    below = sum(path.startswith(own) and len(path) > len(own) + 1 for path in lengths) if own else float("nan")
    slugs = sum(map(_is_slug, lengths))
    count = max(len(lengths), 1)
    long = sum(length > _LONG for length in lengths.values())
    return [
        below, below / count, len(lengths), slugs, slugs / count, long, away / max(total, 1) if url else float("nan"),
    ]  # fmt: skip


def _is_slug(path: str) -> bool:
    """Whether a path ends in four words with hyphens between them, or has a long number: so articles are named."""
    words = path.removesuffix("/").rpartition("/")[2].split("-")
    return (len(words) > 3 and all(words[-4:])) or _NUMBER.search(path) is not None


def _targets(found: Sequence[Span]) -> Iterator[tuple[int, str, str]]:
    """Of each link to a whole or absolute path: the length of its text, its host or "", its path."""
    for span in found:
        if not span.links or span.frame.flags & AWAY:
            continue
        for start, end, href in span.links:
            site = _SITE.match(href)
            if site or href.startswith("/"):
                path = _PATH.match(href, site.end() if site else 0)
                yield end - start, site[1] if site else "", path[0].rstrip("/") if path else ""
