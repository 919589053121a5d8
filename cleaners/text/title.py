"""The title: the line before the article that the rest of the text confirms as its headline."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cleaners.address import shared
from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading

#: What parts a title from the site's name in the title of a window, which tools print as the first line.
_CUT = re.compile(r"\s+[|\-–—·•»›:/]+\s+|\s*[|｜]\s*|\s+::\s+|--")
_QUESTION = re.compile(r"[?!？！][\"”»']?$")
_FULL_STOPS = (".", "。")
#: A line of so many sentences is hardly a headline.
_SENTENCES = 2
_FRONT = 3
_REACH = 60
_LONGEST = 300  # characters of a window's title
_NEAR = 15
_LEAST = 0.0
#: From this probability on a line is a title; from the lower one on where the window's title says the same.
_SURE, _POSSIBLE, _CERTAIN = 0.2, 0.02, 0.8
#: The line above a headline that belongs to it has so many words at most.
_KICKER = 8
#: A line with less than this share of the window's words is but a part of the headline.
_PART = 0.67
#: A headline stands no more than so many lines below the line that leads to it.
_LED = 3
#: A kicker by its words, and the share of its chance from which on the line below it is rather the headline.
_SHORT, _ALMOST = 4, 0.9
#: The window's title with so many words before the site's name is a headline.
_WHOLE = 4
_PARTING = frozenset(":|–—-,;&")
#: An address with so many words of a headline names the line that has this share of them and little else, where the
#: likeliest line has hardly any of them.
_NAMING, _NAMED, _SAID, _OTHERWISE, _BEYOND_DOUBT = 3, 0.75, 0.5, 0.4, 0.95
#: Of an address that has all of a headline but its kicker the headline has this share.
_ALL_BUT = 0.9
_LONGEST_TITLE = 45


@dataclass(frozen=True, slots=True)
class Title:
    """Which block is the title, and what the window's title says of the site."""

    index: int | None
    text: str | None
    window: int | None  # the block that holds the window's title
    site: str | None


def find_title(reading: Reading) -> Title:
    """The title of a text; all None when no line is one."""
    window, parts = _window(reading)
    anchored = _anchored(reading, parts, window)
    if anchored is not None:
        return Title(anchored, reading.texts[anchored], window, _site(reading, anchored, parts))
    best, chosen = _LEAST, None
    start, end = reading.run
    for index in range(max(0, start - _REACH), min(start + 3, end)):
        if index != window and (value := _value(reading, index, parts)) > best:
            best, chosen = value, index
    if chosen is None:
        whole = parts[0] if window is not None and len(parts) > 1 else None
        return Title(None, whole, window, parts[-1] if whole else None)
    chosen = _first_like(reading, chosen, window)
    return Title(chosen, reading.texts[chosen], window, _site(reading, chosen, parts))


def choose_title(reading: Reading, chances: Array) -> Title:
    """The title by the probability that a judge gives each line; all None when no line is one."""
    window, parts = _window(reading)
    index = int(chances.argmax()) if len(chances) else 0
    if not len(chances) or chances[index] < _SURE:
        whole = parts[0] if window is not None and len(parts) > 1 else None
        return Title(None, whole, window, parts[-1] if whole else None)
    index = _first_like(reading, _no_sentence(reading, chances, index), window)
    index = _lower(reading, chances, index)
    text = reading.texts[index]
    if window is not None and window != index and len(_key(parts[0]).split()) >= _WHOLE:
        anchored = _anchored(reading, parts, window)
        if _alike(parts[0], text) and (chances[index] < _CERTAIN or _is_part(text, parts[0])):
            text = parts[0]
        elif anchored is not None and chances[index] < _CERTAIN and chances[anchored] >= _POSSIBLE:
            index = anchored
            text = reading.texts[index]
    if text == reading.texts[index]:
        text = _as_addressed(reading, index, _with_kicker(reading, index))
    return Title(index, text, window if window != index else None, _site(reading, index, parts))


def by_address(reading: Reading, chances: Array) -> Array:
    """The chances of being the title where the page's address names it: what it does not name is none.

    Nothing changes where the likeliest line is as good as sure, or says something of what the address says.
    """
    if len(reading.address) < _NAMING or not len(chances):
        return chances
    best = int(chances.argmax())
    if chances[best] > _BEYOND_DOUBT or _said(reading, best) > _OTHERWISE * len(reading.address):
        return chances
    possible = np.flatnonzero((chances >= _POSSIBLE) & (reading.counts["word"] <= _LONGEST_TITLE)).tolist()
    named = [index for index in possible if index and _is_named(reading, index)]  # the first is a window's title
    if not named:
        return chances
    found = np.zeros(len(chances))
    found[named] = chances[named]
    found[int(found.argmax())] = max(float(chances[best]), _CERTAIN)
    return found


def _said(reading: Reading, index: int) -> int:
    """How many words of the page's address a headline has, with the kicker above it."""
    words, address = reading.keys[index].split(), reading.address
    said = len(shared(words, address))
    if 2 * said >= len(address) > said and index and reading.counts["word"][index - 1] <= _KICKER:
        return len(shared([*reading.keys[index - 1].split(), *words], address))
    return said


def _is_named(reading: Reading, index: int) -> bool:
    """Whether a line says most of what the page's address says, and little else."""
    said = _said(reading, index)
    return said >= _NAMED * len(reading.address) and said >= _SAID * len(reading.keys[index].split())


def is_addressed(reading: Reading, index: int) -> bool:
    """Whether the page's address names this block as its headline."""
    address = reading.address
    return len(address) >= _NAMING and len(shared(reading.keys[index].split(), address)) >= _NAMED * len(address)


def _no_sentence(reading: Reading, chances: Array, index: int) -> int:
    """A headline has no full stop: the likeliest line without one, near a line with one that is not much likelier."""
    sentences = reading.counts["sentence"]
    stopped = [text.endswith(_FULL_STOPS) for text in reading.texts]
    if not stopped[index] and sentences[index] < _SENTENCES:
        return index
    least = max(_SURE, float(chances[index]) / (4 if sentences[index] >= _SENTENCES else 2))
    near = range(max(0, index - _NEAR), min(len(chances), index + _NEAR))
    others = [n for n in near if chances[n] >= least and not stopped[n] and sentences[n] < _SENTENCES]
    return max(others, key=lambda other: float(chances[other]), default=index)


def _lower(reading: Reading, chances: Array, index: int) -> int:
    """The headline below or above a likelier line that leads to it.

    The last part of a path to the page says what the headline says and stands above it, and so does a kicker; a line
    that begins with a colon goes on with the headline above it.
    """
    texts, words, chance = reading.texts, reading.counts["word"], float(chances[index])
    if index and texts[index - 1].startswith(":") and chances[index - 1] >= chance / 2:
        return index - 1
    for below in range(min(index + _LED, len(texts) - 1), index, -1):
        near = chances[below] >= chance / 2 and not reading.closed[index + 1 : below].any()
        longer = words[below] > words[index] and _holds(texts[below], texts[index])
        if near and not longer and _alike(texts[index], texts[below], max):
            return below
    after = index + 1
    if after < len(texts) and words[index] <= _SHORT < words[after] and chances[after] >= _ALMOST * chance:
        return after
    return index


def _with_kicker(reading: Reading, index: int) -> str:
    """A headline in two lines with a colon between them, as it was written: ``Weather`` and ``: Storm over the bay``."""
    text, texts = reading.texts[index], reading.texts
    if text.startswith(":") and index and reading.counts["word"][index - 1] <= _KICKER:
        return texts[index - 1].rstrip(" :") + ": " + text.lstrip(" :")
    after = index + 1
    if text.endswith(":") and after < len(texts) and not reading.closed[after] and reading.named[after] is None:
        return f"{text} {texts[after]}" if reading.counts["word"][after] <= _KICKER * 2 else text
    return text


def _as_addressed(reading: Reading, index: int, text: str) -> str:
    """A headline with the kicker above it, or without the one glued to its front, where the page's address has it so."""
    address = reading.address
    words = _key(text).split()
    if len(address) < _NAMING:
        return text
    if index and text == reading.texts[index] and not reading.closed[index - 1] and reading.named[index - 1] is None:
        above = _key(reading.texts[index - 1]).split()
        both = shared(above, address) - shared(words, address)
        if 0 < len(above) <= _KICKER and len(both) == len(set(above)) and shared([*above, *words], address) == address:
            return f"{reading.texts[index - 1].rstrip(' :')}: {text}"
    parts = text.split()
    start = next((n for n, part in enumerate(parts) if shared(_key(part).split(), address)), 0)
    rest = " ".join(parts[start:])
    glued = start > 1 and parts[start - 1][-1] not in _PARTING
    if glued and len(shared(_key(rest).split(), address)) >= _ALL_BUT * len(address):
        known = any(f": {rest}" in other for other in reading.texts)
        return rest if known or any(key.startswith(_key(rest)) for key in reading.keys) else text
    return text


def _alike(one: str, other: str, size: Callable[[int, int], int] = min) -> bool:
    """Whether two wordings of a headline share half of the words of the shorter one, or of the longer one by `max`."""
    first, second = set(_key(one).split()), set(_key(other).split())
    return len(first & second) >= 0.5 * size(len(first), len(second))


def _is_part(text: str, whole: str) -> bool:
    """Whether a line has but a part of a headline, which may stand in two lines or without the kicker."""
    return _holds(whole, text) or len(_key(text).split()) < _PART * len(_key(whole).split())


def _holds(one: str, other: str) -> bool:
    """Whether a wording has all the words of another."""
    return set(_key(other).split()) <= set(_key(one).split())


def _first_like(reading: Reading, index: int, window: int | None) -> int:
    """A headline is printed again as a picture's text or in a share link: the first of them is the headline."""
    for earlier in range(max(0, index - _NEAR), index):
        if earlier != window and reading.keys[earlier] == reading.keys[index]:
            return earlier
    return index


def _anchored(reading: Reading, parts: list[str], window: int | None) -> int | None:
    """The line that the window's title repeats; of several the one with the most text below it."""
    if not parts or window is None:
        return None
    key = _key(parts[0])
    places = [n for n, other in enumerate(reading.keys) if n != window and other == key]
    words = reading.counts["word"] * reading.closed
    return max(places, key=lambda n: float(words[n + 1 : n + 41].sum()) - n * 1e-6, default=None)


def _window(reading: Reading) -> tuple[int | None, list[str]]:
    """The block with the window's title, in its parts: one of the first, it repeats a later line and adds the site."""
    for index in range(min(_FRONT, len(reading.texts))):
        if reading.pieces[index].furniture:
            continue
        if not index and len(reading.keys[0].split()) > 4 and reading.times[reading.keys[0]] > 1:
            return 0, [reading.texts[0]]
        if len(reading.texts[index]) >= _LONGEST:
            continue
        parts = [part.strip() for part in _CUT.split(reading.texts[index]) if part.strip()]
        if len(parts) > 1:
            keys = reading.keys
            for size in range(len(parts) - 1, 0, -1):
                head = _joined(reading.texts[index], parts[:size])
                if len(_key(head)) > 8 and reading.times[_key(head)]:
                    return index, [head, *parts[size:]]
            if index == 0 and len(_key(parts[0]).split()) > 3 and any(parts[-1].lower() == k for k in keys[1:]):
                return index, [_joined(reading.texts[index], parts[:-1]), parts[-1]]
    return None, []


def _joined(text: str, parts: list[str]) -> str:
    return text[: text.index(parts[-1], sum(len(part) for part in parts[:-1])) + len(parts[-1])].strip()


def _key(text: str) -> str:
    return " ".join(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+", text.lower()))


def _site(reading: Reading, index: int, parts: list[str]) -> str | None:
    """What stands after the title in the window's title, when the title is the one found."""
    if len(parts) < 2 or not _alike(parts[0], reading.texts[index]):
        return None
    site = parts[-1]
    return site if len(site) <= 40 else None


def _value(reading: Reading, index: int, parts: list[str]) -> float:
    """How much speaks for a block as the title; above 0 when enough does."""
    text, words = reading.texts[index], float(reading.counts["word"][index])
    key = reading.keys[index]
    if reading.named[index] is not None or not 2 <= words <= 40 or len(text) < 8:
        return -1.0
    value = -1.0 + min(words, 12) / 6
    if parts and key == _key(parts[0]):
        value += 4.0
    if reading.closed[index] and not _QUESTION.search(text):
        value -= 1.5
    value += 0.6 * (reading.times[key] > 1)
    value -= 0.06 * max(reading.run[0] - index - 2, 0)
    value -= 0.8 * ("|" in text or "©" in text or "@" in text)
    value += 0.5 * _told(reading, key)
    return value


def _told(reading: Reading, key: str) -> float:
    """The share of a line's longer words that the article has as well."""
    start, end = reading.run
    body = set(" ".join(reading.keys[start:end]).split())
    long = [word for word in key.split() if len(word) > 3 or not word.isascii()]
    return sum(word in body for word in long) / len(long) if long else 0.0
