"""Which block begins the story below the headline."""

import numpy as np
import pytest

from cleaners.html.blocks import spans
from cleaners.html.parse import parse
from cleaners.html.standfirst import lead_below_headline

LEAD = (
    "After forty years the ferry to the island sails again on every day of the week. Its captain has waited for it longer "
    "than anybody else."
)


@pytest.mark.parametrize(
    ("between", "chance", "expected"),
    [
        (f"<p>{LEAD}</p>", 0.1, 1),
        (f"<p>By Ida Quill</p><p>{LEAD}</p>", 0.1, 2),
        (f"<p>{LEAD}</p>", 0.01, None),
        (f"<h2>{LEAD}</h2>", 0.1, None),
        (f"<figcaption>{LEAD}</figcaption>", 0.1, None),
        (f'<p><a href="/x">{LEAD}</a></p>', 0.1, None),
        ("<p>The ferry sails.</p>", 0.1, None),
    ],
)
def test_a_lead_between_headline_and_body(between: str, chance: float, expected: int | None) -> None:
    """A paragraph of several sentences begins the story, unless the judge is sure that it does not."""
    tree = parse(f"<body><h1>Ferry</h1>{between}<p>The quay is full.</p></body>")
    assert tree is not None
    found = list(spans(tree))
    body = [False] * (len(found) - 1) + [True]
    named = [None] * len(found)
    assert lead_below_headline(found, body, np.full(len(found), chance), "ferry", named) == expected
    assert lead_below_headline(found, body, np.full(len(found), chance), "market", named) is None
