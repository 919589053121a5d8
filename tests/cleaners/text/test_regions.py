"""The regions in which an article lies."""

import numpy as np

from cleaners.text.regions import inside


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
