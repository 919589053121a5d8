"""Captions that read like sentences, known by what stands beside them."""

import numpy as np

from cleaners import load_rules
from cleaners.text.captions import find_captions
from cleaners.text.reading import examine

PHRASES = load_rules().phrases
STORY = "The mill by the river turned again, and visitors came from every village of the valley to see it work."
OTHER = "A path along the weir leads up to an old bakery, where bread is sold on every Sunday in summer."
CAPTION = "Visitors wait at the gate of the mill on a cold morning"


def captions(*lines: str) -> dict[str, str]:
    """The captions among lines that are all likely to be body, with the rules that tell so."""
    reading = examine("\n\n".join([STORY, *lines, OTHER]), PHRASES)
    return {reading.texts[n]: rule for n, rule in find_captions(reading, np.full(len(reading.texts), 0.9)).items()}


def test_above_a_credit() -> None:
    """A short line above a picture's credit is its caption; a paragraph above one is none."""
    assert captions(CAPTION, "Photo: Getty Images") == {CAPTION: "text/above-credit"}
    long = f"{STORY} {STORY}"
    assert captions(long, "Photo: Getty Images") == {}


def test_twice() -> None:
    """The text of a picture and its caption say the same, with or without a credit at the end."""
    assert captions(CAPTION, f"{CAPTION} (Mill Post)") == dict.fromkeys(
        (CAPTION, f"{CAPTION} (Mill Post)"), "text/caption-twice"
    )


def test_lines_of_one_form_and_paragraphs_are_no_captions() -> None:
    """Three lines that differ by a number are a list, and a paragraph that stands there twice is a paragraph."""
    assert captions(*(f"The mill turned for {hours} hours on that day" for hours in (3, 5, 8))) == {}
    long = f"{STORY} {STORY} {STORY}"
    assert captions(long, long) == {}


def test_a_sentence_taken_up_again() -> None:
    """A heading whose words the next paragraph takes up is no caption, and neither are lines far apart."""
    assert (
        captions("A new wheel", "A new wheel for the mill was built in winter, says the miller, and it is of oak.")
        == {}
    )
    assert captions(CAPTION, "One.", "Two.", "Three.", CAPTION) == {}


def test_only_likely_lines() -> None:
    """Lines that nobody takes for body keep the reasons that their shapes have."""
    reading = examine(f"{CAPTION}\n\n{CAPTION}", PHRASES)
    assert find_captions(reading, np.full(2, 0.1)) == {}


def test_with_a_credit() -> None:
    """A line that is no sentence, states a time and ends in a credit is a caption; a sentence with a year is none."""
    dated = "The wheel of the mill at Tarn in May 2019 (Mill Post)"
    assert captions(dated) == {dated: "text/with-credit"}
    assert captions("The wheel of the mill at Tarn was built in 1897.") == {}
