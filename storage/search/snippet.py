"""The part of a text that answers a query best, with the words found marked."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from storage.search.index import folded, without_accents

WORDS = 30
START, END = "[", "]"


def snippet(text: str, words: Collection[str], beginnings: Collection[str] = ()) -> str:
    """Return about 30 words of `text` in one line where most different `words` are, each in square brackets.

    `words` and `beginnings` (of words) are as `folded` gives them.
    """
    tokens = text.split()
    found = {
        index: parts
        for index in _possible(text, tokens, (*words, *beginnings))
        if (parts := _found(tokens[index], words, beginnings))
    }
    start = _best(found, len(tokens))
    part = [
        _marked(token) if index in found else token
        for index, token in enumerate(tokens[start : start + WORDS], start=start)
    ]
    before, after = "… " if start else "", " …" if start + WORDS < len(tokens) else ""
    return f"{before}{' '.join(part)}{after}"


def _possible(text: str, tokens: Sequence[str], parts: Sequence[str]) -> Iterator[int]:
    """The places of the tokens that may hold one of the parts: few are, and only these are looked at closely."""
    plain = text.casefold()
    plain = plain if plain.isascii() else without_accents(unicodedata.normalize("NFKD", plain))
    rough = plain.split()
    if len(rough) != len(tokens):  # a sign that is two words when it is taken apart
        yield from range(len(tokens))
        return
    for index, token in enumerate(rough):
        for part in parts:
            if part in token:
                yield index
                break


def _best(found: dict[int, frozenset[str]], size: int) -> int:
    """Where the window with the most different hits begins, a few words before the first of them."""
    best, at = 0, 0
    for index in found:
        near = (words for place, words in found.items() if index <= place < index + WORDS - 5)
        different = len(frozenset[str]().union(*near))
        if different > best:
            best, at = different, index
    return max(0, min(at - 5, size - WORDS))


def _found(token: str, words: Collection[str], beginnings: Collection[str]) -> frozenset[str]:
    parts = folded(token).split()
    return frozenset(part for part in parts if part in words or any(part.startswith(start) for start in beginnings))


def _marked(token: str) -> str:
    """The token with brackets inside the punctuation around it."""
    match = re.match(r"(\W*)(.*?)(\W*)$", token, re.DOTALL)
    return f"{match[1]}{START}{match[2]}{END}{match[3]}" if match and match[2] else token
