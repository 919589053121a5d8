"""What the judges of lines are told of a text."""

import numpy as np

from cleaners.rules.phrases import load_phrases
from cleaners.text.features.counts import counts
from cleaners.text.model import in_question
from cleaners.text.reading import examine
from cleaners.types import Reason


def test_a_headline_glued_to_its_teaser_is_seen() -> None:
    """A capital right behind a small letter counts, one at the front of a word or in an abbreviation does not."""
    found = counts(["Ferry back in serviceAfter a month in the yard", "The NATO ships left Kiel", "x"])
    assert found["glued"].tolist() == [1.0, 0.0, 0.0]


def test_a_sign_in_front_of_a_heading_hides_no_wording() -> None:
    """A list of other articles is known by its heading, whatever sign stands before it."""
    reading = examine("■関連記事\n\n▼ 関連ニュース\n\n港の新しい船は月曜日の朝に初めて島へ渡った。", load_phrases())
    assert [label and label.reason for label in reading.named] == [Reason.RELATED, Reason.RELATED, None]


def test_lines_near_a_likely_one_are_in_question() -> None:
    """The larger judges look at likely lines and their neighbours, and at no others."""
    chances = np.zeros(30)
    chances[10] = 0.5
    assert np.flatnonzero(in_question(chances)).tolist() == list(range(6, 15))
    assert not in_question(np.zeros(3)).any()
