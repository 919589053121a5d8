"""Which links of a section page lead to articles, learned from the page itself: no rule for any site.

Links are grouped by the shape of their address (`/news/*/*-*-*`). A group is one of articles where most of its links are
written as articles' are (a date, a long number, a long slug), or where its anchors read like headlines and mostly stand
outside of navigation. An anchor that is a headline counts for its address, wherever else the address is linked by a
picture or "more".
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

DATED = re.compile(r"/(19|20)\d\d[/-]?\d\d?\b")
NUMBERED = re.compile(r"\d{5,}")
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Japanese and Chinese put no spaces between words."""
SLUG_WORDS = 4
HEADLINE_WORDS = 4
LEAST_OF_A_GROUP = 3
FURNITURE = {"nav", "footer", "header", "aside"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link of a page: its full address, its text, and whether it stands in navigation, a footer and the like."""

    url: str
    text: str
    in_furniture: bool = False


def learned_articles(anchors: Iterable[Anchor], page: str) -> list[str]:
    """The addresses that lead to articles, in page order, each once; `page` is the section page's own address."""
    by_url: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        if anchor.url.rstrip("/") != page.rstrip("/"):
            by_url[anchor.url].append(anchor)
    groups: dict[str, list[str]] = defaultdict(list)
    for url in by_url:
        groups[_shape(url)].append(url)
    good = {shape for shape, urls in groups.items() if _is_of_articles(urls, by_url)}
    return [url for url, ones in by_url.items() if _is_written_as_one(url, ones) or _shape(url) in good]


def _is_of_articles(urls: list[str], by_url: dict[str, list[Anchor]]) -> bool:
    if len(urls) < LEAST_OF_A_GROUP:
        return False
    headlines = median(max(_words(one.text) for one in by_url[url]) for url in urls)
    furniture = sum(all(one.in_furniture for one in by_url[url]) for url in urls) / len(urls)
    return headlines >= HEADLINE_WORDS and furniture < 0.5


def _is_written_as_one(url: str, anchors: list[Anchor]) -> bool:
    path = urlsplit(url).path.rstrip("/")
    slug = re.split(r"[-_]", path.rpartition("/")[2])
    if DATED.search(path) or NUMBERED.search(path) or len(slug) > SLUG_WORDS:
        return len(path) > len("/2025/01/01")
    return len(slug) > 1 and any(_words(one.text) >= HEADLINE_WORDS for one in anchors)


def _shape(url: str) -> str:
    """An address with everything in it that tells one article from another replaced: `/news/*` for `/news/x7f2`."""
    parts = urlsplit(url)
    *folders, last = parts.path.strip("/").split("/") or [""]
    kept = [re.sub(r"\d+", "0", folder) if len(folder) < 20 else "*" for folder in folders]
    ending = re.search(r"\.\w{2,5}$", last)
    names = ",".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))
    return f"{parts.hostname}/{'/'.join([*kept, '*'])}{ending[0] if ending else ''}?{names}"


def _words(text: str) -> int:
    """Words; in scripts without spaces two letters count as one."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2
