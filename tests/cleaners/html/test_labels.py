"""What the judge decides and what it does not: standfirsts, captions."""

import numpy as np
import pytest

from cleaners.html.blocks import spans
from cleaners.html.features import Evidence
from cleaners.html.labels import is_lead, label, saying
from cleaners.html.parse import parse
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
        body_text="",
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
