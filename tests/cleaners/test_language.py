"""The language of a page is what its paragraphs are written in, whatever a template declares."""

import pytest

from cleaners import load_rules
from cleaners.html.read import examine
from cleaners.language import other_than
from cleaners.types import Page

GERMAN = (
    "Die Fähre legte um sieben Uhr am alten Kai ab, {n} Minuten zu spät, und die Besatzung sagte, dass die Strömung in "
    "dieser Nacht gegen sie gewesen sei."
)
ENGLISH = "The ferry left the quay at seven, {n} minutes late, and the crew said that the tide had been against them all night."
NORWEGIAN = (
    "Fergen gikk fra kaia klokken syv, {n} minutter for sent, og mannskapet sa at strømmen hadde vært mot dem i natt."
)
PLACEHOLDER = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore."
)


def _texts(text: str, count: int = 8) -> list[str]:
    return [text.format(n=n) for n in range(count)]


@pytest.mark.parametrize(
    ("declared", "texts", "language"),
    [
        ("en", _texts(GERMAN), "de"),
        ("de", _texts(GERMAN), None),
        ("da", _texts(NORWEGIAN), None),
        ("en", _texts(GERMAN, 3), None),
        ("en", [*_texts(ENGLISH), " ".join(_texts(GERMAN))], None),
        ("de", _texts(PLACEHOLDER), None),
        ("en", [], None),
    ],
)
def test_paragraphs_against_a_declaration(declared: str, texts: list[str], language: str | None) -> None:
    """A declaration falls by much text in one other language, not by little, by a long quote or by a near relative's."""
    assert other_than(declared, texts) == language


def test_language_of_a_page_and_its_wording() -> None:
    """A German page whose template declares English is German, and its lines are known by German wording."""
    body = "".join(f"<p>{text}</p>" for text in _texts(GERMAN))
    html = f'<html lang="en"><body><h1>Fähre verspätet</h1>{body}<p>Lesen Sie auch: Der alte Kai</p></body></html>'
    reading = examine(html, Page(body=b"", url="", content_type="text/html"), load_rules())
    assert reading
    assert (reading.metadata.language, reading.metadata.evidence["language"]) == ("de", "detected")
    assert reading.named[-1].rule.startswith("phrases.de/")
