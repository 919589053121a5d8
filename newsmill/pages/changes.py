"""The step from one revision to the next, for display: sentences before and after, with the words that differ marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from markupsafe import Markup, escape

from newsmill.pages.templating import moment
from storage import RevisionRow
from storage.changes import Hunk

STEPS, SHOWN = 30, 80
"""Of so many revisions, the latest, what changed is shown; of each so many places."""
_LONGEST = 400
"""Words are compared in sentences of so many at most, since that takes time by their product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Sentences of one place, before and after."""

    before: Sequence[Markup]
    after: Sequence[Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A revision and what it changed; `fields` has name, before, after; `cut` counts changes that are not shown."""

    row: RevisionRow
    hunks: Sequence[Marks]
    fields: Sequence[tuple[str, str, str]]
    cut: int


def steps(history: Sequence[RevisionRow]) -> list[Step]:
    """The revisions for display, the latest first."""
    found = []
    for number, row in enumerate(reversed(history)):
        places = row.hunks[:SHOWN] if number < STEPS else ()
        hunks = [_marks(hunk) for hunk in places]
        found.append(Step(row=row, hunks=hunks, fields=_fields(row.fields), cut=len(row.hunks) - len(hunks)))
    return found


def shown(value: Any) -> str:
    """A value of the metadata as text; empty where there is none."""
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return moment(value)
    return "" if value is None else str(value)


def _fields(fields: Mapping[str, tuple[Any, Any]]) -> list[tuple[str, str, str]]:
    return [(name, shown(old) or "(none)", shown(new) or "(none)") for name, (old, new) in fields.items()]


def _marks(hunk: Hunk) -> Marks:
    """Sentences are compared one by one in their order, where there is one on each side."""
    pairs = [_pair(ours, theirs) for ours, theirs in zip_longest(hunk.before, hunk.after)]
    return Marks(
        before=[ours for ours, _ in pairs if ours is not None],
        after=[theirs for _, theirs in pairs if theirs is not None],
    )


def _pair(ours: str | None, theirs: str | None) -> tuple[Markup | None, Markup | None]:
    if ours is None or theirs is None:
        return (None if ours is None else escape(ours)), (None if theirs is None else escape(theirs))
    left, right = ours.split(), theirs.split()
    if max(len(left), len(right)) > _LONGEST:
        return escape(ours), escape(theirs)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.3:  # two other sentences: marks on nearly every word say nothing
        return escape(ours), escape(theirs)
    before: list[Markup] = []
    after: list[Markup] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        before += _words(left[a:b], tag != "equal")
        after += _words(right[c:d], tag != "equal")
    return Markup(" ").join(before), Markup(" ").join(after)


def _words(words: Sequence[str], changed: bool) -> list[Markup]:
    if not words:
        return []
    text = escape(" ".join(words))
    return [Markup("<b>{}</b>").format(text) if changed else text]
