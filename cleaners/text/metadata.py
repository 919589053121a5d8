"""The metadata that the lines of a text state, each with its evidence; what they do not state stays empty."""

from collections.abc import Sequence

from cleaners.text.authors import find_authors
from cleaners.text.dates import addressed_day, find_date
from cleaners.text.labels import Found
from cleaners.text.reading import Reading
from cleaners.text.title import Title
from cleaners.text.wording import SECTION_LABEL, SECTIONS
from cleaners.types import Kind, Metadata

_STANDFIRST_WORDS = (6, 80)


def read_metadata(reading: Reading, title: Title, kept: Sequence[bool]) -> tuple[Metadata, Found]:
    """The metadata, and which blocks they were read from; the article's body is the blocks that are `kept`."""
    start = next((n for n, keep in enumerate(kept) if keep), len(kept))
    end = max((n for n, keep in enumerate(kept) if keep), default=-1) + 1
    evidence: dict[str, str] = {}

    def note(field: str, index: int | None, how: str) -> None:
        if index is not None:
            evidence[field] = f"{reading.pieces[index].path}: {how}"

    description = _standfirst(reading, title.index, start)
    section = _section(reading, title.index)
    dated = find_date(reading, title.index, kept, end)
    addressed = addressed_day(reading.url, dated[0] if dated else None)
    dated = None if addressed else dated
    authors, by = find_authors(reading, title.index, kept, title.site)
    note(
        "title", title.index if title.index is not None else title.window if title.text else None, "the headline's line"
    )
    note("description", description, "the line under the title")
    note("section", section, "the line above the title")
    note("published_at", dated[1] if dated else None, "a dated line")
    if addressed:
        evidence["published_at"] = "url"
    note("authors", by, "a byline")
    note("site_name", title.window if title.site else None, "the window's title")
    metadata = Metadata(
        title=_plain(title.text),
        description=_plain(None if description is None else reading.texts[description]),
        authors=authors,
        published_at=dated[0] if dated else addressed,
        section=_plain(None if section is None else reading.texts[section]),
        language=reading.language,
        site_name=_plain(title.site),
        evidence=evidence,
    )
    found = Found(title.index, title.window, description, section, dated[1] if dated else None, by)
    return metadata, found


def _plain(text: str | None) -> str | None:
    """The text with spaces of one kind."""
    return " ".join(text.split()) if text else None


def _standfirst(reading: Reading, title: int | None, start: int) -> int | None:
    """The line right under the title, when it is as long as a sentence, has no name and is not the body."""
    if title is None or title + 1 >= start:
        return None
    index = title + 1
    least, most = _STANDFIRST_WORDS
    if reading.named[index] is not None or not least <= reading.counts["word"][index] <= most:
        return None
    if reading.times[reading.keys[index]] > 1 or reading.keys[index] == reading.keys[title]:
        return None
    return index


def _section(reading: Reading, title: int | None) -> int | None:
    """The line above the title that a label or its wording calls a section."""
    if title is None:
        return None
    for index in range(title - 1, max(-1, title - 4), -1):
        text = reading.texts[index]
        if index and SECTION_LABEL.fullmatch(reading.texts[index - 1].strip()) and reading.counts["word"][index] <= 4:
            return index
        if text.lower() in SECTIONS and reading.pieces[index].kind is not Kind.ITEM:
            return index if index == title - 1 else None
    return None
