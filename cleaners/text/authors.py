"""The authors: names on lines of their own near the title, or after the article where a line calls them so."""

import re
from collections.abc import Iterator, Sequence

from cleaners.html.metadata.names import by_line, clean_names, is_agency, is_person, squeeze_name
from cleaners.text.reading import Reading, squeeze
from cleaners.text.wording import AUTHOR_LABEL, AUTHOR_PICTURE
from cleaners.types import Reason

_DATE = re.compile(
    r"\W*(?:\b\w{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{1,2}\.? ?\w{3,9}\.? (?:19|20)\d\d"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:published|posted|updated) .*|\d+ (?:seconds|minutes|hours|days) ago).*$",
    re.I,
)
#: What pages print against a name without a space: its number in a list of notes, "by", a role.
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_])\d{1,2}(?=\W*$)")
_GLUED_BY = re.compile(r"^[Bb]y(?=[A-ZÀ-Þ])")
_KIND = (
    "News|Lifestyle|Senior|Staff|Deputy|Content|Hub|Chief|Political|Politics|Business|Sports?|Science|Tech|Freelance"
)
_POST = "Writer|Reporter|Editor|Correspondent|Director|Journalist|Columnist|Producer"
_ROLE = re.compile(
    rf"(?:(?<=[a-zà-ÿ])(?=[A-Z])(?:\w+ ){{0,3}}|[\s,–-]+(?:(?:{_KIND}) )*)(?:{_POST})\b.*$"
    r"|[\s,–-]+(?:\w+)?(?:[Rr]edakteur|[Jj]ournalist|[Kk]orrespondent|[Rr]eporter|[Vv]olontär)(?:in)?\b.*$"
)
#: What follows the name in a line such as ``Jane Doe · The Herald · Posted: 8 May``.
_AFTER_NAME = re.compile(r"\s*[·•|]\s.*(?:\d|\b(?:posted|published|updated)\b).*$", re.I)
#: A picture's credit looks like a name, and so does the head of a list.
_CREDIT = re.compile(r"[/|©()]")
_NO_BYLINE = re.compile(r"^\W*[(\[|©/]|[:：]\W*$")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MAY_NAME = (Reason.BYLINE, Reason.DATELINE)
_LONGEST = 120
#: Names that stand alone on their line have no more words around them.
_MOST_SPACES = 16
#: A name that stands alone on more lines than this is a link of the page.
_OFTEN = 6
_ABOVE, _BELOW, _INSIDE = 3, 3, 6
#: A line that says outright whose names it has is believed this far below the article.
_SAID_BELOW = 14
_FARTHEST = 16
_LEAST = 0.15
_TOO_FAR = -0.95 - 0.1 * _BELOW
#: Who is spoken of in the article seldom wrote it; whose name stands by itself a second time often did.
_SPOKEN_OF, _TWICE = -0.8, 0.5
#: Lines of names that belong together are worth this much, and differ in worth by less.
_WORTH = 0.5
_ALIKE = 0.95

Found = tuple[float, list[str], int]


def find_authors(
    reading: Reading, title: int | None, kept: Sequence[bool], site: str | None
) -> tuple[tuple[str, ...], int | None]:
    """The names and the block that states them, the article being the blocks `kept`; nothing where no line does."""
    sites = {squeeze_name(site)} if site else set()
    start = next((n for n, keep in enumerate(kept) if keep), len(kept))
    top = title if title is not None and title <= start else max(start - _FARTHEST, 0)
    near = [row for index, place in _near(reading, top, start, kept) if (row := _names(reading, index, place, sites))]
    body = f" {' '.join(key for key, keep in zip(reading.keys, kept, strict=True) if keep)} "
    found = [(value + _known(reading, names, index, body, top), names, index) for value, names, index in near]
    best = max(found, key=lambda row: row[0], default=None)
    if best is None or best[0] < _LEAST:
        return (), None
    names = [name for row in _together(found, best) for name in row[1]]
    return tuple(dict.fromkeys(names)), best[2]


def _near(reading: Reading, top: int, start: int, kept: Sequence[bool]) -> Iterator[tuple[int, float]]:
    """The blocks near the title with what their place is worth: best between the title and the article."""
    end = max((n for n, keep in enumerate(kept) if keep), default=-1) + 1
    for index in range(max(0, top - _ABOVE), min(end + _SAID_BELOW, len(reading.texts))):
        if index == top or kept[index] or start + _INSIDE < index < end or len(reading.texts[index]) > _LONGEST:
            continue
        if index < top:
            yield index, -0.9 - 0.1 * (top - index)
        elif index < start:
            yield index, -0.03 * min(index - top, start - index)
        elif index < end:
            yield index, -0.7 - 0.1 * (index - start)
        else:
            yield index, -0.8 - 0.1 * (index - end)


def _known(reading: Reading, names: Sequence[str], index: int, body: str, top: int) -> float:
    """What speaks for or against names elsewhere in the text: in its `body`, and on other lines of their own."""
    keys = [squeeze(name) for name in names if not is_agency(name)]
    if any(body.count(f" {key.split()[-1]} ") > 1 for key in keys if key):
        return _SPOKEN_OF
    own = reading.keys[index]
    if index < top:
        return 0.0
    return _TWICE if any(key != own and reading.times[key] for key in keys) or reading.times[own] == 2 else 0.0


def _names(reading: Reading, index: int, place: float, sites: set[str]) -> Found | None:
    """The names on a line and how sure it is that they are the authors'."""
    text, named = reading.texts[index], reading.named[index]
    picture = AUTHOR_PICTURE.match(text)
    if named is not None and (named.rule.endswith("-role") or (named.reason not in _MAY_NAME and not picture)):
        return None
    labelled = bool(index and AUTHOR_LABEL.fullmatch(reading.texts[index - 1].strip()))
    by = by_line(text) is not None
    said = by or bool(_GLUED_BY.match(text)) or (named is not None and named.reason is Reason.BYLINE)
    if not (said or labelled or picture) and text.count(" ") > _MOST_SPACES:
        return None
    plain = _GLUED_BY.sub("", text[picture.end() :] if picture else text)
    plain = _DATE.sub("", _AFTER_NAME.sub("", plain)).strip(" ,|·•–&()（）-")
    plain = _ROLE.sub("", _GLUED_NUMBER.sub("", plain))
    names = clean_names(plain, sites, from_page=True)
    people = [name for name in names if is_person(name) or is_agency(name)]
    if said and names and not (plain.isupper() and not by):
        return place + (3.0 if people else 1.5), people or names, index
    if labelled and names:
        return place + 2.5, people or names, index
    if picture:
        return (place + 2.0, people, index) if people and len(text.split()) < 8 else None
    alone = (
        people
        and not _NO_BYLINE.search(text)
        and len(people) == len(names)
        and len(plain.split()) <= 4 * len(people) + 2
    )
    alone = alone and place > _TOO_FAR and (not plain.isupper() or is_agency(plain))
    alone = alone and not _CREDIT.search(plain.replace(" | ", ", ")) and not _DENSE.search(plain)
    if alone and not reading.closed[index] and index and reading.times[reading.keys[index]] <= _OFTEN:
        return place + 1.2 + 0.8 * (plain != text), people, index
    return None


def _together(found: list[Found], best: Found) -> list[Found]:
    """The rows that go with the best one: lines of names right below or above it, as surely named."""
    rows = sorted((row for row in found if row is best or row[0] >= _WORTH), key=lambda row: row[2])
    first = last = rows.index(best)
    while last + 1 < len(rows) and _beside(rows[last], rows[last + 1]):
        last += 1
    while first and _beside(rows[first - 1], rows[first]):
        first -= 1
    return rows[first : last + 1]


def _beside(upper: Found, lower: Found) -> bool:
    return lower[2] - upper[2] <= 2 and abs(lower[0] - upper[0]) < _ALIKE
