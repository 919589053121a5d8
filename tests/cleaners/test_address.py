"""What the address of a page says of it."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.address import days, headline_words, shared


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.example/2024/05/31/mill-by-the-river-turns-again.html", "mill by the river turns again"),
        ("https://a.example/news/article.php?id=12", ""),
        ("https://a.example/lokales/m%C3%BChle-dreht-sich-wieder,mill146.html", "muhle dreht sich wieder"),
        ("https://a.example/news/12345", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_words(url: str, words: str) -> None:
    """The words are those of the part that has most of them, without numbers, endings and marks on letters."""
    assert headline_words(url) == frozenset(words.split())


def test_spellings() -> None:
    """A word of a line is known in the address whether its umlaut was dropped or written in two letters."""
    words = "über die größe der mühle".split()
    assert shared(words, headline_words("https://a.example/ueber-die-groesse-der-muehle")) == set(
        "ueber die groesse der muehle".split()
    )
    assert shared(words, headline_words("https://a.example/uber-die-grosse-der-muhle")) == set(
        "uber die grosse der muhle".split()
    )


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    """No address makes it raise, and a line that was made an address of has all the words of that."""
    found = headline_words(f"https://a.example/{quote(text, safe='')}")
    assert shared(re.findall(r"[^\W_]+", text.lower()), found) == found
    assert all(day.count("-") == 2 for day in days(text))


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example/2024/05/31/mill", ["2024-05-31"]),
        ("https://a.example/mill-2024-05-31", ["2024-05-31"]),
        ("https://a.example/mill-31-05-2024", ["2024-05-31"]),
        ("https://a.example/mill-20240531?on=2023-01-01", ["2024-05-31"]),
        ("https://a.example/2024/05/mill", []),
        ("https://a.example/mill-123456789", []),
    ],
)
def test_days(url: str, found: list[str]) -> None:
    """A day is three numbers of the path that can be a date, in either order; the query says none."""
    assert list(days(url)) == found
