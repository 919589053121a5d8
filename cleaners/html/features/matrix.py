"""Puts the features of all blocks of a page together: wording, place, evidence, neighbours, position."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import EMBED, LINE, MEDIA, Span
from cleaners.html.features import place, wording
from cleaners.html.structure import Flag

Array = npt.NDArray[np.float64]
_HOST = re.compile(r"(?:https?:)?//([\w.-]+)")
_WORD = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\u2e80-\u9fff\uac00-\ud7af]+")

EVIDENCE = (
    "kept", "kept_more", "in_body_text", "has_body_text", "title_share", "title_cover", "description_share", "author_named",
    "copies", "earlier_copy", "phrase", "good", "own_good", "author_first", "links_inside", "links_outside",
    "lead_copies",
)  # fmt: skip
POSITION = (
    "place", "char_place", "from_first_good", "to_last_good", "between_good", "good_before", "good_after", "since_good",
    "until_good", "chars_since_good", "chars_until_good", "between_own", "since_own", "until_own", "own_before", "own_after",
    "after_title", "from_title", "best_run", "run_gap", "kept_run", "media_before", "media_after", "embed_before",
    "embed_after", "since_line", "until_line",
)  # fmt: skip
PAGE = ("page_blocks", "page_chars", "page_good", "page_kept_share", "page_wide", "page_link_share")
_CONTEXT = (
    "chars", "link_share", "ends_sentence", "kept", "kept_more", "good", "own_good", "in_body_text", "pattern_is_main",
    "in_main_own", "kind", "phrase",
)  # fmt: skip
_NEXT = ("ends_colon", "all_link", "bold_share", "italic_share", "digit_share", "author_named")
_LEAD = 3  # words beyond which the first two may be a lead-in such as "Read more:"
_OFFSETS = (-3, -2, -1, 1, 2, 3)
BASE = (*wording.NAMES, *place.NAMES, *EVIDENCE)
NAMES = (
    *BASE, *POSITION, *PAGE,
    *(f"{name}{offset:+d}" for offset in _OFFSETS for name in _CONTEXT),
    *(f"{name}{offset:+d}" for offset in (-1, 1) for name in _NEXT),
)  # fmt: skip
_STOPS = frozenset('.!?…。！？।۔؟"”’»)」』')
_ELSEWHERE = (
    Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.FORM | Flag.BUTTON | Flag.DIALOG | Flag.FIGURE | Flag.CAPTION
    | Flag.C_COMMENT | Flag.C_CONSENT | Flag.C_FOOTER | Flag.C_CAPTION
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What other signals say of a page: blocks kept by trafilatura (strict and lenient), the text that the page's own
    metadata give, and for each block whether it looks like a paragraph and the number of the reason that its wording
    has, or -1."""

    kept: frozenset[int]
    kept_more: frozenset[int]
    paragraphs: Sequence[bool]
    title: str
    description: str
    authors: Sequence[str]
    body_text: str
    phrases: Sequence[int]
    host: str = ""


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; a character of scripts without spaces is a word."""
    return _WORD.findall(text.lower())


def matrix(found: Sequence[Span], evidence: Evidence) -> Array:
    """The features in `NAMES`, a row a block; shape (blocks, features)."""
    words = [tokens(span.text) for span in found]
    good = [_good(span, number in evidence.kept) for number, span in enumerate(found)]
    where = place.places(found, evidence.kept, (good, evidence.paragraphs))
    rows = [
        [*wording.wording(span), *there, *known]
        for span, there, known in zip(found, where, _evidence(found, words, good, evidence), strict=True)
    ]
    base = np.asarray(rows, dtype=np.float64).reshape(len(found), len(BASE))
    between = np.asarray([span.before for span in found], dtype=np.int64)
    return np.hstack(
        [
            base,
            _positions(base),
            _between(between),
            _page(base),
            _neighbours(base, _CONTEXT, _OFFSETS),
            _neighbours(base, _NEXT, (-1, 1)),
        ]
    )


def paragraphs(found: Sequence[Span]) -> list[bool]:
    """Which blocks look like paragraphs of an article, judged without any extractor."""
    return [_good(span, not span.frame.flags & _ELSEWHERE and span.text[-1] in _STOPS) for span in found]


def _good(span: Span, likely: bool) -> bool:
    """A block that is surely a paragraph: likely one by other evidence, long, hardly linked."""
    return likely and len(span.text) > 90 and span.link_share < 0.4


def _evidence(found: Sequence[Span], words: list[list[str]], good: list[bool], evidence: Evidence) -> list[list[float]]:
    title, description = frozenset(tokens(evidence.title)), frozenset(tokens(evidence.description))
    names = [name.lower() for name in evidence.authors]
    stated = _shingles(tokens(evidence.body_text))
    counts = Counter(map(tuple, words))
    leads = Counter(tuple(said[:2]) for said in words if len(said) > _LEAD)
    seen: set[tuple[str, ...]] = set()
    rows = []
    for number, (span, said) in enumerate(zip(found, words, strict=True)):
        key = tuple(said)
        own = frozenset(said)
        rows.append(
            [
                number in evidence.kept,
                number in evidence.kept_more,
                _cover(said, stated),
                bool(stated),
                wording.likeness(said, title),
                len(own & title) / len(title) if title else 0.0,
                wording.likeness(said, description),
                any(name in span.text.lower() for name in names) if len(span.text) < 300 else 0.0,
                counts[key],
                key in seen,
                evidence.phrases[number],
                good[number],
                evidence.paragraphs[number],
                any(map(span.text.lower().startswith, names)),
                *_links(span, evidence.host),
                leads[key[:2]] if len(key) > _LEAD else 0,
            ]
        )
        seen.add(key)
    return rows


def _links(span: Span, host: str) -> tuple[float, float]:
    """The shares of a block's characters that link to the page's own site, and to others."""
    inside = outside = 0
    for start, end, href in span.links:
        there = _HOST.match(href)
        if there is None or there[1].removeprefix("www.").endswith(host):
            inside += end - start
        else:
            outside += end - start
    size = len(span.text)
    return inside / size, outside / size


def _shingles(said: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(said, said[1:], said[2:], strict=False))


def _cover(said: Sequence[str], stated: frozenset[tuple[str, ...]]) -> float:
    own = list(zip(said, said[1:], said[2:], strict=False))
    return sum(shingle in stated for shingle in own) / len(own) if own and stated else 0.0


def _column(base: Array, name: str) -> Array:
    column: Array = base[:, BASE.index(name)]
    return column


def _positions(base: Array) -> Array:
    count = len(base)
    chars, good, kept = _column(base, "chars"), _column(base, "good") > 0, _column(base, "kept") > 0
    order = np.arange(count, dtype=np.float64)
    places = np.flatnonzero(good)
    first, last = (places[0], places[-1]) if len(places) else (0, count - 1)
    own = _column(base, "own_good") > 0
    before, after = _nearest(good)
    own_before, own_after = _nearest(own)
    ends = np.concatenate([[0.0], np.cumsum(chars)])
    since = ends[order.astype(int)] - ends[np.clip(before + 1, 0, count).astype(int)]
    until = ends[np.clip(after, 0, count).astype(int)] - ends[order.astype(int) + 1]
    title = _title_place(base)
    start, stop = _best_run(base)
    return np.column_stack(
        [
            order / max(count, 1),
            ends[:-1] / max(ends[-1], 1.0),
            order - first,
            last - order,
            (order >= first) & (order <= last),
            np.cumsum(good) - good,
            good.sum() - np.cumsum(good),
            np.minimum(order - before, 50.0),
            np.minimum(after - order, 50.0),
            since,
            until,
            (own_before >= 0) & (own_after < count),
            np.minimum(order - own_before, 50.0),
            np.minimum(own_after - order, 50.0),
            np.cumsum(own) - own,
            own.sum() - np.cumsum(own),
            order > title,
            np.clip(order - title, -100, 300),
            (order >= start) & (order < stop),
            np.where(order < start, start - order, np.where(order >= stop, order - stop + 1, 0.0)),
            _runs(kept),
        ]
    )


def _between(before: npt.NDArray[np.int64]) -> Array:
    """What stands between blocks without being text, before and after each, and how far the nearest lines are."""
    after = np.append(before[1:], 0)
    count = len(before)
    order = np.arange(count, dtype=np.float64)
    line = (before & LINE) > 0
    since = np.maximum.accumulate(np.where(line, order, -99.0))
    until = np.minimum.accumulate(np.where(line, order, count + 99.0)[::-1])[::-1]
    return np.column_stack(
        [
            (before & MEDIA) > 0,
            (after & MEDIA) > 0,
            (before & EMBED) > 0,
            (after & EMBED) > 0,
            np.minimum(order - since, 20.0),
            np.minimum(until - order, 20.0),
        ]
    )


def _nearest(good: npt.NDArray[np.bool_]) -> tuple[Array, Array]:
    """For each block the place of the good one before it (or -1) and of the one after it (or the count)."""
    count = len(good)
    order = np.arange(count, dtype=np.float64)
    before = np.maximum.accumulate(np.where(good, order, -1.0))
    after = np.minimum.accumulate(np.where(good, order, count)[::-1])[::-1]
    return np.concatenate([[-1.0], before[:-1]]), np.concatenate([after[1:], [float(count)]])


def _title_place(base: Array) -> float:
    """The last block before the first good paragraph that has the words of the title."""
    alike = (_column(base, "title_share") > 0.8) & (_column(base, "title_cover") > 0.8)
    good = np.flatnonzero(_column(base, "good") > 0)
    places = np.flatnonzero(alike)
    if not len(places):
        return -1.0
    early = places[places <= (good[0] if len(good) else len(base))]
    return float(early[-1] if len(early) else places[0])


def _best_run(base: Array) -> tuple[int, int]:
    """The contiguous run of blocks with the largest sum of scores: long unlinked sentences add, all else takes away."""
    text = _column(base, "chars") * (1.0 - _column(base, "link_share"))
    scores = np.where((_column(base, "ends_sentence") > 0) & (text > 60), np.minimum(text, 400.0), -60.0)
    best, best_span, total, start = 0.0, (0, 0), 0.0, 0
    for number, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, number
        total += float(score)
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


def _page(base: Array) -> Array:
    chars = _column(base, "chars")
    total = max(float(chars.sum()), 1.0)
    row = [
        len(base),
        total,
        _column(base, "good").sum(),
        (chars * _column(base, "kept")).sum() / total,
        (chars * _column(base, "wide_share")).sum() / total,
        (chars * _column(base, "link_share")).sum() / total,
    ]
    return np.tile(np.asarray(row, dtype=np.float64), (len(base), 1))


def _neighbours(base: Array, names: Sequence[str], offsets: Sequence[int]) -> Array:
    context = base[:, [BASE.index(name) for name in names]]
    parts = []
    for offset in offsets:
        shifted = np.full_like(context, -1.0)
        if offset < 0:
            shifted[-offset:] = context[:offset]
        else:
            shifted[:-offset] = context[offset:]
        parts.append(shifted)
    return np.hstack(parts)
