"""What the judge decides and what it does not: standfirsts, captions."""

from dataclasses import replace

import numpy as np
import pytest

from cleaners.draft import Label
from cleaners.html.blocks import spans
from cleaners.html.features import Evidence
from cleaners.html.labels import label
from cleaners.html.parse import parse
from cleaners.html.standfirst import is_lead, saying
from cleaners.types import Reason

LEAD = (
    "After forty years the ferry to the island sails again on every day of the week. Its captain has waited for it longer "
    "than anybody else."
)
LINE = "The first sailing to the island survives a vote that was expected to end it, as the council finds money at last after all"


def _evidence(count: int, kept: set[int]) -> Evidence:
    """Of so many blocks an extractor keeps these; nothing else is known."""
    return Evidence(
        kept=frozenset(kept),
        kept_more=frozenset(kept),
        paragraphs=[True] * count,
        title="",
        description="",
        authors=(),
        phrases=[-1] * count,
    )


@pytest.mark.parametrize(
    ("element", "text", "expected"),
    [("p", LEAD, True), ("h2", LEAD, False), ("p", LINE, False), ("p", "It sails. They wave.", False)],
)
def test_a_standfirst_of_several_sentences_is_a_lead(element: str, text: str, expected: bool) -> None:
    """Several sentences begin the story; one sentence, two short ones, or a heading add to the headline."""
    tree = parse(f"<body><h1>Ferry</h1><{element}>{text}</{element}><p>{LEAD} And more.</p></body>")
    assert tree is not None
    found = list(spans(tree))
    assert saying(found, text) == [1]
    assert is_lead(found[1]) is expected


@pytest.mark.parametrize(
    ("page", "caption"),
    [
        (f'<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text"><em>{LEAD}</em></p></div>', True),
        (f"<figcaption>{LEAD}</figcaption>", True),
        (f'<div class="wp-caption"><p>{LEAD}</p><p>{LINE}</p></div>', False),
        (f"<div><p>{LEAD}</p></div>", False),
    ],
)
def test_a_caption_is_one_by_its_own_element_or_the_one_around_it_alone(page: str, caption: bool) -> None:
    """However sure the judge is that it is body; of several paragraphs inside of what is called a caption the judge decides."""
    tree = parse(f"<body>{page}</body>")
    assert tree is not None
    found = list(spans(tree))
    labels = label(found, np.full(len(found), 0.95), _evidence(len(found), {0}), [None] * len(found))
    assert (labels[0].reason is Reason.CAPTION) is caption


def test_what_the_body_has_as_well_is_no_reason() -> None:
    """A name of the element that holds the whole article says nothing of a block left out inside of it."""
    page = (
        f'<body class="cookies-not-set"><article class="post category-sailing">{f"<p>{LEAD}</p>" * 3}'
        f'<p>{LINE}</p><div class="related"><p>{LINE} More.</p></div></article></body>'
    )
    tree = parse(page)
    assert tree is not None
    found = list(spans(tree))
    labels = label(found, np.array([0.9, 0.9, 0.9, 0.1, 0.1]), _evidence(len(found), {0, 1, 2}), [None] * len(found))
    assert [one.reason for one in labels[3:]] == [Reason.NOT_MAIN_TEXT, Reason.RELATED]


BYLINE, MENU = (
    Label(reason=Reason.BYLINE, rule="phrases.en/byline"),
    Label(reason=Reason.NAVIGATION, rule="phrases.en/account"),
)
PROMPT, NOTICE = (
    Label(reason=Reason.CONSENT, rule="phrases.en/consent"),
    Label(reason=Reason.FOOTER, rule="phrases.en/rights"),
)
EMBED = Label(reason=Reason.EMBED, rule="phrases.any/image-file")


@pytest.mark.parametrize(
    ("block", "named", "chance", "kept"),
    [
        ("<p>By Ida Quill</p>", BYLINE, 0.9, False),
        ("<h3>From Riga to Oslo</h3>", BYLINE, 0.9, True),
        ("<h3>By Ida Quill</h3>", BYLINE, 0.9, False),
        (f"<p>{LEAD} {LEAD} (Source: the port)</p>", BYLINE, 0.9, True),
        (f"<p>{LEAD}</p>", PROMPT, 0.9, True),
        (f"<p>{LEAD}</p>", PROMPT, 0.7, False),
        (f"<p>{LEAD}</p>", NOTICE, 0.9, False),
        ("<p>Video</p>", MENU, 0.7, True),
        ("<p>Video</p>", MENU, 0.55, False),
        ("<p>***</p>", MENU, 0.9, False),
        ("<table><tr><td>No</td></tr></table>", MENU, 0.9, True),
        ('<table><tr><td><a href="/x">No</a></td></tr></table>', PROMPT, 0.8, False),
        ("<p>ferry.jpg</p>", EMBED, 0.9, True),
    ],
)
def test_wording_and_the_judge(block: str, named: Label, chance: float, kept: bool) -> None:
    """What begins like a prompt, a byline or a menu is body where the judge is sure of it and the place speaks for it."""
    tree = parse(f"<body><p>{LINE}</p>{block}<p>{LINE}!</p></body>")
    assert tree is not None
    found = list(spans(tree))
    evidence = replace(_evidence(3, {0, 2}), authors=("Ida Quill",))
    labels = label(found, np.array([0.9, chance, 0.9]), evidence, [None, named, None])
    assert (labels[1].reason is None) is kept


def test_the_headline_again_is_the_title() -> None:
    """However sure the judge is of it."""
    tree = parse(f"<body><h1>Ferry</h1><p>Ferry!</p><p>{LINE}</p></body>")
    assert tree is not None
    found = list(spans(tree))
    labels = label(found, np.full(3, 0.9), replace(_evidence(3, {2}), title="Ferry"), [None] * 3)
    assert [one.reason for one in labels] == [Reason.TITLE, Reason.TITLE, None]


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("<ul><li>one<li>two<li>three</ul>", [True, True, True]),
        ("<ul><li>one<li>two</ul><ul><li>three</ul>", [True, True, False]),
        ("<table><tr><td>one<td>two</table><table><tr><td>three</table>", [True, True, False]),
    ],
)
def test_lists_and_tables_are_judged_as_one(page: str, kept: list[bool]) -> None:
    """Half a list is of use to nobody; another list beside it is another matter."""
    tree = parse(f"<body>{page}</body>")
    assert tree is not None
    found = list(spans(tree))
    labels = label(found, np.array([0.9, 0.4, 0.3]), replace(_evidence(3, set()), paragraphs=[False] * 3), [None] * 3)
    assert [one.reason is None for one in labels] == kept


@pytest.mark.parametrize(
    ("page", "byline"), [("<p>Ida Quill</p>", True), ("<p>Ida Quill</p><p>It sails.</p>" * 2, False)]
)
def test_an_authors_name_alone_signs_the_text(page: str, byline: bool) -> None:
    """Above what is said it stands more than once."""
    tree = parse(f"<body><p>{LINE}</p>{page}</body>")
    assert tree is not None
    found = list(spans(tree))
    evidence = replace(_evidence(len(found), {0}), authors=("Ida Quill",))
    labels = label(found, np.full(len(found), 0.9), evidence, [None] * len(found))
    assert (labels[1].reason is Reason.BYLINE) is byline
