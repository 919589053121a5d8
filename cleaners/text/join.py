"""Lines joined into blocks: what was broken by a margin, by a hyphen, by a page's end or after an abbreviation.

Texts that were wrapped at a margin are told from texts with one paragraph a line by the wrapping itself: a line was
wrapped when the first word of the next would not have fitted in the width that the lines around it have.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cleaners.text.lines import Line
from cleaners.text.pages import flowing, furniture
from cleaners.types import Kind, Link

#: A margin stands between these widths: a menu is narrower, a paragraph without line breaks wider.
_NARROWEST, _WIDEST = 34, 140
#: What ends a block is told by no more than this many of its last characters: a block may grow without end.
_TAIL = 200
#: Of the line ends of a wrapped stretch, this share is where the next word would not have fitted.
_FULL_SHARE = 0.8
_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;]['\"”’»«)\]]*$")
_TITLES = (
    "Dr Mr Mrs Ms Prof Gen Sen Rep Gov Lt Col Sgt Capt Maj Cmdr Adm St Rev Hon Brig Cpl Pvt Supt Insp Det Amb Pres Sr "
    "Sra Srta Dra Drs Mme Mlle Hr Fr Frl Dipl Ing Mag Bgm Abg Min Msgr Fra Dott Avv Ir Mevr Dhr Ks Abp Bp Nr Nos vs "
    "Nro Núm núm Art art Abs Abb ca bzw Stv stv geb Ph Mt Ft"
)
_ABBREVIATION = re.compile(rf"(?:^|[\s(\"“„«'‘])(?:{'|'.join(_TITLES.split())}|[гтдп]|им|ул|рис|см|просп)\.$")
_INITIAL = re.compile(r"(?:^|\s)[A-ZÀ-ÞА-Я][\w'’-]+ (?:[A-ZÀ-ÞА-Я]\.\s?)+$|(?:^|\s)(?:U\.S|U\.K|U\.N|E\.U|D\.C)\.$")
_NEW_SENTENCE = re.compile(
    r"(?:the|a|an|it|its|he|she|they|we|i|in|on|at|but|and|this|that|these|those|his|her|their|as|for|with|after|before|when|while|if|there|"
    r"what|who|how|why|our|my|you|your|since|by|from|so|to|no|one|some|many|most|according|meanwhile|however|also)\b",
    re.IGNORECASE,
)
_HYPHENS = ("-", "\u2010", "\u00ac")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has a label: the lines `first` to `last` as one text."""

    first: int
    last: int
    indent: int
    gap: int
    text: str
    kind: Kind
    page: int
    links: tuple[Link, ...] = ()
    furniture: bool = False  # a running head or foot, or the number of a page

    @property
    def path(self) -> str:
        """Where it stands, as ``line[12]`` or ``line[12-14]``."""
        return f"line[{self.first}]" if self.first == self.last else f"line[{self.first}-{self.last}]"


class _Growing:
    """A block while lines are added to it: its end is at hand without putting the whole together each time."""

    def __init__(self, line: Line) -> None:
        self.line, self.last = line, line.number
        self.parts, self.size, self.links = [line.text], len(line.text), list(line.links)
        self.end = line.text[-_TAIL:]

    def add(self, line: Line, *, wrapped: bool) -> None:
        """Glue a line to the end, without a hyphen that only the margin made."""
        joint = " "
        if self.end.endswith(_HYPHENS) and wrapped and line.text[:1].islower() and self.end[-2:-1].isalpha():
            self.parts[-1], self.end, joint = self.parts[-1][:-1], self.end[:-1], ""
            self.size -= 1
        elif _ends_without_space(self.end) and _begins_without_space(line.text):
            joint = ""
        self.size += len(joint)
        self.links += [replace(link, start=link.start + self.size, end=link.end + self.size) for link in line.links]
        self.parts.append(joint + line.text)
        self.size += len(line.text)
        self.end, self.last = f"{self.end}{joint}{line.text}"[-_TAIL:], line.number

    def piece(self) -> Piece:
        """The block as it is now."""
        line = self.line
        text = "".join(self.parts)
        return Piece(line.number, self.last, line.indent, line.gap, text, line.kind, line.page, tuple(self.links))


def join(lines: Iterable[Line]) -> list[Piece]:
    """The blocks of a text, in the order of their first lines; the words are those of the lines but for hyphens."""
    every = list(lines)
    outer = furniture(every)
    if not outer and not (every and every[-1].page):
        return _joined(every)
    pieces = _joined(flowing([line for line in every if line.number not in outer]))
    pieces += [replace(_Growing(line).piece(), furniture=True) for line in every if line.number in outer]
    return sorted(pieces, key=lambda piece: piece.first)


def _joined(lines: Sequence[Line]) -> list[Piece]:
    stretches = list(_stretches(lines))
    margins = [_margin(stretch) for stretch in stretches]
    usual = max((m for m, s in zip(margins, stretches, strict=True) if m is not None and len(s) > 2), default=0)
    found: list[_Growing] = []
    for stretch, width in zip(stretches, margins, strict=True):
        if len(stretch) == 2 and width is not None and width > usual:  # two lines alone do not show a margin
            width = None
        start = len(found)
        previous = stretch[0]
        for line in stretch:
            if len(found) > start and _continues(found[-1].line.kind, found[-1].end, previous, line, width):
                found[-1].add(line, wrapped=width is not None)
            else:
                found.append(_Growing(line))
            previous = line
    return [growing.piece() for growing in found]


def _stretches(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other without an empty line, so that only they can belong together."""
    stretch: list[Line] = []
    for line in lines:
        if stretch and line.gap:
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _margin(stretch: Sequence[Line]) -> int | None:
    """The width at which a stretch was wrapped, or None when its lines are as they were written."""
    if len(stretch) < 2 or any(line.kind is Kind.CELL for line in stretch):
        return None
    widths = [line.indent + len(line.text) for line in stretch]
    width = max(widths)
    if not _NARROWEST <= width <= _WIDEST:
        return None
    inner = [
        (size, line, after)
        for size, line, after in zip(widths, stretch, stretch[1:], strict=False)
        if not (_SENTENCE_END.search(line.text) and size < 0.8 * width)
    ]
    if not inner or sum(bool(_SENTENCE_END.search(line.text)) for _, line, _ in inner) > 0.5 * len(inner):
        return None
    full = sum(_wrapped(size, after, width) for size, _, after in inner)
    return width if full >= _FULL_SHARE * len(inner) and full > 0 else None


def _wrapped(size: int, after: Line, width: int) -> bool:
    """Whether the next word would not have fitted, or nearly not (proportional letters are not all of one width)."""
    word = len(after.text.split(" ", 1)[0])
    return size + 1 + word > width or size >= 0.86 * width


def _continues(kind: Kind, before: str, previous: Line, line: Line, width: int | None) -> bool:
    """Whether a line goes on with the sentence or the paragraph before it, which is of that kind and ends so."""
    if line.kind is not Kind.PARAGRAPH and line.kind is not kind:
        return False
    if width is not None:
        return line.kind is Kind.PARAGRAPH and not (
            _SENTENCE_END.search(before) and not _wrapped(previous.indent + len(previous.text), line, width)
        )
    if line.kind is not Kind.PARAGRAPH or kind is not Kind.PARAGRAPH or len(before) < 24:
        return False
    if _ABBREVIATION.search(before):
        return True
    if _INITIAL.search(before) and line.text[:1].isupper():
        return not _NEW_SENTENCE.match(line.text)
    return _broken(before, line.text)


def _broken(before: str, after: str) -> bool:
    """Whether a sentence was cut, as by a link that stood on a line of its own."""
    if _SENTENCE_END.search(before) or not (before[-1:].isalnum() or before[-1:] in ",-–(“„«"):
        return False
    if after.startswith(("http:", "https:", "www.")):
        return False
    return after[:1].islower() and len(before) >= 40 and (len(after) >= 30 or bool(_SENTENCE_END.search(after)))


def _ends_without_space(text: str) -> bool:
    return "\u2e80" <= text[-1:] <= "\u9fff" or "\uff00" <= text[-1:] <= "\uffef"


def _begins_without_space(text: str) -> bool:
    return "\u2e80" <= text[:1] <= "\u9fff" or "\uff00" <= text[:1] <= "\uffef"
