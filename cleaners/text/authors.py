"""The authors: names on lines of their own near the title, or after the article where a line calls them so."""

import re
from collections.abc import Iterator, Sequence

from cleaners.html.metadata.names import by_line, clean_names, is_person, squeeze_name
from cleaners.text.reading import Reading
from cleaners.text.wording import AUTHOR_LABEL, AUTHOR_PICTURE
from cleaners.types import Reason

_DATE = re.compile(
    r"\W*(?:\b\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{1,2}\.? ?\w{3,9}\.? (?:19|20)\d\d"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}).*$"
)
_MAY_NAME = (Reason.BYLINE, Reason.DATELINE)
_LONGEST = 120
_BEFORE, _AFTER = 14, 6


def find_authors(
    reading: Reading, title: int | None, start: int, end: int, site: str | None
) -> tuple[tuple[str, ...], int | None]:
    """The names and the block that states them; nothing where no line does."""
    sites = {squeeze_name(site)} if site else set()
    top = title if title is not None and title <= start else start
    found: list[tuple[float, list[str], int]] = []
    for index, text in _near(reading, top, start, end):
        names, sure = _names(reading, index, text, sites)
        if names:
            found.append((sure - 0.05 * (abs(index - top) if index <= start else 10 + index - end), names, index))
    if not found:
        return (), None
    _, names, index = max(found, key=lambda row: row[0])
    return tuple(dict.fromkeys(names)), index


def _near(reading: Reading, top: int, start: int, end: int) -> Iterator[tuple[int, str]]:
    places: Sequence[int] = [*range(max(0, top - 6), start), *range(end, min(end + _AFTER, len(reading.texts)))]
    for index in places:
        if index != top and len(reading.texts[index]) <= _LONGEST:
            yield index, reading.texts[index]


def _names(reading: Reading, index: int, text: str, sites: set[str]) -> tuple[list[str], float]:
    """The names on a line, and how sure it is that they are the authors'."""
    named = reading.named[index]
    picture = AUTHOR_PICTURE.match(text)
    if named is not None and (named.rule.endswith("-role") or (named.reason not in _MAY_NAME and not picture)):
        return [], 0.0
    before = reading.texts[index - 1] if index else ""
    labelled = bool(AUTHOR_LABEL.fullmatch(before.strip()))
    plain = _DATE.sub("", text[picture.end() :] if picture else text).strip(" ,|·•–-")
    names = clean_names(plain, sites, from_page=True)
    people = [name for name in names if is_person(name)]
    if by_line(text) or (named is not None and named.reason is Reason.BYLINE and names):
        return people or names, 3.0 if people else 1.5
    if labelled:
        return people or names, 2.5
    if picture:
        return people, 2.2 if people and len(text.split()) < 8 else 0.0
    if (
        people
        and len(people) == len(names)
        and index > 0
        and len(plain.split()) <= 4 * len(people) + 2
        and not reading.closed[index]
    ):
        return people, 1.2 + 0.8 * (plain != text)
    return [], 0.0
