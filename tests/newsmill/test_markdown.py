"""Markdown: what a reader of it sees is the article, in the shape the page gave it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaners.types import Article, Block, Kind, Link, Metadata
from newsmill.markdown import as_markdown

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def article(*blocks: Block, **fields: Any) -> Article:
    """An article of these blocks."""
    return Article(metadata=Metadata(**fields), blocks=blocks, removals=())


def block(text: str, kind: Kind = Kind.PARAGRAPH, path: str = "", links: tuple[Link, ...] = ()) -> Block:
    """A block; its index is of no matter here."""
    return Block(index=hash((text, path)), text=text, kind=kind, path=path, links=links)


def html(markdown: str) -> str:
    """What a Markdown reader makes of it."""
    return str(PARSER.render(markdown))


def test_head_names_title_people_day_and_standfirst() -> None:
    """The title is the only first heading; author, day and outlet share a line; the standfirst is bold."""
    text = as_markdown(
        article(
            block("Body."),
            title="Ice *melts*",
            authors=("Ann Lee", "Bo Ek"),
            published_at=date(2025, 6, 18),
            site_name="Sea News",
            description="Earlier than ever",
        )
    )
    assert text == "# Ice \\*melts\\*\n\n*Ann Lee, Bo Ek · 2025-06-18 · Sea News*\n\n**Earlier than ever**\n\nBody."


def test_headings_keep_their_level() -> None:
    """The level comes from the DOM path; where plain text knows none it is the second."""
    text = as_markdown(
        article(block("A", Kind.HEADING, "/html/body/article/h3[2]"), block("B", Kind.HEADING, "line[4]"))
    )
    assert text == "### A\n\n## B"


def test_lists_nest_and_count() -> None:
    """Items of one list stand together, deeper ones indented, ordered ones numbered as in the page."""
    ul, ol = "/html/body/ul", "/html/body/ul/li[2]/ol"
    text = as_markdown(
        article(
            block("a", Kind.ITEM, f"{ul}/li[1]"),
            block("b", Kind.ITEM, f"{ul}/li[2]/p[1]"),
            block("more of b", Kind.ITEM, f"{ul}/li[2]/p[2]"),
            block("one", Kind.ITEM, f"{ol}/li[1]"),
            block("two", Kind.ITEM, f"{ol}/li[2]"),
        )
    )
    assert text == "- a\n- b\n\n  more of b\n    1. one\n    2. two"
    assert "<ol>" in html(text)


def test_items_of_plain_text_lose_their_bullet() -> None:
    """A bullet that stands in the text becomes Markdown's own."""
    assert as_markdown(article(block("• first", Kind.ITEM, "line[3]"))) == "- first"


def test_quotation_of_two_paragraphs_is_one() -> None:
    """Paragraphs of one blockquote stay one quotation; two blockquotes stay two."""
    first, second = "/html/body/blockquote[1]", "/html/body/blockquote[2]"
    text = as_markdown(
        article(
            block("a", Kind.QUOTE, f"{first}/p[1]"),
            block("b", Kind.QUOTE, f"{first}/p[2]"),
            block("c", Kind.QUOTE, f"{second}/p"),
        )
    )
    assert text == "> a\n>\n> b\n\n> c"


def test_cells_of_a_row_make_a_table() -> None:
    """Neighbouring cells of one tr stand in one row; a bar inside a cell does not split it."""
    row = "/html/body/table/tbody/tr"
    cells = [block(f"{y}|{x}", Kind.CELL, f"{row}[{y}]/td[{x}]") for y in (1, 2) for x in (1, 2)]
    text = as_markdown(article(*cells))
    assert text == "| 1\\|1 | 1\\|2 |\n| --- | --- |\n| 2\\|1 | 2\\|2 |"
    assert html(text).count("<td>") == 2


def test_links_stand_where_they_were() -> None:
    """The linked words carry the link; brackets in an address do not break it, nor does a call before it."""
    links = (Link(start=5, end=9, url="https://x.example/a_(b)"),)
    text = as_markdown(article(block("Look!here now", links=links)))
    assert text == "Look\\![here](<https://x.example/a_(b)>) now"
    assert '<a href="https://x.example/a_(b)">here</a>' in html(text)


def test_code_keeps_its_fence() -> None:
    """A fence inside code does not end it."""
    assert as_markdown(article(block("a\n```\nb", Kind.CODE))) == "````\na\n```\nb\n````"


@pytest.mark.parametrize("line", ["# no heading", "1990. A year", "- dash", "> more", "===", "+ plus", "* star", "~~~"])
def test_a_paragraph_stays_a_paragraph(line: str) -> None:
    """Words that look like markup are shown as words."""
    assert html(as_markdown(article(block(line)))) == html_paragraph(line)


def html_paragraph(text: str) -> str:
    """The text as the parser writes a plain paragraph."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f"<p>{escaped}</p>\n"


@given(st.text("abcz019 *_`[]()<>#&;!~|\\-+=.:\"'/", min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
def test_any_text_comes_through(text: str) -> None:
    """Whatever characters a paragraph holds, a Markdown reader shows exactly these."""
    assert html(as_markdown(article(block(text)))) == html_paragraph(text)
