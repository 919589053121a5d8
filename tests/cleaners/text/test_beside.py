"""Doubtful lines that the line below them tells to be of the article."""

import numpy as np

from cleaners import load_rules
from cleaners.text.beside import keep_last_paragraph, keep_parted
from cleaners.text.reading import Reading, examine

PHRASES = load_rules().phrases
STORY = (
    "The mill by the river turned again, and visitors came from every village of the valley to see it work once more."
)
LAST = "The miller wants to keep the wheel in motion until autumn, when the weir has to be mended and the river is let off."


def read(*lines: str) -> Reading:
    """A text of these lines after a paragraph."""
    return examine("\n\n".join([STORY, *lines]), PHRASES)


def test_above_the_rights() -> None:
    """A long paragraph above the line of the rights is kept, behind a teaser too; a short line or a hopeless one is not."""
    reading = read("More from the valley", LAST, "© 2025 Mill Post. All rights reserved.")
    chances = np.asarray([0.9, 0.1, 0.2, 0.0])
    keep_last_paragraph(reading, chances)
    assert (chances >= 0.5).tolist() == [True, False, True, False]
    for line, chance in ((LAST, 0.05), ("The wheel turns again.", 0.4)):
        chances = np.asarray([0.9, chance, 0.0])
        keep_last_paragraph(read(line, "© 2025 Mill Post. All rights reserved."), chances)
        assert chances[1] == chance


def test_above_an_advertisement() -> None:
    """A doubtful line above an advertisement inside the article is kept; outside of it or a second time it is not."""
    chances = np.asarray([0.9, 0.3, 0.0, 0.9])
    keep_parted(read("Until autumn", "Advertisement", LAST), chances)
    assert (chances >= 0.5).tolist() == [True, True, False, True]
    chances = np.asarray([0.9, 0.3, 0.0])
    keep_parted(read("Until autumn", "Advertisement"), chances)
    assert (chances >= 0.5).tolist() == [True, False, False]
    chances = np.asarray([0.9, 0.3, 0.0, 0.9, 0.0])
    keep_parted(read("Until autumn", "Advertisement", LAST, "Until autumn"), chances)
    assert (chances >= 0.5).tolist() == [True, False, False, True, False]
