"""A page split into blocks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.html.blocks import Span, spans
from cleaners.html.parse import parse
from cleaners.html.structure import Flag
from cleaners.types import Kind


def _spans(html: str) -> list[Span]:
    tree = parse(html)
    assert tree is not None
    return list(spans(tree))


def _texts(html: str) -> list[str]:
    return [span.text for span in _spans(html)]


def test_blocks_end_at_block_elements_and_line_breaks() -> None:
    """Paragraphs, list items, cells and lines after <br> are blocks of their own."""
    html = "<div>one<p>two</p>three<br>four<ul><li>five<li>six</ul><table><tr><td>seven<td>eight</table></div>"
    assert _texts(html) == ["one", "two", "three", "four", "five", "six", "seven", "eight"]


def test_inline_elements_add_no_space() -> None:
    """A word that changes its type face in the middle stays one word."""
    assert _texts("<p>un<b>believ</b>able <i>news</i>, he <a href='/x'>said</a>.</p>") == [
        "unbelievable news, he said."
    ]


def test_silent_elements_are_no_text() -> None:
    """Scripts, styles, templates and form values are not text of the page."""
    html = (
        "<p>a</p><script>var x = 1</script><style>p{}</style><template>t</template><select><option>o</select><p>b</p>"
    )
    assert _texts(html) == ["a", "b"]


def test_links_are_found_in_the_folded_text() -> None:
    """A link's range is that of its words in the block's text, after white space is folded."""
    (span,) = _spans("<p>  See \n <a href='/a'> the\n first </a> and <a href='/b'>second</a> </p>")
    assert [(span.text[start:end].strip(), href) for start, end, href in span.links] == [
        ("the first", "/a"),
        ("second", "/b"),
    ]


def test_link_around_blocks_reaches_each() -> None:
    """A link that holds a heading and a paragraph links both."""
    assert [span.link_share for span in _spans("<a href='/x'><h3>Head</h3><p>Words</p></a>")] == [1.0, 1.0]


def test_kinds_and_paths() -> None:
    """The kind is that of the nearest telling element, the path is an XPath to the block's element."""
    html = "<h2>h</h2><blockquote><p>q</p></blockquote><ul><li><p>i</p></li></ul><pre>a\n  b</pre><figcaption>c</figcaption>"
    found = _spans(f"<html><body>{html}</body></html>")
    assert [span.frame.kind for span in found] == [Kind.HEADING, Kind.QUOTE, Kind.ITEM, Kind.CODE, Kind.CAPTION]
    assert found[1].frame.path == "/html/body/blockquote[1]/p[1]"
    assert found[3].text == "a\n  b"


def test_paths_lead_back_to_the_elements() -> None:
    """Each path, evaluated as XPath, finds exactly the element that the block stands in."""
    tree = parse("<div><p>a</p><p>b</p><div><p>c</p>tail</div></div><section>d<p>e</p></section>")
    assert tree is not None
    for span in spans(tree):
        assert tree.getroottree().xpath(span.frame.path) == [span.frame.element]


def test_deep_nesting_does_not_overflow() -> None:
    """Text under a thousand nested elements is found; what nests deeper than the parser goes ends in no error."""
    deep = "<p>before</p>" + "<div>" * 1000 + "core" + "</div>" * 1000 + "<p>after</p>"
    assert _texts(deep) == ["before", "core", "after"]
    assert _texts("<p>before</p>" + "<div>" * 100_000 + "core") == ["before"]


_words = st.text(alphabet="abcdefg ", min_size=0, max_size=12)
_tags = st.sampled_from(["p", "div", "b", "a", "span", "li", "h2", "section", "em"])
_tree = st.recursive(
    _words,
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", _tags, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@given(_tree)
def test_no_letter_is_lost_or_doubled(html: str) -> None:
    """All letters of the page stand in its blocks, once and in order."""
    wrapped = f"<html><body><main>{html}</main></body></html>"
    tree = parse(wrapped)
    assert tree is not None
    letters = re.sub(r"\s+", "", tree.text_content())
    assert re.sub(r"\s+", "", "".join(span.text for span in spans(tree))) == letters


def test_readings_above_characters_are_no_text() -> None:
    """A sentence with ruby reads as it does without."""
    html = "<p><ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>が<ruby>開<rt>ひら</rt></ruby>く。</p>"
    assert _texts(html) == ["港が開く。"]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ('<p>At <span><meta itemprop="name" content="x">Saint John</span> in town</p>', ["At Saint John in town"]),
        ('<div>One<meta itemprop="name" content="x">two</div>', ["One", "two"]),
        ("<p>Tea like oolong<button><svg></svg></button>, green tea</p>", ["Tea like oolong, green tea"]),
        ("<p>Tea</p><p>\u200d</p><p>Milk</p>", ["Tea", "Milk"]),
        ("<p>Tea<button>Buy</button>, milk</p>", ["Tea", "Buy", ", milk"]),
    ],
)
def test_what_a_reader_does_not_see_ends_no_sentence(html: str, texts: list[str]) -> None:
    """Microdata and empty buttons inside of a sentence, and what only joins letters, are no text and no end of it."""
    assert _texts(html) == texts


def test_a_quote_with_a_caption_is_no_picture() -> None:
    """The standard's form for a quote is a figure whose caption says who said it."""
    quote, caption = _spans("<figure><blockquote><p>It sails.</p></blockquote><figcaption>Ida</figcaption></figure>")
    assert quote.frame.kind is Kind.QUOTE
    assert not quote.frame.flags & Flag.FIGURE
    assert caption.frame.flags & Flag.FIGURE
