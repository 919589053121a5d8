"""A saved text that holds several articles, as clipping services send them, as a document for each article."""

import re
from dataclasses import replace

from cleaners.decode import Decoded, decode
from cleaners.text import split
from newsmill.files import Document

#: What every separator that `cleaners.text.split` knows shows in the bytes of a file, whatever its encoding.
_MAYBE = re.compile(
    rb"(?:([=*_#~-])\0{0,3}){10}|\xe2\x80[\x93\x94]|\x20[\x13\x14]|[\x13\x14]\x20|[\x96\x97]"
    rb"|\b(?:document|dokument|article|artikel)\b|d\0o\0|a\0r\0t\0",
    re.IGNORECASE,
)


def articles(document: Document) -> list[Document]:
    """The document by itself, or one for each of its articles, named `NAME/1`, `NAME/2` and so on."""
    page = document.page
    if page.content_type not in ("", "text/plain") or not _MAYBE.search(page.body):
        return [document]
    decoded = decode(page)
    if not isinstance(decoded, Decoded) or decoded.is_html:
        return [document]
    texts = split(decoded.text)
    if len(texts) == 1:
        return [document]
    return [_part(document, number, text) for number, text in enumerate(texts, 1)]


def _part(document: Document, number: int, text: str) -> Document:
    url = document.page.url and f"{document.page.url}#{number}"
    body = text.encode("utf-8", "backslashreplace")
    page = replace(document.page, body=body, url=url, content_type="text/plain; charset=utf-8")
    return Document(name=f"{document.name}/{number}", path=f"{document.path}#{number}", page=page, part=number)
