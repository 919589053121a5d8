"""Markdown: whatever a block holds, a reader sees these words, in the shape that the block has."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from cleaners.types import Kind, Link
from newsmill.markdown import as_markdown
from tests.newsmill.test_markdown import article, block
from tests.newsmill.test_markdown import html as rendered

SIGNS = st.text("abc019 *_`[]()<>#&;!~|\\-+=.:\"'/", min_size=1).map(lambda text: " ".join(text.split())).filter(bool)
"""Text with all the signs that Markdown knows, its white space folded as that of blocks is."""
KINDS = {Kind.HEADING: "h2", Kind.CAPTION: "em", Kind.QUOTE: "blockquote", Kind.ITEM: "li"}


def shown(markup: str) -> str:
    """The text of markup, as a browser shows it."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip("\n")


@given(st.sampled_from(sorted(KINDS)), SIGNS)
def test_a_block_of_any_kind_shows_its_text(kind: Kind, text: str) -> None:
    """Headings, captions, quotations and items show their words and are of their kind."""
    path = "/html/body/ul/li[1]" if kind is Kind.ITEM else "/html/body/x"
    markup = rendered(as_markdown(article(block(text, kind, path))))
    assert shown(markup) == text
    assert f"<{KINDS[kind]}>" in markup


@given(st.lists(st.text("ab`~ \\<&*#", max_size=12), min_size=1, max_size=4).map("\n".join).filter(str.strip))
def test_code_is_shown_as_it_is(text: str) -> None:
    """Code keeps every sign and line."""
    assert rendered(
        as_markdown(article(block(text, Kind.CODE)))
    ) == f"<pre><code>{html.escape(text)}\n</code></pre>\n".replace("&#x27;", "'")


@given(st.lists(st.tuples(SIGNS, SIGNS, SIGNS), min_size=2, max_size=4))
def test_a_table_has_its_cells(rows: list[tuple[str, str, str]]) -> None:
    """Every cell stands in its row with its words, bars and backslashes among them."""
    row = "/html/body/table/tr"
    cells = [
        block(text, Kind.CELL, f"{row}[{y}]/td[{x}]") for y, texts in enumerate(rows) for x, text in enumerate(texts)
    ]
    markup = rendered(as_markdown(article(*cells)))
    found = [
        tuple(map(shown, re.findall(r"<t[dh]>(.*?)</t[dh]>", line)))
        for line in re.findall(r"<tr>.*?</tr>", markup, re.S)
    ]
    assert found == rows


@given(SIGNS, SIGNS, SIGNS, st.text("ab/:()[]<> \\*_?&=|", min_size=1, max_size=12))
def test_a_link_carries_its_words(before: str, words: str, after: str, path: str) -> None:
    """Brackets in linked words and in addresses break no link."""
    text = f"{before} {words} {after}"
    links = (Link(start=len(before) + 1, end=len(before) + 1 + len(words), url=f"https://x.example/{path}"),)
    markup = rendered(as_markdown(article(block(text, links=links))))
    assert shown(markup) == text
    assert [shown(one) for one in re.findall(r"<a [^>]*>(.*?)</a>", markup)] == [words]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_lists_are_as_deep_as_in_the_page(depths: list[int]) -> None:
    """Each item stands as deep as in the page, and no more than a level below the one above it."""
    items, expected, before = [], [], -1
    for number, depth in enumerate(depths):
        path = "/html/body/ul" + "/li/ul" * depth + f"/li[{number + 1}]"
        items.append(block(f"item {number}", Kind.ITEM, path))
        before = min(depth, before + 1)
        expected.append(before)
    markup = rendered(as_markdown(article(*items)))
    level, found = -1, []
    for tag in re.findall(r"</?ul>|item \d", markup):
        level += {"<ul>": 1, "</ul>": -1}.get(tag, 0)
        if tag.startswith("item"):
            found.append(level)
    assert found == expected


def test_a_heading_keeps_its_last_signs() -> None:
    """Number signs at the end of a heading or a title are no closing sequence."""
    markup = rendered(as_markdown(article(block("In C #", Kind.HEADING), block("a ##", Kind.HEADING), title="No #")))
    assert markup == "<h1>No #</h1>\n<h2>In C #</h2>\n<h2>a ##</h2>\n"


def test_an_address_is_what_it_was() -> None:
    """Backslashes and what looks like an entity reach the reader of Markdown as they stood in the page."""
    url = "https://x.example/a?b=\\&copy;=1"
    text = as_markdown(article(block("here", links=(Link(start=0, end=4, url=url),))))
    assert 'href="https://x.example/a?b=%5C&amp;copy;=1"' in rendered(text)
