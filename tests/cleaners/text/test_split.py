"""Several articles in one file."""

from cleaners.text import split

STORY = "The mill by the river turned again on Sunday. " * 12


def test_rules_part_articles() -> None:
    """A line of equal signs between two stories parts them."""
    assert split(f"{STORY}\n{'=' * 30}\n{STORY}") == [STORY, STORY]


def test_counted_documents() -> None:
    """A clipping service counts its documents."""
    assert len(split(f"Document 1 of 2\n{STORY}\nDocument 2 of 2\n{STORY}")) == 2


def test_rule_under_a_title() -> None:
    """A rule under a title or above a footer parts nothing."""
    text = f"The mill turns\n==============\n{STORY}\n--------------------\nPrinted on paper"
    assert split(text) == [text]
