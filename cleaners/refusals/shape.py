"""The shape of a page: running text in one place, or many small pieces that repeat and lead elsewhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from cleaners.html.blocks import Frame, Span
from cleaners.html.reasons import shared_flags
from cleaners.html.structure import Flag
from cleaners.types import Kind

NAMES = (
    "blocks", "chars", "main_blocks", "link_share", "sentences", "sentence_chars", "sentence_share", "longest", "homes",
    "home_chars", "home_share", "home_sentences", "run", "headings", "linked_headings", "linked_heading_share", "linked_blocks",
    "cards", "card_kinds", "cards_share", "card_chars", "items", "cells", "short_share", "median_length",
    "images", "forms", "buttons",
)  # fmt: skip
#: The frame of a page: what stands here says nothing of its kind.
AWAY = Flag.NAV | Flag.FOOTER | Flag.HIDDEN | Flag.DIALOG | Flag.C_CONSENT | Flag.C_NAV | Flag.C_FOOTER
_BESIDE = AWAY | Flag.ASIDE | Flag.FORM | Flag.BUTTON | Flag.C_COMMENT | Flag.HEADER | Flag.FIGURE | Flag.CAPTION
#: What of these may be the frame of all of a page: a class of its body's element, a header that is never closed.
_OF_ALL = Flag.HEADER | Flag.C_NAV
_STOP = frozenset('.!?…。！？।۔؟"”’»)」』:')
_LONG, _SHORT, _REPEATED = 90, 40, 4
_LINKED = 0.4  # the share of links that no sentence has
_COUNTED = ("img", "form", "button")


@dataclass(slots=True)
class _Text:
    """Blocks that are sentences, by the element that holds them."""

    chars: Counter[Frame | None] = field(default_factory=Counter)
    blocks: Counter[Frame | None] = field(default_factory=Counter)
    longest: int = 0
    run: int = 0
    best_run: int = 0

    def add(self, frame: Frame, size: int) -> None:
        home = frame.container if frame.tag == "p" else frame
        self.chars[home] += size
        self.blocks[home] += 1
        self.longest = max(self.longest, size)
        self.run += 1
        self.best_run = max(self.best_run, self.run)

    def figures(self, chars: int) -> list[float]:
        """From "sentences" to "run"; `chars` is the length of the page without its frame."""
        total = self.chars.total()
        home, size = self.chars.most_common(1)[0] if self.chars else (None, 0)
        share = size / max(total, 1)
        return [
            self.blocks.total(), total, total / max(chars, 1), self.longest, len(self.chars), size, share,
            self.blocks[home] if size else 0, self.best_run,
        ]  # fmt: skip


class _Ways:
    """The element names on the way to a block, as a number that is the same for the same way."""

    def __init__(self) -> None:
        self._known: dict[Frame | None, int] = {None: 0}
        self._numbers: dict[tuple[int, str, int], int] = {}

    def of(self, frame: Frame | None) -> int:
        new = []
        while frame not in self._known:
            new.append(frame)
            frame = frame.container if frame else None
        number = self._known[frame]
        for inner in reversed(new):
            number = self._known[inner] = self._number(number, inner) if inner else 0
        return number

    def _number(self, outer: int, frame: Frame) -> int:
        """Cards of one list have classes of one length, nearly always; the names themselves may differ by a number."""
        name = frame.element.get("class") if frame.element is not None and frame.tag in ("div", "li") else None
        return self._numbers.setdefault((outer, frame.tag, len(name or "")), len(self._numbers) + 1)


def shape(tags: Sequence[str], found: Sequence[Span]) -> list[float]:
    """The signals in `NAMES` of a page: the names of its elements, and its blocks."""
    said = [_is_sentence(span) for span in found]
    shared = shared_flags(found, said) & _OF_ALL
    away, beside = AWAY & ~shared, _BESIDE & ~shared
    inside = [(span, one) for span, one in zip(found, said, strict=True) if not span.frame.flags & away]
    main = [span for span, _ in inside]
    running = [one and not span.frame.flags & beside for span, one in inside]
    sizes = [len(span.text) for span in main]
    links = [_linked(span.links) if span.links else 0 for span in main]
    chars = sum(sizes)
    text, headings, linked_headings = _read(main, running, sizes, links)
    kinds = [span.frame.kind for span in main]
    short = len([size for size in sizes if size < _SHORT]) / max(len(sizes), 1)
    return [
        len(found), sum([len(span.text) for span in found]), len(main), sum(links) / max(chars, 1), *text.figures(chars),
        headings, linked_headings, linked_headings / max(headings, 1), *_cards(main, sizes, links),
        kinds.count(Kind.ITEM), kinds.count(Kind.CELL), short, median(sizes or [0]), *(tags.count(tag) for tag in _COUNTED),
    ]  # fmt: skip


def _linked(links: Sequence[tuple[int, int, str]]) -> int:
    """How many characters of a block are in its links: nearly always there is one."""
    if len(links) == 1:
        start, end, _ = links[0]
        return end - start
    return sum([end - start for start, end, _ in links])


def _is_sentence(span: Span) -> bool:
    return len(span.text) > _LONG and span.link_share < _LINKED and span.text[-1] in _STOP


def _read(
    main: Sequence[Span], running: Sequence[bool], sizes: Sequence[int], links: Sequence[int]
) -> tuple[_Text, int, int]:
    """The running text, the number of headings, and how many of these are links; `running` marks the running text."""
    text, headings, linked_headings = _Text(), 0, 0
    for span, runs, size, link in zip(main, running, sizes, links, strict=True):
        frame = span.frame
        if runs:
            text.add(frame, size)
        elif frame.kind is Kind.HEADING:
            headings += 1
            if link > 0.6 * size:
                linked_headings += 1
                text.run = 0
        elif size > 25:
            text.run = 0
    return text, headings, linked_headings


def _cards(main: Sequence[Span], sizes: Sequence[int], links: Sequence[int]) -> list[float]:
    """From "linked_blocks" to "card_chars": blocks that are links, grouped by the way to them."""
    ways = _Ways()
    cards: Counter[int] = Counter()
    chars: Counter[int] = Counter()
    for span, size, link in zip(main, sizes, links, strict=True):
        if link > 0.5 * size:
            way = ways.of(span.frame)
            cards[way] += 1
            chars[way] += size
    repeated = [count for count in cards.values() if count >= _REPEATED]
    most, longest = max(cards.values(), default=0), max(chars.values(), default=0)
    return [cards.total(), most, len(repeated), sum(repeated) / max(len(main), 1), longest]
