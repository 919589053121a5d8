"""How the wording of an expression begins, and which words it cannot do without.

A thousand wordings are looked for at the start of every block, and hardly one of them begins as the block does. So the
expressions are taken apart into alternatives, each of which is tried only on texts that begin as it may and have a word that
it needs. What is said here of an alternative may let through a text that it does not match, but never keeps one from it that
it does.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?:[:=!>]|<[=!]|-?i:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)|\[\^?\]?(?:\\.|[^\]\\])*\]|[^\W_][\w ]+(?![*+?{])|.",
    re.DOTALL,
)
_COUNT = re.compile(r"(?P<optional>[*?]|\{0*(?:,\d*)?\})[+?]?|(?:\+|\{\d+(?:,\d*)?\})[+?]?")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_PLACES = frozenset({"^", "$", r"\A", r"\Z", r"\b", r"\B"})
_LISTED = re.compile(r"[^\\.\[]|[^\W_][\w ]+|\\\W|\[(?P<any>-?(?:[^\\\]^-]|\\\W)+-?)\]", re.DOTALL)
#: Letters that an expression takes for others although their small letters differ, and the others.
_ODD_LETTERS = {
    "İ": "i", "ı": "i", "ſ": "s", "µ": "μ", "Σ": "σ", "ς": "σ", "ϐ": "β", "ϑ": "θ", "ϕ": "φ", "ϖ": "π", "ϰ": "κ", "ϱ": "ρ",
    "ϵ": "ε", "\u0345": "ι", "\u1fbe": "ι", "\u1fd3": "ΐ", "\u1fe3": "ΰ", "ẛ": "ṡ", "\ufb05": "\ufb06", "ᲀ": "в", "ᲁ": "д",
    "ᲂ": "о", "ᲃ": "с", "ᲄ": "т", "ᲅ": "т", "ᲆ": "ъ", "ᲇ": "ѣ", "ᲈ": "ꙋ",
}  # fmt: skip
_ODD, _USUAL = re.compile(f"[{''.join(_ODD_LETTERS)}]"), str.maketrans(_ODD_LETTERS)
_LEAD = 2  # characters of a text's beginning by which alternatives are chosen
_MOST_LEADS = 20_000
_SHORT = 60  # characters of an expression that may be repeated in several alternatives


class _Part(NamedTuple):
    """A character, a class of them, a place or a group of an expression."""

    source: str
    times: str  # such as ``{1,3}``, empty for once
    optional: bool
    opener: str  # of a group, such as ``(?:``; empty for what is none
    inner: tuple["_Parts", ...]  # a group's alternatives


_Parts = tuple[_Part, ...]


class Alternative:
    """One alternative of an expression; compiled when first needed."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.leads = leads(parts)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        return needs(self.parts)

    @cached_property
    def match(self) -> Callable[[str], object]:
        source = "".join(part.source + part.times for part in self.parts)
        return re.compile(source, re.IGNORECASE).match


def plain_letters(text: str) -> str:
    """A text with its letters small, and the same for all letters that an expression does not tell apart."""
    if text.isascii() or not _ODD.search(text):
        return text.lower()
    return text.translate(_USUAL).lower()


#: The number of the expression, what the alternative needs, and the alternative itself.
_Way = tuple[int, tuple[str, ...], Alternative]


class Openings:
    """Expressions that ignore case, as alternatives by how they begin."""

    def __init__(self, patterns: Iterable[tuple[int, str]]) -> None:
        """`patterns` are the expressions with their numbers, which rise."""
        self._ways = [(number, way) for number, pattern in patterns for way in alternatives(pattern)]
        self._by_lead: dict[str, list[int]] = {}
        for place, (_, way) in enumerate(self._ways):
            for lead in way.leads:
                self._by_lead.setdefault(lead, []).append(place)
        self._known: dict[str, tuple[_Way, ...]] = {}

    def first(self, text: str, plain: str) -> int | None:
        """The number of the first expression that matches at the beginning of a text, whose `plain_letters` are given."""
        lead = plain[:_LEAD]
        ways = self._known.get(lead)
        if ways is None:
            ways = self._known[lead] = self._find(lead)
        for number, words, way in ways:
            for word in words:
                if word in plain:
                    break
            else:
                if words:
                    continue
            if way.match(text):
                return number
        return None

    def _find(self, lead: str) -> tuple[_Way, ...]:
        """The alternatives that may match a text with this beginning, in order."""
        if len(self._known) >= _MOST_LEADS:
            self._known.clear()
        lead = _lead(lead)
        places = {place for end in range(1, len(lead) + 1) for place in self._by_lead.get(lead[:end], ())}
        places.update(place for place in self._by_lead.get("", ()) if may_begin(self._ways[place][1].parts, lead[:1]))
        found = [self._ways[place] for place in sorted(places)]
        return tuple((number, way.needs, way) for number, way in found)


@cache
def alternatives(pattern: str) -> tuple[Alternative, ...]:
    """The alternatives of an expression."""
    return tuple(Alternative(way) for parts in parse(pattern)[0] for way in _spread(parts))


def _spread(parts: _Parts) -> Iterator[_Parts]:
    """The alternatives of what begins with a group: one for each of the group's."""
    first, rest = parts[:1], parts[1:]
    if first and first[0].opener == "(?:" and not first[0].times and sum(len(part.source) for part in rest) <= _SHORT:
        for inner in first[0].inner:
            yield from _spread(inner + rest)
    else:
        yield parts


def parse(source: str, at: int = 0) -> tuple[tuple[_Parts, ...], int]:
    """The alternatives of an expression, or of the group whose inside begins `at` a place, and where they end."""
    ways: list[list[_Part]] = [[]]
    while (token := _TOKEN.match(source, at)) and not token["close"]:
        start, at = at, token.end()
        if token["bar"]:
            ways.append([])
            continue
        inner: tuple[_Parts, ...] = ()
        if token["open"]:
            inner, at = parse(source, at)
            at += 1
        count = _COUNT.match(source, at)
        part = _Part(
            source[start:at], count[0] if count else "", bool(count and count["optional"]), token["open"] or "", inner
        )
        at += len(part.times)
        ways[-1].append(part)
    return tuple(map(tuple, ways)), at


def may_begin(parts: _Parts, letter: str) -> bool:
    """Whether what the parts match may begin with a plain letter or sign, as far as classes of characters say."""
    for part in parts:
        if part.opener in _LOOKS or part.source in _PLACES:
            continue
        if part.opener or _class(part.source[0] if part.source[0].isalnum() else part.source)(letter):
            return True
        if not part.optional:
            return False
    return True


def _lead(text: str) -> str:
    """The beginning of a text by which alternatives are chosen, with 0 for any digit."""
    return "".join("0" if sign.isdecimal() else sign for sign in text[:_LEAD])


@cache
def _class(source: str) -> Callable[[str], object]:
    return re.compile(source, re.IGNORECASE).fullmatch


def _texts(part: _Part) -> frozenset[str]:
    """The plain texts one of which a part is, empty for a group and for what takes more than a few characters."""
    if part.opener or part.source in _PLACES or not (listed := _LISTED.fullmatch(part.source)):
        return frozenset()
    texts = listed["any"].replace("\\", "") if listed["any"] else (part.source.removeprefix("\\"),)
    return frozenset(map(plain_letters, texts))


def leads(parts: _Parts) -> frozenset[str]:
    """The beginnings, in plain letters, one of which every text has that the parts match.

    A 0 stands for any digit; an empty one says that the text may begin as it likes.
    """
    return frozenset.union(*_leads(parts))


def _leads(parts: _Parts) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings that the parts are as a whole, and those with more of them to come."""
    whole, begun = {""}, set[str]()
    for part in parts:
        if not whole:
            break
        if part.opener in _LOOKS or part.source in _PLACES:
            continue
        ends, goes_on = _leads_of(part)
        begun.update((one + more)[:_LEAD] for one in whole for more in goes_on)
        longer = {(one + more)[:_LEAD] for one in whole for more in ends}
        begun.update(lead for lead in longer if len(lead) == _LEAD)
        longer = {lead for lead in longer if len(lead) < _LEAD}
        whole = longer | whole if part.optional else longer
    return frozenset(whole), frozenset(begun)


def _leads_of(part: _Part) -> tuple[frozenset[str], frozenset[str]]:
    """The same for one part; of what comes several times the first time says enough."""
    if part.opener:
        each = [_leads(way) for way in part.inner]
        ends, goes_on = (frozenset[str]().union(*found) for found in zip(*each, strict=True))
    elif texts := frozenset("0") if part.source == r"\d" else _texts(part):
        ends, goes_on = frozenset(_lead(text) for text in texts), frozenset[str]()
    else:
        ends, goes_on = frozenset[str](), frozenset({""})
    return (ends, goes_on) if part.times in ("", "?", "??", "?+") else (frozenset[str](), ends | goes_on)


def needs(parts: _Parts) -> tuple[str, ...]:
    """Words in plain letters one of which stands in every text that the parts match; none where it may do without."""
    found: list[tuple[str, ...]] = []
    run = ""
    for part in parts:
        if not part.times and len(texts := _texts(part)) == 1:
            run += next(iter(texts))
            continue
        found.append((run,))
        run = ""
        if part.opener and part.opener not in _LOOKS and not part.optional:
            found.append(any_of(map(needs, part.inner)))
    found.append((run,))
    best = max((words for words in found if words), key=lambda words: (min(map(len, words)), -len(words)), default=())
    return best if all(best) else ()


def any_of(each: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """What alternatives need of which any will do; none where one of them needs none."""
    every = list(each)
    return tuple(dict.fromkeys(word for words in every for word in words)) if all(every) else ()


def needed(patterns: Iterable[str]) -> tuple[str, ...]:
    """Words in plain letters one of which stands wherever one of the expressions matches; none where one needs none."""
    words = any_of(way.needs for pattern in patterns for way in alternatives(pattern))
    return tuple(word for word in words if not any(other in word for other in words if other != word))
