"""The headline among likely lines: those that lead to it and those that say it in other words stand beside it."""

import numpy as np

from cleaners import load_rules
from cleaners.text.reading import examine
from cleaners.text.title import by_address, choose_title, is_addressed

PHRASES = load_rules().phrases
STORY = "The mill by the river turned again, and visitors came from every village of the valley to see it work."


def title(lines: dict[str, float], url: str = "") -> str | None:
    """The title of a text of these lines, each with its chance, and a story below them."""
    reading = examine("\n\n".join([*lines, STORY, STORY.replace("mill", "wheel")]), PHRASES, url)
    return choose_title(reading, by_address(reading, np.asarray([*lines.values(), 0.0, 0.0]))).text


def test_below_the_path_to_the_page() -> None:
    """The last part of the path says the headline in short; the headline stands below it and a kicker."""
    path, headline = "Old mill: Wheel turns in Tarn again", "Wheel of the old mill turns in Tarn"
    assert title({path: 0.7, "Crafts of the valley": 0.1, headline: 0.5}) == headline


def test_below_a_kicker() -> None:
    """Of two lines that are as likely the short one above is the kicker."""
    assert (
        title({"Life in Tarn": 0.9, "Why the wheel turns again this year": 0.89})
        == "Why the wheel turns again this year"
    )


def test_a_colon_goes_on_with_the_line_above() -> None:
    """A line that begins with a colon is the second half of a headline, a standfirst below it is none."""
    found = title(
        {"Crafts of Tarn": 0.4, ": The wheel turns": 0.8, "Our valley has more than cheese, says a miller": 0.85}
    )
    assert found == "Crafts of Tarn: The wheel turns"


def test_the_window_says_it_otherwise() -> None:
    """A sure headline is taken as it stands, though the window's title has other words for search machines."""
    window, headline = "Mill in Tarn: Why the wheel turns again", "Mill wheel of Tarn: Why it turns again"
    assert title({f"{window} | Tarn Post": 0.0, f"Share: {headline}": 0.1, window: 0.3, headline: 0.95}) == headline


def test_the_window_has_the_kicker() -> None:
    """The window's title is taken where it has the whole headline and more."""
    window = "Crafts of Tarn: Why the wheel of the mill turns again"
    assert title({f"{window} | Tarn Post": 0.0, window: 0.1, "Why the wheel of the mill turns again": 0.95}) == window


def test_the_address_names_the_headline() -> None:
    """Where the page's address has the words of a line, that is the headline, not a likelier one without them."""
    lines = {"Menu": 0.0, "Rain until Friday in the whole valley": 0.8, "Wheel of the old mill turns again": 0.1}
    assert title(lines) == "Rain until Friday in the whole valley"
    assert title(lines, "https://a.example/wheel-old-mill-turns-again") == "Wheel of the old mill turns again"
    assert title(lines, "https://a.example/news/4711") == "Rain until Friday in the whole valley"
    sure = lines | {"Rain until Friday in the whole valley": 0.99}
    assert title(sure, "https://a.example/wheel-old-mill-turns-again") == "Rain until Friday in the whole valley"


def test_the_address_has_the_kicker_or_not() -> None:
    """A kicker belongs to the title where the address has it, whether it stands above the headline or is glued to it."""
    two = {"Menu": 0.0, "Tarn": 0.1, "The wheel turns again": 0.9}
    assert title(two, "https://a.example/tarn-the-wheel-turns-again") == "Tarn: The wheel turns again"
    assert title(two, "https://a.example/the-wheel-turns-again") == "The wheel turns again"
    glued = {
        "Crafts of Tarn: Why the wheel turns again, a picture": 0.0,
        "Crafts of Tarn Why the wheel turns again": 0.9,
    }
    assert title(glued, "https://a.example/why-the-wheel-turns-again") == "Why the wheel turns again"
    assert title(glued, "https://a.example/crafts-tarn-why-the-wheel-turns-again") == [*glued][1]
    assert title({[*glued][1]: 0.9}, "https://a.example/why-the-wheel-turns-again") == [*glued][1]


def test_addressed() -> None:
    """Only an address of three words and more names a headline, and only one that has most of them."""
    text = f"The wheel of the mill turns again\n\n{STORY}"
    assert is_addressed(examine(text, PHRASES, "https://a.example/wheel-mill-turns-again"), 0)
    assert not is_addressed(examine(text, PHRASES, "https://a.example/wheel-mill"), 0)
    assert not is_addressed(examine(text, PHRASES, "https://a.example/wheel-breaks-at-old-castle"), 0)
    assert not is_addressed(examine(text, PHRASES), 0)
