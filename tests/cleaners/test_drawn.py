"""Pages to be looked at: nothing runs or loads, every block can be found, what was removed is marked."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.drawn import drawn, suggestions
from cleaners.html.drawn import FIRST, LINK, MARK
from cleaners.types import Block, Page

PAGE = """<html><head><title>t</title><meta http-equiv="refresh" content="0"><script>1</script></head><body>
<nav class="top"><ul><li onclick="x()"><a href="javascript:x()">Home</a></li><li>Sport</li></ul></nav>
<div id="story" data-newsmill="forged"><p class="lead">First words.</p>tail<br>second line<p>Third <b>words</b>.</p></div>
<noscript><style>body { display: none }</style></noscript>
<iframe src="//x.example"></iframe><img src="//x.example/a" alt="a picture"></body></html>"""
TEXTS = ("Home", "Sport", "First words.", "tail", "second line", "Third words.")
BLOCKS = {index: Block(index=index, text=text) for index, text in enumerate(TEXTS)}


class Seen(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def page(body: str, kind: str = "text/html") -> Page:
    """A page of these bytes."""
    return Page(body=body.encode(), url="https://x.example/a", content_type=f"{kind}; charset=utf-8")


def test_a_page_is_disarmed_and_marked() -> None:
    """Scripts, frames, addresses and handlers are gone, forged marks too; blocks have anchors, removed ones their word."""
    html = drawn(page(PAGE), BLOCKS, {0: "navigation", 1: "navigation", 3: "share"}, "<style></style>")
    assert html is not None
    elements = Seen(html).elements
    assert "display: none" not in html
    assert not {"script", "iframe", "meta", "link"} & {tag for tag, attrs in elements if "charset" not in attrs}
    assert {name for _, attrs in elements for name in attrs} <= {"charset", "id", "class", "alt", MARK, FIRST, LINK}
    assert [attrs["id"] for tag, attrs in elements if tag == "span"] == [f"block-{index}" for index in range(6)]
    marked = [(tag, attrs[MARK]) for tag, attrs in elements if MARK in attrs]
    assert marked == [("a", "navigation"), ("li", "navigation"), ("span", "share")]
    assert '<span id="block-3" data-newsmill="share" data-newsmill-first="share">tail</span><br>' in html
    assert sum(FIRST in attrs for _, attrs in elements) == 2
    assert html.count("<style></style></head>") + html.count("<style></style><body") == 1


def test_what_another_version_read_is_not_marked() -> None:
    """A block whose text is not what stands there now has no mark: better none than a wrong one."""
    others = {**BLOCKS, 1: Block(index=1, text="Cricket")}
    html = drawn(page(PAGE), others, {0: "navigation", 1: "navigation", 99: "share"}, "")
    assert html is not None and html.count(f'{MARK}="navigation"') == 1


def test_a_text_keeps_its_lines() -> None:
    """Lines of a text are escaped and marked by the blocks that they are in."""
    blocks = {0: Block(index=0, text="<b>Menu</b>", path="line[1]"), 1: Block(index=1, text="a b", path="line[3-4]")}
    html = drawn(page("<b>Menu</b>\n\na\nb", "text/plain"), blocks, {0: "navigation"}, "")
    assert html is not None and "<b>" not in html
    marked = [attrs for tag, attrs in Seen(html).elements if tag == "div"]
    assert [attrs.get(MARK) for attrs in marked] == ["navigation", None, None, None]
    assert [attrs.get("id") for attrs in marked] == ["block-0", None, "block-1", None]


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 x", b"\x00\x01\x02" * 50])
def test_what_is_no_page_is_not_drawn(body: bytes) -> None:
    """Bytes that are neither HTML nor text give nothing."""
    assert drawn(Page(body=body), {}, {}, "") is None
    assert suggestions(Page(body=body), 0) == ()


@given(st.text(alphabet="<>abp/ =\"'&;!-\n", max_size=200))
def test_no_markup_gets_through(soup: str) -> None:
    """Whatever the markup, no attribute comes out that was not meant to, and every anchor once."""
    html = drawn(page(f"<body onload=a><p>{soup}</p><script>a</script>"), {}, {}, "")
    assert html is not None
    elements = Seen(html).elements
    assert not any(name.startswith("on") or name in ("src", "href") for _, attrs in elements for name in attrs)
    anchors = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(anchors) == len(set(anchors))


def test_suggestions_match_the_block() -> None:
    """Selectors come from classes and ids around the block, the narrowest first, with the blocks that they match."""
    found = {one.selector: one.blocks for one in suggestions(page(PAGE), 1)}
    assert found == {"nav.top": {0, 1}}
    first = suggestions(page(PAGE), 2)
    assert [(one.selector, sorted(one.blocks)) for one in first] == [
        ("p.lead", [2]),
        ("div#story p", [2, 5]),
        ("div#story", [2, 3, 4, 5]),
    ]
    assert suggestions(page(PAGE), 99) == ()
    made = suggestions(page('<body><p class="css-1x2y3z sc-ab12">Words</p><p>More</p>'), 0)
    assert made == ()
