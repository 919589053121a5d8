"""An article as TEI P5 (https://tei-c.org/release/doc/tei-p5-doc/en/html/): a header, and the text in its blocks."""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from cleaners.types import Block, Kind
from newsmill.render import moment
from storage import ArticleRow

# Characters that XML 1.0 has no place for (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_tei(row: ArticleRow) -> str:
    """The article as a TEI document, ending with a line break."""
    meta = row.article.metadata
    language = f" xml:lang={_quoted(meta.language)}" if meta.language else ""
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{language}>',
            *_header(row),
            "<text><body>",
            *_body(row.article.blocks),
            "</body></text>",
            "</TEI>",
            "",
        )
    )


def _header(row: ArticleRow) -> Iterator[str]:
    meta = row.article.metadata
    yield "<teiHeader><fileDesc>"
    yield f"<titleStmt><title>{_text(meta.title or row.url)}</title>"
    yield from (f"<author>{_text(name)}</author>" for name in meta.authors)
    yield "</titleStmt>"
    yield f"<publicationStmt><publisher>{_text(meta.site_name or row.source or 'unknown')}</publisher>"
    yield f'<idno type="newsmill">{row.id}</idno></publicationStmt>'
    yield f"<sourceDesc><bibl><ref target={_quoted(row.url)}>{_text(row.url)}</ref>{_date(row)}</bibl></sourceDesc>"
    yield "</fileDesc>"
    yield "<profileDesc>"
    if meta.description:
        yield f"<abstract><p>{_text(meta.description)}</p></abstract>"
    if meta.language:
        yield f"<langUsage><language ident={_quoted(meta.language)}/></langUsage>"
    keywords = [*((meta.section,) if meta.section else ()), *meta.tags]
    if keywords:
        terms = "".join(f"<term>{_text(word)}</term>" for word in keywords)
        yield f"<textClass><keywords>{terms}</keywords></textClass>"
    yield "</profileDesc></teiHeader>"


def _date(row: ArticleRow) -> str:
    stated = moment(row.article.metadata.published_at)
    return f"<date when={_quoted(stated)}>{_text(stated)}</date>" if stated else ""


def _body(blocks: tuple[Block, ...]) -> Iterator[str]:
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        texts = [_text(block.text) for block in group]
        if kind is Kind.ITEM:
            yield "<list>" + "".join(f"<item>{text}</item>" for text in texts) + "</list>"
        elif kind is Kind.QUOTE:
            yield "<quote>" + "".join(f"<p>{text}</p>" for text in texts) + "</quote>"
        elif kind is Kind.CELL:
            yield "<table>" + "".join(f"<row><cell>{text}</cell></row>" for text in texts) + "</table>"
        else:
            attribute = {Kind.HEADING: ' rend="heading"', Kind.CODE: ' rend="code"', Kind.CAPTION: ' rend="caption"'}
            yield from (f"<p{attribute.get(kind, '')}>{text}</p>" for text in texts)
    if not blocks:
        yield "<p/>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
