"""Authors of saved texts: told from those who are written about, from credits and from heads of lists."""

import pytest

from cleaners.rules import load_rules
from cleaners.text.authors import find_authors
from cleaners.text.reading import examine

BODY = (
    "The harbour board voted on Monday to close the old pier for the winter after a survey found its piles rotten.",
    "Repairs will take until April, the board said, and the ferry will land at the northern quay until then.",
    "Fishermen who sell their catch at the pier were told to move their stalls by the end of the month.",
)


def authors(*head: str, body: tuple[str, ...] = BODY, tail: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The authors of an article with these lines between its title and its text."""
    lines = ("Old pier to close for the winter", *head, *body, *tail)
    reading = examine("\n\n".join(lines), load_rules().phrases)
    kept = [text in body for text in reading.texts]
    return find_authors(reading, 0, kept, None)[0]


def test_who_is_spoken_of_is_not_the_author() -> None:
    """Of two names alone on a line the one that the article speaks of again and again stands under a picture."""
    spoken = (*BODY, "Mayor Ellen Brandt called it a loss.", "Brandt said the town would pay.", "Brandt left at noon.")
    assert authors("Ellen Brandt", "Jonas Wieck", body=spoken) == ("Jonas Wieck",)


def test_a_name_before_the_paper_and_the_time() -> None:
    """A name, the paper and the time of posting on one line give the name alone."""
    assert authors("Jonas Wieck · Harbour Post · Posted: May 08, 2024 4:00 AM") == ("Jonas Wieck",)


@pytest.mark.parametrize("line", ["(Ellen Brandt)", "|Ellen Brandt", "[Ellen Brandt]", "Ellen Brandt:"])
def test_credits_and_heads_of_lists_are_no_bylines(line: str) -> None:
    """A name in brackets, behind a bar, or with a colon behind it is a picture's credit or the head of a list."""
    assert authors(line) == ()


def test_names_on_lines_that_follow_each_other() -> None:
    """Several authors, each on a line of their own, are all named."""
    assert authors("Jonas Wieck", "Ellen Brandt", "Ida Sommer") == ("Jonas Wieck", "Ellen Brandt", "Ida Sommer")
