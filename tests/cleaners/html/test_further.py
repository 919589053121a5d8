"""Further articles on a page: which parts of it are one."""

import pytest

from cleaners.html.blocks import spans
from cleaners.html.further import further_articles
from cleaners.html.parse import parse

PARAGRAPHS = "<p>The ferry sails.</p>" * 5
OWN = f"<div><h1>Ferry</h1>{PARAGRAPHS}</div>"
LESSER = f"<article class='entry'><header><h2>Ferry</h2></header>{PARAGRAPHS}</article>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{OWN}<div><p>By Ida</p><h1>Market</h1><p>Stalls.</p></div><p>End</p>", [6, 7, 8]),
        (
            f"{OWN}<section><h1>Market</h1><p>Stalls.</p></section><section><h1>Fair</h1><p>Tents.</p></section>",
            [6, 7, 8, 9],
        ),
        ("<div><h1>Ferry</h1><p>It sails.</p></div><div><h1>Market</h1><p>Stalls.</p></div>", []),
        (f"<header><h1>Ferry</h1></header><div>{PARAGRAPHS}<h1>Fares</h1><p>Two shillings.</p></div>", []),
        (f"{OWN}<div><h2>Market</h2><p>Stalls.</p></div>", []),
        (f"{OWN}<div><h1>Ferry</h1><p>Stalls.</p></div>", []),
        (f"<h1>Ferry</h1>{PARAGRAPHS}<h1>Fares</h1><p>Two shillings.</p>", []),
        (f"{LESSER}{LESSER.replace('Ferry', 'Market')}", [6, 7, 8, 9, 10, 11]),
        (f"{LESSER}<article class='card'><h2>Market</h2><p>Stalls.</p></article>", []),
    ],
)
def test_a_part_with_a_headline_of_its_own_after_the_article_is_another(page: str, expected: list[int]) -> None:
    """It stands after five blocks of body; headings within a body, lesser ones, and the headline again begin none.

    Where the page's own headline is a lesser one, those of articles in the same form are headlines, too.
    """
    tree = parse(f"<body>{page}</body>")
    assert tree is not None
    found = list(spans(tree))
    body = [span.frame.tag == "p" and not span.text.startswith("By") for span in found]
    assert sorted(further_articles(found, body, "ferry")) == expected
