"""The texts that the judges of lines learn from: each page of the sets in the forms that people save it in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import trafilatura

from bench.render import dumped, laid_out
from bench.score import body_score
from cleaners.decode import Decoded, decode
from cleaners.html.metadata import read_metadata
from cleaners.html.parse import parse
from cleaners.types import Page

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})([.!?][”\"»]?) (?=[^\W\da-z_])")
_MARK = re.compile(r"^[*+o•] ")
#: From this agreement of trafilatura's two ways on, what it takes is learned as the body.
_AGREED = 0.9
_LEAST = 400


@dataclass(frozen=True)
class Text:
    """A page as text, with its body and title; `gold` tells a body given by the set from one that a tool took."""

    text: str
    body: str
    title: str | None
    gold: bool = True


def texts(name: str, row: dict[str, Any], page: Page) -> Iterator[Text]:
    """The page in the forms to learn from: none for a page that teaches nothing."""
    decoded = decode(page)
    if not isinstance(decoded, Decoded) or row.get("type", "article") != "article":
        return
    if name.endswith("-text"):
        yield from _both(Text(decoded.text, row["body"], row.get("title")))
        yield from _clean(row)
        return
    tree = parse(decoded.text)
    title = row.get("title") or (read_metadata(tree, page.url, page.fetched_at).title if tree is not None else None)
    if "body" in row:
        yield from _both(Text(laid_out(decoded.text), row["body"], title))
        yield Text(dumped(decoded.text), row["body"], title)
        return
    body = _taken(decoded.text, row, page.url)
    if body is not None:
        yield _one(decoded.text, Text("", body, title, gold=False), crc32(row["id"].encode()) % 4)


def _clean(row: dict[str, Any]) -> Iterator[Text]:
    """Articles that were saved without the page around them: the paragraphs, the sentences, the title above them."""
    paragraphs = [line for line in row["body"].splitlines() if line.strip()]
    yield Text("\n\n".join(paragraphs), row["body"], None)
    yield Text("\n".join(_SENTENCE_END.sub(r"\1\n", line) for line in paragraphs), row["body"], None)
    if row.get("title"):
        yield Text("\n\n".join([row["title"], *paragraphs]), row["body"], row["title"])


def _both(text: Text) -> Iterator[Text]:
    yield text
    yield replace(text, text=bare(text.text))


def _one(html: str, text: Text, form: int) -> Text:
    if form < 2:
        return replace(text, text=dumped(html))
    return replace(text, text=laid_out(html) if form == 2 else bare(laid_out(html)))


def bare(text: str) -> str:
    """A text without its indents, bullets and empty lines."""
    return "\n".join(_MARK.sub("", line.strip()) for line in text.splitlines() if line.strip())


def _taken(html: str, row: dict[str, Any], url: str) -> str | None:
    """What trafilatura takes for the body, or None where that is in doubt."""
    options: dict[str, Any] = {"url": url or None, "include_comments": False}
    strict = trafilatura.extract(html, favor_precision=True, **options) or ""
    usual = trafilatura.extract(html, **options) or ""
    if len(strict) < _LEAST or body_score({"body": usual}, strict)[0] < _AGREED:
        return None
    folded = " ".join(strict.split())
    kept = all(" ".join(part.split()) in folded for part in row.get("with", ()))
    leaked = any(" ".join(part.split()) in folded for part in row.get("without", ()))
    return strict if kept and not leaked else None
