"""Wording, language by language: lines beside stories are known, lines of stories that begin alike are not taken."""

import tomllib
from pathlib import Path

import pytest

from cleaners.rules.phrases import load_phrases

PHRASES = load_phrases()
_LINES = Path(__file__).parent / "wording"
PROMPTS = tomllib.loads((_LINES / "prompts.toml").read_text(encoding="utf-8"))
SENTENCES = tomllib.loads((_LINES / "sentences.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("reason", "language", "text"), [(reason, *row) for reason, rows in PROMPTS.items() for row in rows]
)
def test_prompts_are_known(reason: str, language: str, text: str) -> None:
    """Each of these is named, with the reason of its kind."""
    found = PHRASES.match(text, [language])
    assert found is not None
    assert found.reason is not None
    assert found.reason.value == reason


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, rows in SENTENCES.items() for text in rows]
)
def test_stories_are_left(language: str, text: str) -> None:
    """Each of these is a story's, whatever it begins with."""
    assert PHRASES.match(text, [language]) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "From India to Argentina"),
        ("en", "by data processors."),
        ("en", "From scratch."),
        ("en", "By the numbers"),
        ("de", "Von Risiken und Nebenwirkungen"),
        ("de", "von Künstlern, Bands, DJs,"),
        ("fr", "Par amour"),
        ("es", "Por fin"),
        ("it", "Di notte"),
        ("de", "Handy-Video: Schafe auf der Fähre"),
        ("de", "Tubeless-Montage: Das Rad dreht sich"),
        ("xx", "[the keeper's note said that the boat was late in coming]"),
        ("en", "20 questions 2021"),
    ],
)
def test_headings_are_left(language: str, text: str) -> None:
    """Short lines that begin like a byline, a credit or a date are none."""
    assert PHRASES.match(text, [language]) is None
