"""Standfirsts: which of them are a part of the text."""

import pytest

from cleaners.html.blocks import spans
from cleaners.html.labels import is_lead, saying
from cleaners.html.parse import parse

LEAD = (
    "After forty years the ferry to the island sails again on every day of the week. Its captain has waited for it longer "
    "than anybody else."
)
LINE = "The first sailing to the island survives a vote that was expected to end it, as the council finds money at last after all"


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
