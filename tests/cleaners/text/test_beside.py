"""Doubtful lines that other lines tell to be of the article."""

import numpy as np

from cleaners import load_rules
from cleaners.text.beside import keep_last_paragraph, keep_list, keep_parted
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


CALENDAR = [f"{number}. Rennen: {number + 2}. Mai, Hafen von Tarn" for number in range(1, 8)]
TEASERS = [
    "Der alte Hafen wird umgebaut, und die Fischer fragen sich, wohin sie nun sollen.",
    "Mehr zum Segeln in Tarn.",
]


def listed(lines: list[str], chances: dict[str, float], title: int = 0) -> list[str]:
    """What is likely to be body after `keep_list`, among lines of no chance but those named."""
    reading = examine("\n\n".join(lines), PHRASES)
    found = np.asarray([chances.get(text, 0.1) for text in reading.texts])
    keep_list(reading, found, title)
    return [text for text, chance in zip(reading.texts, found, strict=True) if chance >= 0.5]


def test_a_list_below_its_title() -> None:
    """A calendar below a title and its date is the article, not the teasers far below it that read more like one."""
    lines = [
        "Kalender der Regatten von Tarn",
        "22. Januar 2025",
        *CALENDAR,
        "Share this on WhatsApp",
        *["Menu"] * 9,
        *TEASERS,
    ]
    weak = dict.fromkeys(TEASERS, 0.7)
    assert listed(lines, weak) == CALENDAR
    assert listed([lines[0], *lines[2:]], weak) == TEASERS, "no date beside the title"
    assert listed(lines[:-12] + lines[-2:], weak) == TEASERS, "nothing that ends the list"
    assert listed(lines, dict.fromkeys(TEASERS, 0.97)) == TEASERS, "the judge is sure"
