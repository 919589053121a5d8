"""The quick way through trafilatura's main extractor, beside its own."""

from copy import copy
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import xpaths
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import _extract
from trafilatura.settings import Extractor

from cleaners.html import flags
from cleaners.html.mainpart import main_part, prune_comments, prune_raw
from cleaners.html.parse import parse

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/*/page.html"))
LONG = "The ferry to the outer islands will run more often from Monday, the harbour office said on Friday, and so on. "
BODY = "".join(f"<p>{number}. {LONG * 3}</p>" for number in range(6))
#: Attributes for each of the expressions, and such that nearly satisfy one.
ATTRIBUTES = (
    'class="post"', 'class="poster"', 'id="articleContent"', 'itemprop="articleBody"', 'class="entry-content"',
    'role="article"', 'class="FullText"', 'id="content"', 'class="my Main-Content"', 'class="Page-content"',
    'class="main"', 'id="mainly"', 'role="main"', 'class="share"', 'id="x" class="cookie"', 'class="cookie" id="x"',
    'class="x" id="cookie"', 'role="Navigation"', 'data-lp-replacement-content=""', 'data-component="MostPopularStories2"',
    'aria-hidden="true"', 'aria-hidden="false"', 'style="display: none"', 'style="overflow:hidden" id="x"',
    'id="x" style="overflow:hidden"', 'style="border:0"', 'class="a link b"', 'class="permalink"', 'id="bottom"',
    'class="reply-1"', 'class="caption"', 'id="Teaser"', 'class="noprint"', 'class="comment-list"', 'class="Commentary"',
    'id="disqus_thread"', 'class="infinite-scroll"', 'class="mvp-post-add-box"', 'class="elementor-share-buttons"',
    'class="hidden"', 'class="is hidden"',
)  # fmt: skip


def _tree(html: str) -> HtmlElement:
    tree = parse(html)
    assert tree is not None
    return tree


def _both(html: str, *, precision: bool) -> tuple[tuple[bytes, str], tuple[bytes, str]]:
    """The element and the text that the two ways make of a page."""
    options = Extractor(output_format="python", fast=True, precision=precision, comments=False, formatting=False)
    theirs = _tree(html)
    for expressions in (xpaths.RAW_TREE_PRUNE_XPATH, xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH):
        theirs = prune_unwanted_nodes(theirs, expressions)
    theirs = convert_tags(tree_cleaning(copy(theirs), options), options)
    if precision:
        theirs = prune_unwanted_nodes(theirs, xpaths.REMOVE_COMMENTS_XPATH)
    body, text, _ = _extract(theirs, options)
    ours = _tree(html)
    prune_raw(flags.flag(ours))
    ours = convert_tags(tree_cleaning(copy(ours), options), options)
    if precision:
        prune_comments(ours)
    quick_body, quick_text = main_part(ours, options)
    return (_bare(body), text), (_bare(quick_body), quick_text)


def _bare(body: etree._Element) -> bytes:
    for element in body.iter():
        for name in [name for name in element.attrib if str(name).startswith("nm-")]:
            del element.attrib[name]
    return bytes(etree.tostring(body))


@pytest.mark.parametrize("precision", [False, True])
@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_counts_as_it_does_for_trafilatura(attribute: str, precision: bool) -> None:
    """A part so named is found, kept or dropped by both, whether it holds the article or stands in it."""
    aside = f'<div {attribute}><a href="/a">One</a> <p>Aside. {LONG}</p></div>'
    for html in (
        f"<body><div><p>{LONG}</p></div><section {attribute}>{BODY}</section></body>",
        f"<body><article>{BODY}{aside}<ul {attribute}><li>{LONG}</ul><span {attribute}>{LONG}</span>{BODY}</article></body>",
        f"<body>{aside}<main><h2 {attribute}>Head</h2>{BODY}<p {attribute}>{LONG}</p></main>{aside}</body>",
    ):
        theirs, ours = _both(f"<html>{html}</html>", precision=precision)
        assert ours == theirs


@pytest.mark.parametrize("precision", [False, True])
@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: f"{page.parts[-3]}/{page.parts[-2]}")
def test_a_page_gives_what_it_gives_trafilatura(page: Path, precision: bool) -> None:
    """On every golden page both make the same element, with the same text."""
    theirs, ours = _both(page.read_text(encoding="utf-8", errors="replace"), precision=precision)
    assert ours == theirs
