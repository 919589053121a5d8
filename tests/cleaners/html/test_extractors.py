"""The quick way through all of trafilatura's extractors, beside its own."""

from copy import copy
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from trafilatura.core import trafilatura_sequence
from trafilatura.settings import Extractor

from cleaners.html.extractors import Extractors
from cleaners.html.flags import flag
from cleaners.html.mainpart import prune_raw
from cleaners.html.parse import parse

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/*/page.html"))
LINE = "The ferry to the outer islands will run more often from Monday. "
MENU = "".join(f'<li><a href="/{number}">Section number {number}</a></li>' for number in range(40))
#: Pages that leave the main extractor with little: the others have their turn.
POOR = (
    f"<body><ul>{MENU}</ul><p>{LINE}</p></body>",
    f"<body><ul>{MENU}</ul><div>{LINE * 3}<br>{LINE * 4}<br>{LINE * 5}</div></body>",
    f"<body><article><p>Short.</p></article><div class='teaser'><p>{LINE * 4}</p></div><table><tr><td>{LINE}</table></body>",
    f"<body><article><p>{LINE * 4}</p></article><form><div>{LINE * 30}<p>{LINE * 20}</p></div></form></body>",
    f"<body><div id='cookie-banner'>{LINE * 9}</div><main><p>{LINE * 4}</p></main><div>{LINE * 60}</div></body>",
    f"<body><div class='post'>{LINE}<p>{LINE}</p><p>{LINE}</p></div><blockquote><p>{LINE * 2}</p>{LINE}</blockquote></body>",
    f"<body><figure><table><tr><td>{LINE * 9}</table></figure><figure><figure>{LINE}</figure></figure><figure>{LINE}</figure>",
)  # fmt: skip


def _tree(html: str) -> HtmlElement:
    tree = parse(html)
    assert tree is not None
    prune_raw(flag(tree))
    return tree


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("precision", [False, True])
@pytest.mark.parametrize(
    "html", [*POOR, *GOLDEN], ids=lambda page: f"{page.parts[-2]}" if isinstance(page, Path) else ""
)
def test_a_page_gives_the_text_that_it_gives_trafilatura(html: str | Path, precision: bool, fast: bool) -> None:
    """Whichever extractor has the last word on a page, both ways end with its text."""
    if isinstance(html, Path):
        html = html.read_text(encoding="utf-8", errors="replace")
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False, formatting=False)
    tree = _tree(html)
    for name in ("script", "style"):  # as in the second look
        for element in list(tree.iter(name)):
            element.drop_tree()
    _, theirs, *_ = trafilatura_sequence(copy(tree), copy(options))
    _, ours = Extractors(tree).article(options)
    assert ours == theirs
