"""The lines that are taken for an article: from which probability on, and in which regions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Label
from cleaners.text.regions import comments, headlines, inside, next_article, threshold
from cleaners.types import Reason


def found(words: list[float], chances: list[float]) -> list[int]:
    """The numbers of the lines in the regions."""
    likely = np.asarray(chances)
    return np.flatnonzero(inside(np.asarray(words), likely, likely >= 0.4)).tolist()


def test_a_short_piece_far_below_is_left_out() -> None:
    """One likely line after many unlikely ones earns no region of its own."""
    assert found([40.0] * 3 + [3.0] * 12 + [30.0], [0.9] * 3 + [0.05] * 12 + [0.6]) == [0, 1, 2]


def test_a_gap_in_the_article_is_bridged() -> None:
    """A box of a few lines inside the article does not end it."""
    assert found([40.0, 3.0, 3.0, 40.0], [0.9, 0.1, 0.1, 0.9]) == [0, 3]


def test_a_long_second_region_stays() -> None:
    """What is long and likely pays for its region, however far below it stands."""
    assert found([50.0] * 4 + [3.0] * 90 + [50.0] * 4, [0.9] * 4 + [0.05] * 90 + [0.9] * 4) == [
        0, 1, 2, 3, 94, 95, 96, 97,
    ]  # fmt: skip


def test_nothing_likely() -> None:
    """Where no line is likely to be body there is no region."""
    assert found([5.0, 60.0], [0.1, 0.2]) == []


def test_comments_end_the_article() -> None:
    """Likely lines below a heading of comments are no body, certain ones are, and a link to comments on top ends nothing."""
    heading = Label(reason=Reason.COMMENTS, rule="phrases.en/comments")
    words, likely = np.asarray([50.0, 50.0, 2.0, 40.0, 40.0]), np.asarray([0.9, 0.9, 0.0, 0.7, 0.6])
    below = [None, None, heading, None, None]
    assert comments(below, words, likely) == 2
    assert comments(below, words, np.asarray([0.9, 0.9, 0.0, 0.95, 0.95])) == 5
    assert comments([heading, None, None, None, None], words, likely) == 5


def f1_to_expect(words: list[float], chances: list[float], least: float) -> float:
    """The F1 to expect of the words when the lines from this probability on are taken."""
    taken = [(word, chance) for word, chance in zip(words, chances, strict=True) if chance >= least]
    right = sum(word * chance for word, chance in taken)
    both = sum(word for word, _ in taken) + sum(word * chance for word, chance in zip(words, chances, strict=True))
    return 2 * right / both if both else 0.0


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0.0, 1.0)), min_size=1, max_size=30))
def test_the_threshold_gives_the_best_f1_to_expect(lines: list[tuple[int, float]]) -> None:
    """Where a text is doubted no other threshold gives a greater F1 to expect; else it is one half."""
    words, chances = [float(word) for word, _ in lines], [chance for _, chance in lines]
    chosen = threshold(np.asarray(words), np.asarray(chances))
    assert 0.25 <= chosen < 0.45 or chosen == 0.5
    for other in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5) if chosen < 0.45 else ():
        assert f1_to_expect(words, chances, chosen) >= f1_to_expect(words, chances, other) - 1e-9


def test_a_text_that_is_doubted_throughout_is_taken_from_a_lower_probability_on() -> None:
    """A judge that gives every line of an odd text less than one half still tells which lines are likelier."""
    assert threshold(np.asarray([20.0] * 8), np.asarray([0.4] * 4 + [0.05] * 4)) < 0.4


def test_no_lines_at_all() -> None:
    """A text without lines has the lowest threshold, which no line reaches."""
    assert threshold(np.zeros(0), np.zeros(0)) == 0.25


def test_the_next_article() -> None:
    """A second line that says when it was published ends the article that the first stands above; a date alone does not."""
    body, other = ["A paragraph of the story."] * 3, ["A paragraph of another story."] * 3
    texts = ["Published 6 January 2026 - 17:29", *body, "Published 5 January 2026 - 16:25", *other]
    words, chances = np.asarray([5.0, 30, 30, 30, 5, 30, 30, 30]), np.asarray([0.0, 0.9, 0.9, 0.9, 0.0, 0.9, 0.9, 0.9])
    assert next_article(texts, words, chances) == 4
    assert next_article(["6 January 2026", *texts[1:4], "5 January 2026", *other], words, chances) == len(texts)
    assert next_article(["Menu", *texts[1:]], words, chances) == len(texts), "the story's own line below it"
    assert next_article(texts, words / 10, chances) == len(texts), "hardly a story above it"


def test_headlines_below_a_japanese_article() -> None:
    """Far below the last full stop several lines without one are headlines; a list right below a sentence is the story's."""
    story, headline = "川の水車がまた回り始めた。", "水車に集まる人々の一日"
    lines = [story, headline, headline, "広告", *[headline] * 4]
    chances = np.asarray([0.9, 0.9, 0.9, 0.0, 0.9, 0.9, 0.9, 0.9])
    assert headlines("ja", lines, chances) == 4
    assert headlines("de", lines, chances) == len(lines)
    assert headlines("ja", lines[:-1], chances[:-1]) == len(lines) - 1, "too few"
    assert headlines("ja", [headline] * 8, chances) == 8, "no full stop at all"
