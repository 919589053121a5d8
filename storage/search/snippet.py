"""The part of a text that answers a query best, with the words found marked."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache, partial
from itertools import dropwhile, takewhile
from typing import NamedTuple

from storage.search.index import folded, without_accents
from storage.search.segments import MARKS, runs
from storage.sentences import UNSPACED

WORDS = 30
START, END = "[", "]"
_SOLID = re.compile(r"[^\s\x1c-\x1f]+")
_GAP = re.compile(r"\s")
_TOKEN = re.compile(rf"([{UNSPACED}][{MARKS}]*)|[^\s{UNSPACED}]+")


class _Token(NamedTuple):
    """A word, or a character of a script without spaces (`unspaced`); `gap` where white space stands before it."""

    text: str
    start: int
    gap: bool
    unspaced: bool


def snippet(text: str, words: Collection[str], beginnings: Collection[str] = ()) -> str:
    """Return about 30 words of `text` in one line where most different `words` are, each in square brackets.

    `words` and `beginnings` (of words) are as `folded` gives them, and as they are in scripts without spaces, of which
    twice as many characters are returned.
    """
    if runs(text):
        return _unspaced_snippet(text, words, beginnings)
    return (_ascii_snippet if text.isascii() else _spaced_snippet)(text, words, beginnings)


def _spaced_snippet(text: str, words: Collection[str], beginnings: Collection[str]) -> str:
    tokens = text.split()
    found = {
        index: parts
        for index in _possible(text, tokens, (*words, *beginnings))
        if (parts := _found(tokens[index], words, beginnings))
    }
    start = _best(found, len(tokens), WORDS)
    part = [
        _marked(token) if index in found else token
        for index, token in enumerate(tokens[start : start + WORDS], start=start)
    ]
    return _within(" ".join(part), start, WORDS, len(tokens))


def _ascii_snippet(text: str, words: Collection[str], beginnings: Collection[str]) -> str:
    """The same where letters keep their places: only what is near the hits is taken apart, which is many times quicker."""
    found = _hits(text, words, beginnings)
    best, start = 0, 0
    for number, (at, _) in enumerate(found):
        near = takewhile(partial(_is_near, text, at), found[number : number + WORDS])
        different = len(frozenset[str]().union(*(parts for _, parts in near)))
        if different > best:
            best, start = different, _back(text, at, 5)
    tokens = text[start:].split(None, WORDS)
    if start and len(tokens) < WORDS:
        start = _back(text, len(text), WORDS)
        tokens = text[start:].split(None, WORDS)
    part = tokens[:WORDS]
    for at, _ in dropwhile(lambda one: one[0] < start, found):
        index = len(text[start:at].split(None, WORDS))
        if index >= len(part):
            break
        part[index] = _marked(part[index])
    return _within(" ".join(part), start, WORDS, start + len(tokens))


def _is_near(text: str, at: int, hit: tuple[int, frozenset[str]]) -> bool:
    """Whether a hit is in a window that begins a few words before another."""
    return len(text[at : hit[0]].split(None, WORDS)) < WORDS - 5


def _hits(text: str, words: Collection[str], beginnings: Collection[str]) -> list[tuple[int, frozenset[str]]]:
    """Where the tokens begin that hold a part, and which ones."""
    plain, found, end = text.lower(), [], 0
    for place in sorted({place for part in (*words, *beginnings) for place in _places(plain, part)}):
        if place < end:
            continue  # of the same token
        before = text[end:place]
        at = place - len(before.rsplit(None, 1)[-1]) if before and not before[-1].isspace() else place
        solid = _SOLID.match(text, at)
        assert solid is not None
        end = solid.end()
        if parts := _found(solid[0], words, beginnings):
            found.append((at, parts))
    return found


def _back(text: str, at: int, most: int) -> int:
    """Where the part of so many tokens before a place begins; 0 where there are no more than these."""
    before = text[:at].rsplit(None, most)
    return len(before[0]) if len(before) > most else 0


def _unspaced_snippet(text: str, words: Collection[str], beginnings: Collection[str]) -> str:
    tokens = [
        _Token(match[0], start := match.start(), text[start - 1 : start].isspace(), match[1] is not None)
        for match in _TOKEN.finditer(text)
    ]
    found = {
        index: parts
        for index, token in enumerate(tokens)
        if not token.unspaced and (parts := _found(token.text, words, beginnings))
    }
    found |= _found_runs(text, tokens, [word for word in words if runs(word)])
    most = 2 * WORDS if 2 * sum(token.unspaced for token in tokens) > len(tokens) else WORDS
    start = _best(found, len(tokens), most)
    return _within(_joined(tokens, found, start, most).strip(), start, most, len(tokens))


def _found_runs(text: str, tokens: Sequence[_Token], wanted: Sequence[str]) -> dict[int, frozenset[str]]:
    """The places of the characters of each of the runs."""
    starts = [token.start for token in tokens]
    found: dict[int, frozenset[str]] = {}
    for run in wanted:
        for match in re.finditer(re.escape(run), text):
            first, last = (bisect_right(starts, place) - 1 for place in (match.start(), match.end() - 1))
            found |= dict.fromkeys(range(first, last + 1), frozenset([run]))
    return found


def _joined(tokens: Sequence[_Token], found: Collection[int], start: int, most: int) -> str:
    """The tokens with brackets around those that were found, neighbours of an unspaced script in the same ones."""
    parts, opened = [], False
    for index, token in enumerate(tokens[start : start + most], start=start):
        hit = index in found
        goes_on = hit and token.unspaced and not token.gap
        if opened and not goes_on:
            parts.append(END)
            opened = False
        parts.append(" " if token.gap else "")
        if hit and token.unspaced:
            parts.append("" if opened else START)
            opened = True
        parts.append(_marked(token.text) if hit and not token.unspaced else token.text)
    return "".join(parts) + (END if opened else "")


def _within(part: str, start: int, most: int, size: int) -> str:
    """The part, with dots where the text goes on."""
    before, after = "… " if start else "", " …" if start + most < size else ""
    return f"{before}{part}{after}"


def _possible(text: str, tokens: Sequence[str], parts: Sequence[str]) -> Iterator[int]:
    """The places of the tokens that may hold one of the parts: few are, and only these are looked at closely."""
    plain = without_accents(unicodedata.normalize("NFKD", text.casefold()))
    rough = plain.split()
    if len(_GAP.findall(plain)) != len(_GAP.findall(text)):  # a sign that has a space in it when it is taken apart
        yield from range(len(tokens))
        return
    for index, token in enumerate(rough):
        if any(part in token for part in parts):
            yield index


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _best(found: dict[int, frozenset[str]], size: int, most: int) -> int:
    """Where the window with the most different hits begins, a few words before the first of them."""
    best, at = 0, 0
    for index in found:
        near = (words for place, words in found.items() if index <= place < index + most - 5)
        different = len(frozenset[str]().union(*near))
        if different > best:
            best, at = different, index
    return max(0, min(at - 5, size - most))


def _found(token: str, words: Collection[str], beginnings: Collection[str]) -> frozenset[str]:
    parts = _parts(token)
    return frozenset(part for part in parts if part in words or any(part.startswith(start) for start in beginnings))


@lru_cache(10_000)
def _parts(token: str) -> tuple[str, ...]:
    """The words of a token as `folded`: those that are looked for come again and again."""
    return tuple(folded(token).split())


def _marked(token: str) -> str:
    """The token with brackets inside the punctuation around it."""
    match = re.match(r"(\W*)(.*?)(\W*)$", token, re.DOTALL)
    return f"{match[1]}{START}{match[2]}{END}{match[3]}" if match and match[2] else token
