"""What people type into a search box, as something that cannot go wrong.

Words must all be there; ``"in quotes"`` next to each other; ``-word`` not; ``word*`` begins so; ``this OR that``.
Everything else is taken for words: there is no text that is an error, only texts without a word.
"""

import re
import unicodedata
from dataclasses import dataclass

from storage.errors import QueryError
from storage.search.index import folded
from storage.search.segments import asked, runs, without_runs
from storage.types import storable

_PART = re.compile(r"(-?)\"([^\"]*)\"?|(-?)([^\s\"]+)")
MOST_WORDS = 64
"""More words of a query are passed over: each costs the database time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that stand next to each other, as typed and as `folded`, both segmented; `begins` where the last only begins so.

    `parts` are what to mark in a text: words as `folded`, runs of scripts without spaces as typed.
    """

    typed: str
    words: tuple[str, ...]
    parts: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Of each group in `wanted` one term must be there, and none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def words(self) -> frozenset[str]:
        """The words that are looked for, to mark them."""
        return frozenset(part for group in self.wanted for term in group for part in term.parts)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The beginnings of words that are looked for."""
        return tuple(term.parts[-1] for group in self.wanted for term in group if term.begins)


def parse(text: str) -> Query:
    """Return the query. Raises QueryError where the text has no word to look for."""
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    left, joins = MOST_WORDS, False
    for minus, quoted, other_minus, bare in _PART.findall(text):
        if bare == "OR" and not other_minus:
            joins = True
            continue
        term = _term(quoted or bare, left, begins=bare.endswith("*"))
        if term is None:
            continue
        left -= len(term.words)
        if minus or other_minus:
            unwanted.append(term)
        elif joins and groups:
            groups[-1].append(term)
        else:
            groups.append([term])
        joins = False
    if not groups:
        raise QueryError("nothing to search for: give at least one word that is wanted")
    return Query(wanted=tuple(map(tuple, groups)), unwanted=tuple(unwanted))


def _term(written: str, most: int, *, begins: bool) -> Term | None:
    """The term, of so many words at most; None where there is no word in it."""
    plain = unicodedata.normalize("NFC", storable(written))
    typed, goes_on = asked(plain)
    typed = " ".join(typed.split()[:most])
    words = tuple(folded(typed).split())[:most]
    if not words:
        return None
    parts = (*runs(plain), *folded(without_runs(plain)).split())
    return Term(typed=typed, words=words, parts=parts, begins=begins or goes_on)


def for_fts5(query: Query) -> str:
    """Return the query in the syntax of FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax)."""

    def one(term: Term) -> str:
        # As typed: FTS5 folds words in its own way, and must fold these as it did those of the articles.
        return f'"{term.typed.rstrip("*")}"' + ("*" if term.begins else "")

    text = " AND ".join(f"({' OR '.join(map(one, group))})" for group in query.wanted)
    return f"({text})" + "".join(f" NOT {one(term)}" for term in query.unwanted)


def for_tsquery(query: Query) -> str:
    """Return the query in the syntax of PostgreSQL's `tsquery` type."""

    def one(term: Term) -> str:
        return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begins else "")

    text = " & ".join(f"({' | '.join(f'({one(term)})' for term in group)})" for group in query.wanted)
    return f"({text})" + "".join(f" & !({one(term)})" for term in query.unwanted)
