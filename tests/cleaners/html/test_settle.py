"""What the blocks around one settle: sub-headings, lead-ins without what they lead to, pull quotes."""

import pytest

from cleaners.draft import Label
from cleaners.html.blocks import Span, spans
from cleaners.html.parse import parse
from cleaners.html.settle import pull_quotes, settle
from cleaners.types import Reason

BODY = Label(reason=None, rule="model:html")
NONE = Label(reason=Reason.NOT_MAIN_TEXT, rule="model:html")
TEXT = "<p>The ferry sails again on every day of the week.</p>"


def _found(body: str) -> list[Span]:
    tree = parse(f"<body>{body}</body>")
    assert tree is not None
    return list(spans(tree))


@pytest.mark.parametrize(
    ("heading", "rule", "kept"),
    [
        ("<h3>Fares</h3>", "model:html", True),
        ("<header><h3>Fares</h3></header>", "generic/header", True),
        ('<h3><a href="#fares">Fares</a></h3>', "generic/links", True),
        ('<h3><a href="/fares">Fares</a></h3>', "generic/links", False),
        ("<h3><button class=button>Fares</button></h3>", "generic/class-share", True),
        ("<h3>Recommendations</h3>", "phrases.en/related", True),
        ("<h3>More of the latest stories</h3>", "phrases.en/related", False),
        ("<figure><h3>Fares</h3></figure>", "model:html", False),
        ('<div class="newsletter"><h3>Fares</h3></div>', "generic/class-promo", False),
        ("<h3>The ferry sails again</h3>", "model:html", False),
        ("<h3>1912</h3>", "model:html", False),
        ("<p>Fares</p>", "model:html", False),
    ],
)
def test_a_heading_of_kept_text_is_kept(heading: str, rule: str, kept: bool) -> None:
    """It stands between kept blocks, where its text stands, and has no name but that of its place or of a menu's word."""
    found = _found(TEXT + heading + TEXT)
    label = Label(reason=Reason.NAVIGATION, rule=rule)
    labels = settle(found, [BODY, label, BODY], "the ferry sails again", [])
    assert (labels[1].reason is None) is kept


def test_a_picture_parts_no_heading_from_its_text() -> None:
    """Captions may stand between a sub-heading and the text, other text may not."""
    found = _found(f"{TEXT}<h3>Fares</h3><p>The quay</p>{TEXT}")
    for reason, kept in ((Reason.CAPTION, True), (Reason.RELATED, False)):
        labels = settle(found, [BODY, NONE, Label(reason=reason, rule="generic/x"), BODY], "", [])
        assert (labels[1].reason is None) is kept


@pytest.mark.parametrize(
    ("end", "gone"),
    [
        ("<h3>More on this</h3>", True),
        ("<h3>Is it late?</h3>", False),
        ('<p>Read as well:</p><ul><li><a href="/x">Market opens</a></ul>', True),
        ("<p>Ida Quill wrote:</p><p>@ida It sails.</p>", False),
    ],
)
def test_a_line_that_leads_to_nothing_is_gone(end: str, gone: bool) -> None:
    """A heading without text below it, and a line with a colon above links that are gone."""
    found = _found(TEXT + end)
    labels = settle(found, [BODY, BODY, *[NONE] * (len(found) - 2)], "", [])
    assert (labels[1].rule == "generic/dangling") is gone


@pytest.mark.parametrize(
    ("end", "gone"),
    [
        ("<p>Ida Quill is a reporter at the port.</p>", True),
        ("<p>Ida Quill ist seit 2014 am Hafen.</p><p>Follow her.</p>", True),
        ("<p>“Ida Quill is late,” he says.</p>", False),
        ("<p>Ida Quill, late again, waits.</p>", False),
        ("<p>Tom Marl is a reporter at the port.</p>", False),
        (f"<p>Ida Quill is a reporter at the port.</p>{TEXT * 5}", False),
    ],
)
def test_who_the_author_is_stands_at_the_end(end: str, gone: bool) -> None:
    """One of the last blocks begins with an author's full name and says what that person is or does."""
    found = _found(TEXT + end)
    labels = settle(found, [BODY] * len(found), "", ["ida quill"])
    assert (labels[1].reason is Reason.BYLINE) is gone


def test_a_pull_quote_repeats_the_text() -> None:
    """A quote whose words stand in a longer kept block is no text of its own; one that stands nowhere else is."""
    words = "Nobody in this town has ever waited so long"
    found = _found(
        f"<blockquote>{words}</blockquote><p>“{words},” she says.</p><blockquote>{words} for a bus</blockquote>"
    )
    assert pull_quotes(found, [True] * 3) == {0}
    assert pull_quotes(found, [True, False, True]) == {0}
    assert pull_quotes(found, [True, False, False]) == set()
