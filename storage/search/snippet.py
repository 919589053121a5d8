"""The part of a text that answers a query best, with the words found marked."""

import re
from collections.abc import Collection

from storage.search.index import folded

WORDS = 30
START, END = "[", "]"
_WORD = re.compile(r"\S+")


def snippet(text: str, words: Collection[str], beginnings: Collection[str] = ()) -> str:
    """Return about 30 words of `text` in one line where most different `words` are, each in square brackets.

    `words` and `beginnings` (of words) are as `folded` gives them.
    """
    tokens = _WORD.findall(text)
    found = [_found(token, words, beginnings) for token in tokens]
    start = _best(found)
    part = [
        _marked(token) if hit else token
        for token, hit in zip(tokens[start : start + WORDS], found[start : start + WORDS], strict=True)
    ]
    before, after = "… " if start else "", " …" if start + WORDS < len(tokens) else ""
    return f"{before}{' '.join(part)}{after}"


def _best(found: list[frozenset[str]]) -> int:
    """Where the window with the most different hits begins, a few words before the first of them."""
    best, at = 0, 0
    hits = [index for index, words in enumerate(found) if words]
    for index in hits:
        different = len(frozenset[str]().union(*found[index : index + WORDS - 5]))
        if different > best:
            best, at = different, index
    return max(0, min(at - 5, len(found) - WORDS))


def _found(token: str, words: Collection[str], beginnings: Collection[str]) -> frozenset[str]:
    parts = folded(token).split()
    return frozenset(part for part in parts if part in words or any(part.startswith(start) for start in beginnings))


def _marked(token: str) -> str:
    """The token with brackets inside the punctuation around it."""
    match = re.match(r"(\W*)(.*?)(\W*)$", token, re.DOTALL)
    return f"{match[1]}{START}{match[2]}{END}{match[3]}" if match and match[2] else token
