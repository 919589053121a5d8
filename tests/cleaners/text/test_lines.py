"""Lines to blocks: what belongs together, and that no word is lost."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import load_rules
from cleaners.text import read
from cleaners.text.join import join
from cleaners.text.lines import lines
from cleaners.types import Kind

RULES = load_rules()
WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzÄéжм北🙂.,'", min_size=1, max_size=9)
LINE = st.lists(WORD, max_size=14).map(" ".join)
TEXT = st.lists(LINE, max_size=30).flatmap(
    lambda found: st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028"]).map(lambda end: end.join(found))
)


def texts(text: str) -> list[str]:
    """The blocks of a text."""
    return [piece.text for piece in join(lines(text))]


def letters(text: str) -> str:
    """What of a text no joining may change: its letters and digits in order."""
    return re.sub(r"[\W_]+", "", text)


@settings(deadline=None)
@given(TEXT)
def test_conservation(text: str) -> None:
    """The letters of the blocks are those of the text, in its order: nothing vanishes."""
    draft = read(text, RULES)
    assert letters("".join(block.text for block in draft.blocks)) == letters(text)
    assert len(draft.labels) == len(draft.blocks)
    assert [block.index for block in draft.blocks] == list(range(len(draft.blocks)))


@settings(deadline=None)
@given(TEXT)
def test_determinism(text: str) -> None:
    """The same text gives the same draft."""
    assert read(text, RULES) == read(text, RULES)


def test_hard_wraps() -> None:
    """Lines wrapped at a margin are one paragraph; an empty line parts paragraphs; a hyphen at the margin goes."""
    wrapped = (
        "The keeper of the lighthouse has counted every ship that\n"
        "passed the point since he came, and he writes each num-\n"
        "ber into a book that nobody but his daughter ever reads.\n"
        "\n"
        "She adds the weather.\n"
    )
    assert texts(wrapped) == [
        "The keeper of the lighthouse has counted every ship that passed the point since he came, and he writes each "
        "number into a book that nobody but his daughter ever reads.",
        "She adds the weather.",
    ]


def test_menus_are_not_joined() -> None:
    """Short lines below each other stay lines."""
    assert texts("Home\nPolitics\nSport\nWeather") == ["Home", "Politics", "Sport", "Weather"]


def test_abbreviations() -> None:
    """A sentence that was broken after a title is one block; one that ends in a country's initials is not joined."""
    assert texts("The report was written by Gen.\nMaria Holt of the navy.") == [
        "The report was written by Gen. Maria Holt of the navy."
    ]
    assert len(texts("The company left the market of the U.S.\nThe move was no surprise.")) == 2


def test_marks() -> None:
    """Bullets, quotes and Markdown's marks are taken off; links keep their place."""
    found = join(lines("# Head\n\n* first **strong** point\n* see [the list](https://example.org/a)\n\n> said he"))
    assert [(piece.text, piece.kind) for piece in found] == [
        ("Head", Kind.HEADING),
        ("first strong point", Kind.ITEM),
        ("see the list", Kind.ITEM),
        ("said he", Kind.QUOTE),
    ]
    (link,) = found[2].links
    assert found[2].text[link.start : link.end] == "the list"


def test_mojibake() -> None:
    """Text that was decoded wrongly on its way is repaired."""
    draft = read("Das Schiff lÃ¤uft um fÃ¼nf Uhr aus, und die MÃ¤nner grÃ¼Ãen.", RULES)
    assert draft.blocks[0].text.startswith("Das Schiff läuft um fünf Uhr aus")


def test_initials() -> None:
    """A large initial that the layout set apart is put back where the text has the word elsewhere; "A" stays a word."""
    rest = "sat on the pier until the last ferry had left the harbour, and wrote down what he had seen that day. "
    story = f"A dam {rest}It was a long day.\n\nA man {rest}\n\nThe keeper, whose name is Adam, {rest}"
    found = [block.text for block in read(story, RULES).blocks]
    assert found[0].startswith("Adam sat on")
    assert found[1].startswith("A man sat on")
    assert read(f"A dam {rest}", RULES).blocks[0].text.startswith("A dam")


def test_paths() -> None:
    """A block says which lines it stands in, from 1."""
    found = join(lines("\ufeffOne line here.\n\nThe report was written by Gen.\nMaria Holt of the navy."))
    assert [piece.path for piece in found] == ["line[1]", "line[3-4]"]


def test_numbers_of_lists_and_of_days() -> None:
    """In a rendered text the numbers of a list are marks, the day of a date that stands by itself is not."""
    rendered = "  * Home\n  * News\n\n   12. March 2025\n   1. Soak the beans\n   2. Boil them\n   Serve them warm"
    assert texts(rendered) == ["Home", "News", "12. March 2025", "Soak the beans", "Boil them", "Serve them warm"]
