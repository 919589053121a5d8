"""A text cut into lines: line ends of every kind, page breaks, marks of lists, quotes and Markdown taken off.

Line ends are those of Unicode Standard Annex 14 (mandatory breaks); marks are those of CommonMark 0.31 where a text is
written in it, and the bullets that inscriptis and word processors print.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaners.types import Kind, Link

_END = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
#: A space that holds two words together is the writer's, and stays.
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
#: Soft hyphens inside a line, and characters that show nothing; the joiners of Persian and Hindi (U+200C, U+200D) stay.
_NOTHING = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\u2061-\u2064\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]"
)
_SOFT = re.compile("\u00ad\\s*$")
_BULLET = re.compile(r"[*+•‣◦▪▫■□●○∙⁃➢➤✓✔►▶]\s+(?=\S)|o\s+(?=\S)")
_PRINTED = re.compile(r"\s*[*+] \S")
_BARE = re.compile(r"[\s*+•‣◦▪▫■□●○∙⁃]*$")
_QUOTE = re.compile(r"(?:>\s?)+")
_NUMBER = re.compile(r"(\d{1,3})\.\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)|(?=#+\s*$)")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^\s\[\]]*?)(?:\s+[\"'][^\"']*[\"'])?\)")
_MARKDOWN_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_MARKDOWN_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=[^\s*_])([^*_]{1,1000})(?<=[^\s*_])\1(?!\w)")
_MARKDOWN_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_TABLE_GAP = re.compile(r"\S {3,}\S|\S\t+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that shows something: where it stands and what is written in it."""

    number: int  # from 1, as an editor counts
    indent: int
    gap: int  # empty lines before it; a page break counts as one
    text: str
    kind: Kind = Kind.PARAGRAPH
    soft: bool = False  # ends in a soft hyphen
    page: int = 0  # how many page breaks stand before it
    links: tuple[Link, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Style:
    """What the whole text is written in."""

    markdown: bool
    rendered: bool  # by a tool that indents and prints bullets, such as inscriptis: numbers of lists are its marks
    quoted: bool


def raw_lines(text: str) -> list[str]:
    """The text at its line ends; a page break stays as a form feed at the front of the line after it."""
    return _END.split(text.replace("\f", "\n\f"))


def style(raw: list[str]) -> Style:
    """How the lines of a text are marked."""
    shown = [line for line in raw if line.strip()]
    count = max(len(shown), 1)
    marked = [line for line in shown[:2000] if line[0] == "#" or "](" in line]
    markdown = sum(bool(_MARKDOWN_HEADING.match(line) or _MARKDOWN_LINK.search(line)) for line in marked)
    strong = any(_MARKDOWN_STRONG.search(line) for line in shown[:2000] if "**" in line or "__" in line)
    indented = sum(line.startswith("  ") for line in shown) / count
    bullets = any(_PRINTED.match(line) for line in shown if "* " in line or "+ " in line)
    quoted = sum(line.lstrip().startswith(">") for line in shown) / count
    return Style(
        markdown=markdown >= 2 or (markdown == 1 and strong),
        rendered=indented > 0.3 and bullets,
        quoted=quoted > 0.3,
    )


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that show something, with the empty ones between them counted."""
    raw = raw_lines(text)
    how = style(raw)
    counted = _counted(raw) if how.rendered else frozenset[int]()
    gap = page = 0
    for number, line in enumerate(raw, 1):
        if line.startswith("\f"):
            page += 1
            gap += 1
            line = line[1:]
        read = _line(line, number, gap, page, how, counted=number in counted)
        if read is None:
            gap += 1
        else:
            yield read
            gap = 0


def _counted(raw: list[str]) -> frozenset[int]:
    """The lines whose number is a list's mark: the line before or after at the same indent counts on from it.

    "12. May 2025" by itself is no item of a list.
    """
    last: dict[int, tuple[int, int]] = {}
    found: set[int] = set()
    for place, line in enumerate(raw, 1):
        text = line.lstrip()
        if text[:1].isdigit() and (mark := _NUMBER.match(text)):
            indent, count = len(line) - len(text), int(mark[1])
            before = last.get(indent)
            if before is not None and before[0] + 1 == count:
                found |= {before[1], place}
            last[indent] = count, place
    return frozenset(found)


def _line(line: str, number: int, gap: int, page: int, how: Style, *, counted: bool) -> Line | None:
    plain = line.isprintable()  # it holds no tabs, no characters that show nothing, and no spaces but the usual
    soft = not plain and bool(_SOFT.search(line))
    expanded = line.rstrip() if plain else _NOTHING.sub("", line).expandtabs(4).rstrip()
    text = expanded.lstrip()
    indent = len(expanded) - len(text)
    if not text or (text == "o" and how.rendered and indent):
        return None
    if not text[0].isalnum() and (_BARE.match(text) or _MARKDOWN_RULE.match(text)):
        return None
    wide = "  " in text
    kind = Kind.CELL if wide and _TABLE_GAP.search(text) else Kind.PARAGRAPH
    text, kind = _unmark(text, kind, how, indent, counted=counted)
    links: tuple[Link, ...] = ()
    text = text.strip() if plain and not wide else _SPACE.sub(" ", text).strip()
    if how.markdown:
        text, links = _markdown(text)
    return Line(number, indent, gap, text, kind, soft, page, links) if text else None


def _unmark(text: str, kind: Kind, how: Style, indent: int, *, counted: bool) -> tuple[str, Kind]:
    """The text without the marks at its front, and the kind that they tell."""
    if text.startswith(">") and (mark := _QUOTE.match(text)):
        text = text[mark.end() :]
        kind = kind if how.quoted else Kind.QUOTE
    if how.markdown and (mark := _MARKDOWN_HEADING.match(text)):
        return text[mark.end() :].rstrip("# "), Kind.HEADING
    if mark := _BULLET.match(text):
        if text[0] != "o" or (how.rendered and indent):
            return text[mark.end() :], Kind.ITEM
    elif how.markdown and text.startswith("- "):
        return text[2:], Kind.ITEM
    elif counted and indent and (mark := _NUMBER.match(text)):
        return text[mark.end() :], Kind.ITEM
    return text, kind


def _markdown(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text that a line of Markdown shows, and its links at their places."""
    text = _MARKDOWN_EMPHASIS.sub(r"\2", _MARKDOWN_STRONG.sub(r"\2", text))
    shown: list[str] = []
    links: list[Link] = []
    done = length = 0
    for found in _MARKDOWN_LINK.finditer(text):
        before = text[done : found.start()]
        words = found[1]
        start = length + len(before)
        if found[2] and words and not found[0].startswith("!"):
            links.append(Link(start=start, end=start + len(words), url=found[2]))
        shown += [before, words]
        length = start + len(words)
        done = found.end()
    return "".join([*shown, text[done:]]), tuple(links)
