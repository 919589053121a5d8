"""The texts that the judges of lines learn from: each page of the sets in the forms that people save it in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from bench.render import dumped, laid_out
from cleaners import Article, clean
from cleaners.decode import Decoded, decode
from cleaners.html.metadata import read_metadata
from cleaners.html.parse import parse
from cleaners.rules.model import Rules
from cleaners.types import Page

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})([.!?][”\"»]?) (?=[^\W\da-z_])")
_MARK = re.compile(r"^[*+o•] ")
#: A body that the cleaner of HTML takes is learned from this length on; longer pages take too long to learn from.
_LEAST, _MOST = 400, 1_500_000


@dataclass(frozen=True)
class Text:
    """A page as text, with its body and title; `gold` tells a body given by the set from one that the cleaner took."""

    text: str
    body: str
    title: str | None
    gold: bool = True
    forgetful: bool = False  # half of its known wording is to be overlooked, as that of an outlet nobody has seen


def texts(name: str, row: dict[str, Any], page: Page, rules: Rules) -> Iterator[Text]:
    """The page in the forms to learn from: none for a page that teaches nothing. `rules` are those to clean HTML by."""
    decoded = decode(page)
    if not isinstance(decoded, Decoded) or row.get("type", "article") != "article":
        return
    if name.endswith("-text"):
        yield from _both(Text(decoded.text, row["body"], row.get("title")))
        yield from _clean(row)
    elif "body" in row:
        tree = parse(decoded.text)
        title = row.get("title") or (read_metadata(tree, page.url, page.fetched_at).title if tree is not None else None)
        yield Text(laid_out(decoded.text), row["body"], title)
        yield Text(dumped(decoded.text), row["body"], title)
    elif len(decoded.text) <= _MOST and (taken := _taken(row, page, rules)) is not None:
        yield _one(decoded.text, taken, crc32(row["id"].encode()) % 4)


def _clean(row: dict[str, Any]) -> Iterator[Text]:
    """Articles that were saved without the page around them: the paragraphs, the sentences, the title above them."""
    paragraphs = [line for line in row["body"].splitlines() if line.strip()]
    yield Text("\n\n".join(paragraphs), row["body"], None)
    yield Text("\n".join(_SENTENCE_END.sub(r"\1\n", line) for line in paragraphs), row["body"], None)
    if row.get("title"):
        yield Text("\n\n".join([row["title"], *paragraphs]), row["body"], row["title"])


def _both(text: Text) -> Iterator[Text]:
    yield text
    yield replace(text, text=bare(text.text), forgetful=True)


def _one(html: str, text: Text, form: int) -> Text:
    if form < 2:
        return replace(text, text=dumped(html))
    return replace(text, text=laid_out(html) if form == 2 else bare(laid_out(html)), forgetful=True)


def bare(text: str) -> str:
    """A text without its indents, bullets and empty lines."""
    return "\n".join(_MARK.sub("", line.strip()) for line in text.splitlines() if line.strip())


def _taken(row: dict[str, Any], page: Page, rules: Rules) -> Text | None:
    """What the cleaner takes of the page's HTML, or None where the gold's snippets speak against it."""
    article = clean(page, rules)
    if not isinstance(article, Article) or len(article.text) < _LEAST:
        return None
    folded = " ".join(article.text.split())
    kept = all(" ".join(part.split()) in folded for part in row.get("with", ()))
    leaked = any(" ".join(part.split()) in folded for part in row.get("without", ()))
    if leaked or not kept:
        return None
    return Text("", article.text, row.get("title") or article.metadata.title, gold=False)
