"""Pages that were saved while all of them was hidden."""

import pytest

from cleaners import clean, load_rules
from cleaners.html.blocks import spans
from cleaners.html.features import paragraphs
from cleaners.html.parse import parse
from cleaners.html.shown import show
from cleaners.html.structure import Flag
from cleaners.types import Article, Page, Reason

STORY = "".join(
    f"<p>The ferry to the outer islands will run {number} times a day from Monday, the harbour office said on Friday, "
    "and tickets bought before then stay valid until the end of the year.</p>"
    for number in ("two", "three", "four", "five", "six")
)
DIALOG = "".join(
    f"<p>We and our partners keep {number} kinds of data about you, and you can read in this notice what each of them is "
    "for and how long we keep it.</p>"
    for number in ("two", "three", "four", "five", "six")
)


def _article(html: str) -> Article:
    result = clean(
        Page(body=html.encode(), url="https://harbour.example/ferry", content_type="text/html"), load_rules()
    )
    assert isinstance(result, Article)
    return result


OUTER = ('<div aria-hidden="true">', '<div style="display:none">', '<div hidden><div aria-hidden="true">')


@pytest.mark.parametrize("outer", OUTER)
def test_a_page_under_a_dialog_is_read(outer: str) -> None:
    """What hides the whole article hides nothing of it."""
    inside = f"<main><h1>Ferry</h1>{STORY}</main>"
    hidden = _article(f"<body>{outer}{inside}</div></body>")
    assert hidden.text == _article(f"<body>{inside}</body>").text
    assert hidden.text.count("The ferry to the outer islands") == 5


def test_what_is_hidden_inside_of_it_stays_hidden() -> None:
    """Only the element around the article loses its flag; those beside it and inside of it keep theirs."""
    notice = f"<div hidden>{DIALOG[: len(DIALOG) // 5]}</div>"
    tree = parse(f'<body><div hidden><p>Menu</p></div><div aria-hidden="true">{STORY}{notice}</div></body>')
    assert tree is not None
    found = list(spans(tree))
    assert show(found, paragraphs(found, hidden=True))
    assert [bool(span.frame.flags & Flag.HIDDEN) for span in found] == [True, *[False] * 5, True]


def test_a_hidden_notice_beside_an_article_stays_hidden() -> None:
    """A notice that waits for its button is longer than the article, and no part of it."""
    article = _article(f"<body><main><h1>Ferry</h1>{STORY[: len(STORY) // 2]}</main><div hidden>{DIALOG}</div></body>")
    assert "partners" not in article.text
    assert {one.reason for one in article.removals if "partners" in one.block.text} == {Reason.HIDDEN}
