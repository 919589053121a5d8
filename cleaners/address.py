"""What the address of a page says of it: often the words of its headline, sometimes its day.

Content systems make the last part of an address from the headline: its words in small letters of ASCII, the short ones
often left out ("slug"; WordPress's `sanitize_title` is one of many ways to make it).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2]|[1-9](?=[/_-]))"
    r"[/_.-]?(0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]|$))(?=[/_.-]|$|\D)"
)
_DAY_FIRST = re.compile(r"[/_-](0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d\d)(?=[/_.-]|$)")
_LONGEST = 2000
#: Fewer words say no headline.
_LEAST = 2
_ENDINGS = frozenset("html htm shtml php aspx asp jsp ece amp".split())
#: Letters that do not fall apart into one of ASCII and a mark, as most systems spell them, and as some do.
_SPELLED = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def headline_words(url: str) -> frozenset[str]:
    """The words that the address of a page has of its headline, in the letters of `plain`; empty where it has none.

    `url` may be empty or no URL at all.
    """
    best: list[str] = []
    for part in _parts(url):
        words = [word for word in _WORD.findall(part) if word.isalpha() and len(word) > 1]
        if words and words[-1] in _ENDINGS:
            words.pop()
        if len(words) >= max(len(best), 1):  # the last part with most of them
            best = words
    return frozenset(map(plain, best)) if len(best) >= _LEAST else frozenset()


def _parts(url: str) -> list[str]:
    try:
        path = urlsplit(url[:_LONGEST]).path
    except ValueError:
        return []
    return unquote(path).lower().split("/")


def plain(word: str) -> str:
    """A word in small letters without marks above and below them."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFKD", word.lower().translate(_SPELLED))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def shared(words: Iterable[str], address: frozenset[str]) -> frozenset[str]:
    """Those of the words of an address that a line has, however the address spells them; `words` in small letters."""
    found: set[str] = set()
    for word in words:
        if word.isascii():
            found.add(word)
        else:
            found |= {plain(word), plain(word.translate(_SPELLED_OUT))}
    return address & found


def days(url: str) -> Iterator[str]:
    """The days in an address, such as ``/2024/05/31/`` or ``-31-05-2024``, each as ``YYYY-M-D`` in digits as they stand."""
    path = url.split("?", 1)[0]
    yield from ("-".join(match.groups()) for match in _DAY.finditer(path))
    yield from ("-".join(reversed(match.groups())) for match in _DAY_FIRST.finditer(path))
