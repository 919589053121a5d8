"""Wording that tells what a block is, one TOML file a language: ``phrases/LANG.toml``, and ``any.toml`` for all.

A rule has an ``id``, a ``reason`` and a ``pattern`` (a regular expression, case ignored, without capturing groups). It
is looked for at the block's start; with ``whole = true`` it must be the whole block but for signs after it, with
``tail = true`` it must end the block. ``limit`` is the length in characters above which a block is too long for the
rule (300 where it is not given): a real paragraph may begin like a label. Where nothing is found, it is looked for once
more behind the signs that lead the block ("▶ Watch: ..."); behind a dash or bullet, which may lead a speech or an item
of a list, not with ``whole = true``.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files

from cleaners.draft import Label
from cleaners.rules.openings import Openings, needed, plain_letters
from cleaners.types import Reason

_LIMIT = 300
_TAIL = 140
_SHORT, _LONGEST, _MOST_KNOWN = 60, 700, 50_000
_AFTER = r"[\s.:!?>»›→…|*•]*+\Z"
_ARROWS = ">»›→⇒►▶▸➡➤👉👇🔴"
_BULLETS = "-–•·*"
_LEADING = _ARROWS + _BULLETS + " \t\xa0\ufe0f🏻🏼🏽🏾🏿"
_QUOTE = re.compile(r"[»›](?=\w|.*[«‹])")
_KEYS = {"id", "reason", "pattern", "whole", "tail", "limit"}


class PhraseError(ValueError):
    """A phrase file that cannot be used; the message names the file, the rule and what to do."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    label: Label
    pattern: str
    whole: bool
    tail: bool
    limit: int


class _Table:
    """The rules of one language: those for a block's start, and those for its end as one expression."""

    def __init__(self, phrases: tuple[_Phrase, ...]) -> None:
        self._phrases = phrases
        self._openings = Openings((number, phrase.pattern) for number, phrase in enumerate(phrases) if not phrase.tail)
        self._closings = needed(phrase.pattern for phrase in phrases if phrase.tail)

    def match(self, text: str, plain: str, *, whole: bool = True) -> Label | None:
        """`plain`: the text in `plain_letters`; `whole`: also by the rules that must be the whole block."""
        number = self._openings.first(text, plain)
        if number is not None and (label := self._allowed(number, text, whole)) is not None:
            return label
        if self._closings and not any(map(plain.__contains__, self._closings)):
            return None
        found = self.tail.search(text, max(0, len(text) - _TAIL))
        return self._allowed(int(found.lastgroup[1:]), text, whole) if found and found.lastgroup else None

    def _allowed(self, number: int, text: str, whole: bool) -> Label | None:
        phrase = self._phrases[number]
        return phrase.label if len(text) <= phrase.limit and (whole or not phrase.whole) else None

    @cached_property
    def tail(self) -> re.Pattern[str]:
        """What is looked for at a block's end, each rule a named group."""
        return _joined(phrase.pattern if phrase.tail else None for phrase in self._phrases)

    @property
    def head(self) -> re.Pattern[str]:
        """The same for its start: finds what the openings find, and is slower."""
        return _joined(None if phrase.tail else phrase.pattern for phrase in self._phrases)


def _joined(patterns: Iterable[str | None]) -> re.Pattern[str]:
    branches = [f"(?P<r{number}>{pattern})" for number, pattern in enumerate(patterns) if pattern is not None]
    return re.compile("|".join(branches) or r"(?!)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrases:
    """All the wording; a language's expressions are compiled when first needed."""

    _rules: Mapping[str, tuple[_Phrase, ...]]
    _tables: dict[tuple[str, bool], _Table] = field(default_factory=dict, compare=False)
    _chains: dict[tuple[tuple[str, ...], bool], tuple[_Table, ...]] = field(default_factory=dict, compare=False)
    _known: dict[tuple[str, ...], dict[str, Label | None]] = field(default_factory=dict, compare=False)

    def match(self, text: str, languages: Collection[str] = ()) -> Label | None:
        """The label of a block that is known by its wording, else None.

        `languages` are ISO 639-1 codes: those are tried, and English, and what is the same in all; every language when
        none is given.
        """
        return self.match_all((text,), languages)[0]

    def match_all(self, texts: Iterable[str], languages: Collection[str] = ()) -> list[Label | None]:
        """The same for each of many blocks."""
        wanted = ("any", *dict.fromkeys((*languages, "en"))) if languages else tuple(self._rules)
        known = self._known.setdefault(wanted, {})
        if len(known) >= _MOST_KNOWN:
            known.clear()
        return [self._recall(text, wanted, known) for text in texts]

    def _recall(self, text: str, wanted: tuple[str, ...], known: dict[str, Label | None]) -> Label | None:
        """The labels of menus and buttons come again on every page of an outlet, so those of short texts are kept."""
        if text in known:
            return known[text]
        if not text or len(text) > _LONGEST:
            return None
        label = self._look_up(text, wanted)
        if len(text) <= _SHORT:
            known[text] = label
        return label

    def _look_up(self, text: str, wanted: tuple[str, ...]) -> Label | None:
        label = self._try(text, wanted)
        if label is not None or text[0] not in _LEADING or _QUOTE.match(text):
            return label
        rest = text.lstrip(_LEADING)
        arrow = any(sign in _ARROWS for sign in text[: len(text) - len(rest)])
        return self._try(rest, wanted, whole=arrow) if rest else None

    def _try(self, text: str, wanted: tuple[str, ...], *, whole: bool = True) -> Label | None:
        plain = plain_letters(text)
        for table in self._wanted(wanted, long=len(text) > _LIMIT):
            if (label := table.match(text, plain, whole=whole)) is not None:
                return label
        return None

    def _wanted(self, languages: tuple[str, ...], *, long: bool) -> tuple[_Table, ...]:
        """The rules of the languages, for long texts those that are for such: few are."""
        key = (languages, long)
        if key not in self._chains:
            named = dict.fromkeys(_ALIASES.get(language, language) for language in languages)
            self._chains[key] = tuple(self._table(language, long=long) for language in named if language in self._rules)
        return self._chains[key]

    def _table(self, language: str, *, long: bool) -> _Table:
        key = (language, long)
        if key not in self._tables:
            rules = self._rules[language]
            self._tables[key] = _Table(tuple(rule for rule in rules if rule.limit > _LIMIT) if long else rules)
        return self._tables[key]

    def rows(self) -> tuple[tuple[Label, str], ...]:
        """Every rule's label and pattern, language by language, in order of precedence."""
        return tuple((phrase.label, phrase.pattern) for phrases in self._rules.values() for phrase in phrases)

    @property
    def fingerprint(self) -> str:
        """The same for the same rules, another for others."""
        return repr(sorted(self._rules.items()))


_ALIASES = {
    "no": "nb",
    "nn": "nb",
    "be": "ru",
    "sk": "cs",
    "gl": "es",
    "ca": "es",
    "lb": "de",
    "kl": "da",
    "af": "nl",
    "ms": "id",
}


def load_phrases() -> Phrases:
    """The wording that comes with the package. Raises PhraseError for a file that cannot be used.

    Patterns are compiled when first needed; that each can be is for the tests to say, since it takes longer than a page.
    """
    folder = files("cleaners.rules").joinpath("phrases")
    rules = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            language = file.name.removesuffix(".toml")
            rules[language] = tuple(_read(language, file.read_text(encoding="utf-8")))
    return Phrases(rules)


def _read(language: str, content: str) -> Iterable[_Phrase]:
    try:
        rows = tomllib.loads(content).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise PhraseError(f"phrases/{language}.toml: not valid TOML ({error}); correct the file") from error
    for row in rows:
        name = f"phrases.{language}/{row.get('id')}"
        if unknown := set(row) - _KEYS:
            raise PhraseError(f"{name}: unknown key {min(unknown)!r}; remove it")
        if missing := {"id", "reason", "pattern"} - set(row):
            raise PhraseError(f"{name}: no {min(missing)!r}; give one")
        try:
            label = Label(reason=Reason(row["reason"]), rule=name)
        except ValueError as error:
            raise PhraseError(f"{name}: {error}; correct it") from error
        closed = row.get("whole", False) or row.get("tail", False)
        pattern = f"(?:{row['pattern']}){_AFTER}" if closed else row["pattern"]
        yield _Phrase(label, pattern, row.get("whole", False), row.get("tail", False), row.get("limit", _LIMIT))
