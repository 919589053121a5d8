"""Wording is looked for by how it begins: that finds what the whole expressions find."""

import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from cleaners.rules.openings import Openings, alternatives, needed, plain_letters
from cleaners.rules.phrases import load_phrases

PHRASES = load_phrases()
_LINES = Path(__file__).parent / "wording"
PROMPTS = tomllib.loads((_LINES / "prompts.toml").read_text(encoding="utf-8"))
SENTENCES = tomllib.loads((_LINES / "sentences.toml").read_text(encoding="utf-8"))
LINES = [(row[0], row[-1]) for rows in PROMPTS.values() for row in rows] + [
    (language, text) for language, texts in SENTENCES.items() for text in texts
]


@pytest.mark.parametrize("language", sorted(PHRASES._rules))
def test_openings_find_what_the_expression_finds(language: str) -> None:
    """However a line is written, in whatever language."""
    rules = PHRASES._rules[language]
    openings = Openings((number, rule.pattern) for number, rule in enumerate(rules) if not rule.tail)
    head = PHRASES._table(language, long=False).head
    for _, line in LINES:
        for text in (line, line.upper(), line.title(), line[:12], line.replace("i", "ı").replace("s", "ſ")):
            found = head.match(text)
            assert openings.first(text, plain_letters(text)) == (int(str(found.lastgroup)[1:]) if found else None), text


@pytest.mark.parametrize(
    ("pattern", "leads"),
    [
        ("(?:share|print)!", {"sh", "pr"}),
        ("e-?mail|[+-]x?", {"e-", "em", "+x", "-x", "+", "-"}),
        (r"\d+ words|\(c\)", {"0", "(c"}),
        (r"(?=x)(?:the )?news\b|.{2} more", {"th", "ne", ""}),
        ("(?:very )*old|İstanbul", {"ve", "ol", "is"}),
    ],
)
def test_leads(pattern: str, leads: set[str]) -> None:
    """Two characters of what an expression begins with, fewer where the next may be any."""
    assert {lead for way in alternatives(pattern) for lead in way.leads} == leads


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?:[(] ?|via )(?:Getty Images?|photo|nur ?photo)", ("getty image", "photo")),
        (r".{0,80}all rights reserved\.?$", ("all rights reserved",)),
        (r"ab?c+(?:de)?f\.|\w+", ()),
        ("(?:one|two)+(?!three)(?<=fourteen)", ("one", "two")),
    ],
)
def test_needs(pattern: str, words: tuple[str, ...]) -> None:
    """The longest words that no match does without."""
    assert needed([pattern]) == words


def test_letters_that_expressions_take_for_one() -> None:
    """Whatever letters match each other without regard to case are the same plain letter."""
    for code in range(0x110000):
        letter = chr(code)
        if unicodedata.category(letter)[0] not in "LM":
            continue
        for other in {letter.lower()[:1], letter.upper()[:1], letter.casefold()[:1], letter.upper().lower()[:1]} - {
            letter
        }:
            if re.fullmatch(re.escape(other), letter, re.IGNORECASE):
                assert plain_letters(letter) == plain_letters(other), (letter, other)
