"""Puts the features of all blocks of a page together: wording, place, evidence, neighbours, position."""

import itertools
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import Span
from cleaners.html.features import known, place, wording
from cleaners.html.features.known import Evidence
from cleaners.html.structure import Flag

Array = npt.NDArray[np.float64]
_Marks = npt.NDArray[np.bool_]

POSITION = (
    "place", "char_place", "from_first_good", "to_last_good", "between_good", "good_before", "good_after", "own_before",
    "own_after", "after_title", "from_title", "best_run", "run_gap", "kept_run",
)  # fmt: skip
PAGE = ("page_blocks", "page_chars", "page_good", "page_kept_share", "page_link_share")
_CONTEXT = ("chars", "link_share", "kept", "pattern_is_main", "in_main_own", "kind", "phrase")
_LONG = 90  # characters that a paragraph has at least
_LINKED = 0.4  # share of links that no paragraph has
_MENU = 0.9  # share of links from which on a block may be a line of a menu
_OFFSETS = (-3, -2, -1, 1, 2, 3)
VERDICTS = ("kept", "kept_more", "phrase")
_GROUPS = ((*wording.NAMES, *known.NAMES), place.NAMES, VERDICTS)
BASE = tuple(itertools.chain.from_iterable(_GROUPS))
_COLUMN = {name: number for number, name in enumerate(BASE)}
_EDGES = tuple(itertools.accumulate(map(len, _GROUPS), initial=0))
_ALONE, _WHERE, _VERDICTS = itertools.starmap(slice, itertools.pairwise(_EDGES))
NAMES = (
    *BASE, *POSITION, "after_picture", *PAGE, *(f"{name}{offset:+d}" for offset in _OFFSETS for name in _CONTEXT),
)  # fmt: skip
_STOPS = frozenset('.!?…。！？।۔؟"”’»)」』')
#: Where a short block is none of the article's. Whole pages stand in a form, so that is not among them.
_FURNITURE = Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.BUTTON | Flag.DIALOG
_ELSEWHERE = (
    Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.FORM | Flag.BUTTON | Flag.DIALOG | Flag.FIGURE | Flag.CAPTION
    | Flag.C_COMMENT | Flag.C_CONSENT | Flag.C_FOOTER | Flag.C_CAPTION
)  # fmt: skip


def candidates(found: Sequence[Span]) -> list[int]:
    """The numbers of the blocks that may be body at all: neither lines of a menu nor short ones of a page's furniture.

    Of the blocks left out (two thirds of a page's) the model took two in a hundred thousand for body.
    """
    menu = [True, *(span.link_share > _MENU for span in found), True]
    return [
        number
        for number, span in enumerate(found)
        if not (menu[number] and menu[number + 1] and menu[number + 2])
        and (len(span.text) > _LONG or not span.frame.flags & _FURNITURE)
    ]


def by_themselves(found: Sequence[Span], judged: Sequence[int], evidence: Evidence) -> Array:
    """Those features of the `judged` blocks that do not depend on which blocks an extractor keeps."""
    spans = [found[number] for number in judged]
    words = [known.tokens(span.text) for span in spans]
    texts = _array(list(map(wording.wording, spans, words)), len(wording.NAMES))
    return np.hstack([texts, _array(known.known(found, spans, words, evidence), len(known.NAMES))])


def layout(found: Sequence[Span], likely: Sequence[bool]) -> place.Layout:
    """Where the blocks stand; `likely` says which of them look like paragraphs of an article."""
    linked = np.asarray([span.link_share for span in found])
    return place.Layout(found, linked, np.asarray(likely, dtype=np.float64))


def matrix(
    found: Sequence[Span], evidence: Evidence, judged: Sequence[int], alone: Array, where: place.Layout
) -> Array:
    """The features in `NAMES`, a row for each of the `judged` blocks; shape (judged, features).

    `alone` is what `by_themselves` gives for them, `where` the `layout` of all.
    """
    kept, kept_more = _marked(evidence.kept, len(found)), _marked(evidence.kept_more, len(found))
    good = (kept > 0) & (where.sizes > _LONG) & (where.linked < _LINKED)
    rows = np.asarray(judged, dtype=np.intp)
    base = np.zeros((len(found), len(BASE)))
    base[:, _COLUMN["chars"]], base[:, _COLUMN["link_share"]] = where.sizes, where.linked
    base[rows, _ALONE] = alone
    base[:, _WHERE] = place.places(where, kept, good.astype(np.float64))
    base[:, _VERDICTS] = np.column_stack([kept, kept_more, evidence.phrases])
    pictures = np.asarray([found[number].after_picture for number in judged], dtype=np.float64)
    return np.hstack(
        [
            base[rows],
            _positions(base, good, where.likely > 0)[rows],
            pictures[:, None],
            np.tile(_page(base, good), (len(rows), 1)),
            _neighbours(base, rows),
        ]
    )


def _marked(numbers: Collection[int], count: int) -> Array:
    """1 for each of the numbers, 0 for the others."""
    marks = np.zeros(count)
    marks[list(numbers)] = 1.0
    return marks


def _array(rows: Sequence[Sequence[float]], width: int) -> Array:
    flat = itertools.chain.from_iterable(rows)
    return np.fromiter(flat, dtype=np.float64, count=len(rows) * width).reshape(len(rows), width)


def paragraphs(found: Sequence[Span], *, hidden: bool = False) -> list[bool]:
    """Which blocks look like paragraphs of an article, judged without any extractor; `hidden`: those hidden too."""
    elsewhere = _ELSEWHERE & ~Flag.HIDDEN if hidden else _ELSEWHERE
    return [
        len(span.text) > _LONG
        and not span.frame.flags & elsewhere
        and span.text[-1] in _STOPS
        and span.link_share < _LINKED
        for span in found
    ]


def _column(base: Array, name: str) -> Array:
    column: Array = base[:, _COLUMN[name]]
    return column


def _positions(base: Array, good: _Marks, own: _Marks) -> Array:
    """`POSITION` for every block; `good` are paragraphs that the extractor keeps, `own` those by their looks."""
    count = len(base)
    chars, kept = _column(base, "chars"), _column(base, "kept") > 0
    order = np.arange(count, dtype=np.float64)
    places = np.flatnonzero(good)
    first, last = (places[0], places[-1]) if len(places) else (0, count - 1)
    ends = np.concatenate([[0.0], np.cumsum(chars)])
    good_until, own_until = np.cumsum(good), np.cumsum(own)
    title = _title_place(base, good)
    start, stop = _best_run(base)
    return np.column_stack(
        [
            order / max(count, 1),
            ends[:-1] / max(ends[-1], 1.0),
            order - first,
            last - order,
            (order >= first) & (order <= last),
            good_until - good,
            good_until[-1] - good_until,
            own_until - own,
            own_until[-1] - own_until,
            order > title,
            np.clip(order - title, -100, 300),
            (order >= start) & (order < stop),
            np.where(order < start, start - order, np.where(order >= stop, order - stop + 1, 0.0)),
            _runs(kept),
        ]
    )


def _title_place(base: Array, good: _Marks) -> float:
    """The last block before the first good paragraph that has the words of the title."""
    alike = (_column(base, "title_share") > 0.8) & (_column(base, "title_cover") > 0.8)
    places = np.flatnonzero(alike)
    if not len(places):
        return -1.0
    early = places[places <= (good.argmax() if good.any() else len(base))]
    return float(early[-1] if len(early) else places[0])


def _best_run(base: Array) -> tuple[int, int]:
    """The contiguous run of blocks with the largest sum of scores: long unlinked sentences add, all else takes away."""
    text = _column(base, "chars") * (1.0 - _column(base, "link_share"))
    scores = np.where((_column(base, "ends_sentence") > 0) & (text > 60), np.minimum(text, 400.0), -60.0)
    best, best_span, total, start = 0.0, (0, 0), 0.0, 0
    for number, score in enumerate(scores.tolist()):
        if total <= 0:
            total, start = 0.0, number
        total += score
        if total > best:
            best, best_span = total, (start, number + 1)
    return best_span


def _runs(kept: npt.NDArray[np.bool_]) -> Array:
    """For each block the length of the run of equal verdicts around it, negative where the extractor left it out."""
    edges = np.flatnonzero(np.diff(kept.astype(int))) + 1
    bounds = [0, *edges.tolist(), len(kept)]
    result = np.zeros(len(kept))
    for start, stop in itertools.pairwise(bounds):
        result[start:stop] = (stop - start) if stop > start and kept[start] else start - stop
    return result


def _page(base: Array, good: _Marks) -> Array:
    chars = _column(base, "chars")
    total = max(float(chars.sum()), 1.0)
    row = [
        len(base),
        total,
        good.sum(),
        (chars * _column(base, "kept")).sum() / total,
        (chars * _column(base, "link_share")).sum() / total,
    ]
    return np.asarray(row, dtype=np.float64)


def _neighbours(base: Array, rows: npt.NDArray[np.intp]) -> Array:
    """What stands beside each of the rows, -1 beyond the page's edges."""
    reach = max(_OFFSETS)
    context = np.full((len(base) + 2 * reach, len(_CONTEXT)), -1.0)
    context[reach : len(base) + reach] = base[:, [_COLUMN[name] for name in _CONTEXT]]
    return np.hstack([context[rows + reach + offset] for offset in _OFFSETS])
