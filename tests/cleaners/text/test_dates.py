"""The day of publication, in the shapes and scripts that lines state it."""

from datetime import date

import pytest

from cleaners import Article, clean, load_rules
from cleaners.html.metadata.moments import day_of
from cleaners.text.dates import addressed_day, find_date
from cleaners.text.reading import examine
from cleaners.types import Page

PHRASES = load_rules().phrases
STORY = "The mill by the river turned again, and visitors came from every village of the valley to see it work."


def day(*lines: str, body: int = 1) -> str | None:
    """The day found in a text of a title, these lines, and an article of `body` paragraphs."""
    reading = examine("\n\n".join(["The mill turns again", *lines, *[STORY] * body]), PHRASES)
    kept = [text == STORY for text in reading.texts]
    found = find_date(reading, 0, kept, len(kept))
    return day_of(found[0]).isoformat() if found else None


@pytest.mark.parametrize(
    "line",
    [
        "June 18, 2025",
        "18.06.2025 – 12:30",
        "18/06/2025",
        "Published 18 June 2025",
        "Mittwoch, 18. Juni 2025, 12.30 Uhr",
        "18 juin 2025 à 09h12",
        "2025年6月18日",
        "2025년 6월 18일",
        "18 มิถุนายน 2568",
        "١٨ يونيو ٢٠٢٥",
        "१८ जून २०२५",
        "18 de junio de 2025",
        "18.06.202518. Juni 2025",
        "2025-06-18T07:00:00Z",
    ],
)
def test_shapes(line: str) -> None:
    """A date is read in the shape and script of the page, numbers glued together included."""
    assert day(line) == "2025-06-18"


@pytest.mark.parametrize(
    "line", ["2 hours ago", "Yesterday at 14:30", "In 2024 the mill stood still.", "© 2025 Mill Post"]
)
def test_no_date(line: str) -> None:
    """What states no day is no date: a span of time, a year, a copyright."""
    assert day(line) is None


def test_the_end_of_an_offer_is_no_publication() -> None:
    """The day until which a film can be seen is not the day of the article."""
    assert day("Verfügbar bis 06.05.2026", "Stand: 22.04.2024, 06:00 Uhr") == "2024-04-22"


def test_published_before_updated() -> None:
    """Of a date of publication and one of change the first is taken, in whichever order they stand."""
    assert day("Updated 19 June 2025", "Published 18 June 2025") == "2025-06-18"


def test_the_date_of_a_picture() -> None:
    """A caption that ends in a day does not outweigh a line that is a date."""
    assert day("Visitors at the gate of the old mill in Tarn, 3 March 2021", "18 June 2025") == "2025-06-18"


def test_a_day_in_the_story_is_none() -> None:
    """A date inside the running text is not the date of publication."""
    reading = examine(f"The mill turns again\n\n{STORY} It burned down on 3 March 1987, and nobody was hurt.", PHRASES)
    assert find_date(reading, 0, [False, True], 2) is None


def test_the_list_of_the_newest() -> None:
    """Where the article states no day, the one beside its headline in a list below is its day."""
    lines = ["Today at 20:07", STORY, "17 June 2025", "Newest", "The mill turns again", "18 June 2025"]
    reading = examine("\n\n".join(["The mill turns again", *lines]), PHRASES)
    found = find_date(reading, 0, [text == STORY for text in reading.texts], 3)
    assert found is not None and day_of(found[0]).isoformat() == "2025-06-18"


def test_a_day_in_the_address() -> None:
    """The address tells the day where the text states none, or another one; a day beside it is one of another time zone."""
    url = "https://a.example/2025/06/18/mill"
    assert addressed_day(url, None) == date(2025, 6, 18)
    assert addressed_day(url, date(2025, 6, 25)) == date(2025, 6, 18)
    assert addressed_day(url, date(2025, 6, 19)) is None
    assert addressed_day("https://a.example/2025/13/45/mill", None) is None
    assert addressed_day("", None) is None


def test_the_address_is_evidence() -> None:
    """A day from the address is published_at, and the evidence says so; what a line states keeps its line."""
    body = "\n\n".join(["The mill turns again", *(f"{STORY} It was day {number}." for number in range(8))])
    page = Page(body=body.encode(), url="https://a.example/2025/06/18/mill", content_type="text/plain")
    article = clean(page, load_rules())
    assert isinstance(article, Article)
    assert article.metadata.published_at == date(2025, 6, 18)
    assert article.metadata.evidence["published_at"] == "url"
