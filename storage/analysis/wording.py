"""Whether two texts were worded independently: the measure of text re-use by shared runs of words.

Two reporters who write on one event share names, numbers and what people said; they do not share how they put it. So
runs of equal words are looked for outside quotations (greedy string tiling, Wise 1993, in the form in which Clough et
al. 2002, "METER: MEasuring TExt Reuse", tell derived news from independent news), and a run counts only where it holds
wording: words in lower case that are no stop words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from storage.analysis.words import CAPITAL_NOUNS, Word, is_unspaced, running_words

RUN = 5
"""Words in a row that must be equal: of fewer, the language's stock of phrases makes many."""
WORDING = 2
"""Words of a run that must be wording."""

Words = Sequence[Word | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two texts have in common: `share` of the shorter text's words, in `runs` separate places."""

    share: float
    runs: int


COPY, REWRITE = 0.6, 0.1
"""Least shares of common wording in a copy and in a rewrite. Independent reports of one event share up to 0.05."""
PLACES = 3
"""Separate places that a rewrite has in common with its model: one alone may be an official statement."""
NOTHING = Shared(share=0.0, runs=0)


def own_words(text: str, language: str | None) -> Words:
    """Return a text for `shared`: its words in order without the quotations, None between sentences."""
    words = running_words(text, language, quotations=False)
    if language not in CAPITAL_NOUNS:
        return list(words)
    return [word and word._replace(name=word.plain[0].isdigit()) for word in words]


def shared(one: Words, other: Words) -> Shared:
    """Compare two texts as `own_words` gives them; the order of the two makes no difference to the verdict's kind."""
    if sum(word is not None for word in one) > sum(word is not None for word in other):
        one, other = other, one
    total = sum(word is not None for word in one)
    if not total:
        return NOTHING
    runs = [length for start, length in _runs(one, other) if _is_worded(one[start : start + length])]
    return Shared(share=sum(runs) / total, runs=len(runs))


def _runs(one: Words, other: Words) -> list[tuple[int, int]]:
    """Starts and lengths of the longest runs of `one` that are in `other`, from left to right without overlap."""
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, key in _keys(other):
        places[key].append(at)
    found: list[tuple[int, int]] = []
    end = 0
    for at, key in _keys(one):
        if at >= end and key in places:
            length = max(_length(one, at, other, place) for place in places[key])
            found.append((at, length))
            end = at + length
    return found


def _keys(words: Words) -> list[tuple[int, tuple[str, ...]]]:
    keys = []
    for at in range(len(words) - RUN + 1):
        run = [word.plain for word in words[at : at + RUN] if word is not None]
        if len(run) == RUN:
            keys.append((at, tuple(run)))
    return keys


def _length(one: Words, at: int, other: Words, place: int) -> int:
    length = RUN
    while at + length < len(one) and place + length < len(other):
        mine, theirs = one[at + length], other[place + length]
        if mine is None or theirs is None or mine.plain != theirs.plain:
            break
        length += 1
    return length


def _is_worded(run: Words) -> bool:
    words = [word for word in run if word is not None]
    # A character of a script without spaces is about half a word.
    weight = sum(0.5 if is_unspaced(word.plain) else 1 for word in words)
    return weight >= RUN and sum(not word.stop and not word.name for word in words) >= WORDING
