"""What changed from one revision of an article to the next: sentence by sentence, and how much it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from storage.sentences import sentences, words

SUBSTANTIAL_SHARE = 0.1
"""From this share of changed words on, of all words before and after, a change is substantial,"""
SUBSTANTIAL_WORDS = 100
"""and from this number of changed words on, in a text of any length."""
SPELLINGS = 5
"""So many words may be respelt in a cosmetic change."""
_ALIKE = 0.75
_SPELT = 4
_PAIRS = 1_000_000
"""Sequences with more pairs of equal items than this are not aligned, only counted: alignment takes time by pairs."""


class Size(StrEnum):
    """How much a revision changed.

    Cosmetic: the same words, but for punctuation, letter case, white space and a few respelt words; substantial: a
    tenth of the words, or a hundred of them; minor: what lies between, and a changed title.
    """

    COSMETIC = "cosmetic"
    MINOR = "minor"
    SUBSTANTIAL = "substantial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Sentences that stood in one place `before`, and those that stand there `after`; either may be empty."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The step from one text to the next: its size, the number of words added and removed, the sentences concerned."""

    size: Size
    words_added: int
    words_removed: int
    hunks: tuple[Hunk, ...]


def compare(before: str, after: str, *, titles: tuple[str | None, str | None] = (None, None)) -> Change:
    """Return what changed between two texts; `titles`, before and after, count towards the size."""
    hunks = diff(before, after)
    added = removed = respelt = 0
    for hunk in hunks:
        step = _step(words(" ".join(hunk.before)), words(" ".join(hunk.after)))
        added, removed, respelt = added + step[0], removed + step[1], respelt + step[2]
    changed = added + removed - 2 * respelt
    total = len(words(before)) + len(words(after))
    if changed and (changed >= SUBSTANTIAL_WORDS or changed >= SUBSTANTIAL_SHARE * total):
        size = Size.SUBSTANTIAL
    elif changed or respelt > SPELLINGS or _is_reworded(*titles):
        size = Size.MINOR
    else:
        size = Size.COSMETIC
    return Change(size=size, words_added=added, words_removed=removed, hunks=hunks)


def diff(before: str, after: str) -> tuple[Hunk, ...]:
    """Return the sentences of two texts that differ, in the order of the texts; white space does not count."""
    ours, theirs = sentences(before), sentences(after)
    return tuple(Hunk(before=tuple(ours[a:b]), after=tuple(theirs[c:d])) for a, b, c, d in _replaced(ours, theirs))


def _replaced(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return the ranges that differ, [a, b) of `ours` against [c, d) of `theirs`."""
    start, stop = _common(ours, theirs)
    ours, theirs = ours[start : len(ours) - stop], theirs[start : len(theirs) - stop]
    if not ours and not theirs:
        return []
    if _pairs(ours, theirs) > _PAIRS:
        return [(start, start + len(ours), start, start + len(theirs))]
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(a + start, b + start, c + start, d + start) for tag, a, b, c, d in codes if tag != "equal"]


def _common(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """Return how many items both begin with, and how many of the rest both end with."""
    most = min(len(ours), len(theirs))
    start = next((at for at in range(most) if ours[at] != theirs[at]), most)
    most -= start
    stop = next((at for at in range(most) if ours[-1 - at] != theirs[-1 - at]), most)
    return start, stop


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> int:
    one, other = Counter(ours), Counter(theirs)
    return sum(count * other[item] for item, count in one.items())


def _step(ours: Sequence[str], theirs: Sequence[str]) -> tuple[int, int, int]:
    """Return how many words were added and removed, and how many of these are one word respelt."""
    start, stop = _common(ours, theirs)
    ours, theirs = ours[start : len(ours) - stop], theirs[start : len(theirs) - stop]
    if _pairs(ours, theirs) > _PAIRS:
        one, other = Counter(ours), Counter(theirs)
        return (other - one).total(), (one - other).total(), 0
    added = removed = respelt = 0
    for a, b, c, d in _replaced(ours, theirs):
        added, removed = added + d - c, removed + b - a
        if b - a == d - c <= SPELLINGS:
            respelt += sum(_is_respelt(*pair) for pair in zip(ours[a:b], theirs[c:d], strict=True))
    return added, removed, respelt


def _is_respelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SPELT or any(letter.isdigit() for letter in one + other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _is_reworded(before: str | None, after: str | None) -> bool:
    ours, theirs = words(before or ""), words(after or "")
    added, removed, respelt = _step(ours, theirs)
    return added + removed > 2 * respelt
