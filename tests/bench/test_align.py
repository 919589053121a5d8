"""Blocks aligned with a gold body."""

from bench.align import BODY, EITHER, NOT_BODY, align

GOLD = {
    "body": "The first paragraph is here.\n\nA heading\n\nThe second paragraph is here too.",
    "summary": "What it is about.",
}


def test_blocks_of_the_gold_are_body_and_others_not() -> None:
    """Paragraphs and headings of the gold are body, what stands around them is not, the standfirst is either."""
    texts = [
        "Menu",
        "What it is about.",
        "The first paragraph is here.",
        "Advertisement",
        "A heading",
        "The second paragraph is here too.",
        "Read the second story here.",
    ]
    assert align(texts, GOLD) == [NOT_BODY, EITHER, BODY, NOT_BODY, BODY, BODY, NOT_BODY]


def test_a_repeated_block_is_body_once() -> None:
    """Of two equal blocks the one in the gold's order is body."""
    texts = ["A heading", "The first paragraph is here.", "A heading", "The second paragraph is here too."]
    assert align(texts, {"body": GOLD["body"]}) == [NOT_BODY, BODY, BODY, BODY]
