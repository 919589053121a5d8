"""Features for finding the title, and those that a title once found gives to the blocks below it."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cleaners.text.features.around import GROUPS, is_any
from cleaners.text.features.counts import Array
from cleaners.types import Reason

#: A title has at least and at most this many words.
_LEAST, _MOST = 1.5, 45.0
_TOP = 3
_BELOW = 30
_STOPS = (Reason.COMMENTS, Reason.RELATED)
_BRAKES = (Reason.FOOTER, Reason.NAVIGATION, Reason.SHARE, Reason.PROMOTION, Reason.CONSENT, Reason.PAYWALL)
#: What a short line, and what a line that ends articles takes from a stretch below a title.
_PRICES = ((2.0, 60.0), (6.0, 120.0), (0.5, 40.0))


def candidates(words: Array) -> npt.NDArray[np.intp]:
    """The blocks that can be a title by their length, as numbers."""
    return np.flatnonzero((words >= _LEAST) & (words <= _MOST))


def headline_features(
    tokens: Sequence[Sequence[str]], base: Mapping[str, Array], numbers: npt.NDArray[np.intp]
) -> dict[str, Array]:
    """What speaks for a block as the title: the first lines (a window's title) say the same, text follows.

    `numbers` are the blocks that can be a title; only of them it is told what the first lines say.
    """
    sets = [set(words) for words in tokens]
    size = len(sets)
    alike, held, nth = np.zeros(size), np.zeros(size), np.zeros(size)
    seen: dict[tuple[str, ...], int] = {}
    first = [(other, sets[other]) for other in range(min(_TOP, size)) if len(sets[other]) > 2]
    for number in numbers.tolist():
        words = sets[number]
        for other, window in first:
            if other != number and words:
                both = len(words & window)
                share = both / (len(words) + len(window) - both)
                if share >= alike[number]:
                    alike[number], held[number] = share, both / len(words)
    for number, block in enumerate(tokens):
        key = tuple(block)
        nth[number] = seen.get(key, 0)
        seen[key] = seen.get(key, 0) + 1
    value = np.maximum(base["score"], 0.0)
    sums = np.concatenate(([0.0], np.cumsum(value)))
    order = np.arange(size)
    return {
        "window_alike": alike,
        "window_held": held,
        "nth": nth,
        "order": order.astype(np.float64),
        "below": sums[np.minimum(order + _BELOW + 1, size)] - sums[order + 1],
        "above": sums[order] - sums[np.maximum(order - _BELOW, 0)],
    }


def titled_features(tokens: Sequence[Sequence[str]], base: Mapping[str, Array], chances: Array) -> dict[str, Array]:
    """Where each block lies to the title; `chances` are the probabilities of being it."""
    size = len(chances)
    order = np.arange(size, dtype=np.float64)
    title = int(chances.argmax())
    head = set(tokens[title])
    value = np.maximum(base["score"], 0.0)
    before = np.cumsum(value) - value
    likely = np.maximum.accumulate(np.where(chances > 0.3, order, -np.inf))
    found = {
        "title_chance": chances,
        "title_from": order - title,
        "title_best": np.full(size, chances.max()),
        "title_same": np.asarray([list(words) == list(tokens[title]) for words in tokens], dtype=np.float64),
        "titled": np.asarray([len(head.intersection(words)) / max(len(set(words)), 1) for words in tokens]),
        "title_chance_above": np.maximum.accumulate(chances),
        "title_since": np.nan_to_num(order - np.concatenate(([-np.inf], likely[:-1])), posinf=999.0),
        "title_text": (before - before[title]) / max(float(value.sum()), 1.0),
        "title_indent": base["indent"] - base["indent"][title],
    }
    for name, reasons in GROUPS.items():
        mask = is_any(base["named"], reasons)
        found[f"title_{name}"] = np.cumsum(mask) - mask - float(mask[: title + 1].sum())
    short = (base["score"] <= 0) & (base["named"] == 0)
    found["title_short"] = np.cumsum(short) - float(short[: title + 1].sum())
    found["gap_now"], found["gap_most"] = _gaps(base["score"], title)
    return found | _stretches(base, chances)


def _gaps(score: Array, title: int) -> tuple[Array, Array]:
    """How many blocks without text stand right before each one, and the most of them since the title."""
    now, most = np.zeros(len(score)), np.zeros(len(score))
    run = longest = 0
    for number, value in enumerate(score.tolist()):
        if number == title:
            run = longest = 0
        run = 0 if value > 8 else run + 1
        longest = max(longest, run) if number > title else 0
        now[number], most[number] = run, longest
    return now, most


def _stretches(base: Mapping[str, Array], chances: Array) -> dict[str, Array]:
    """The best stretch of lines below a likely title, title and stretch chosen together, for several prices."""
    size = len(chances)
    order = np.arange(size, dtype=np.float64)
    words, named = np.expm1(base["words"]), base["named"]
    stop, brake = is_any(named, _STOPS), is_any(named, _BRAKES)
    text = np.minimum(words, 60) * np.where(base["closed"] > 0, 1.0, 0.5)
    likely = [int(n) for n in np.argsort(-chances, kind="stable")[:4] if chances[n] >= 0.02 and n + 1 < size]
    found: dict[str, Array] = {}
    for number, (short, hard) in enumerate(_PRICES):
        cheap = np.where((named > 0) | (base["score"] <= 0), -short, text)
        sums = np.cumsum(np.where(stop, -hard, np.where(brake, -hard / 4, cheap)))
        best, start, end, total = -np.inf, -1, -1, 0.0
        for title in likely:
            last = int(sums[title + 1 :].argmax()) + title + 1
            value = float(sums[last] - sums[title])
            if 0.02 * value + 1.5 * np.log(chances[title]) > best:
                best, start, end, total = 0.02 * value + 1.5 * np.log(chances[title]), title, last, value
        inside = (order > start) & (order <= end) if start >= 0 else np.zeros(size, dtype=np.bool_)
        found[f"stretch{number}_in"] = inside.astype(np.float64)
        found[f"stretch{number}_from"] = order - start if start >= 0 else np.full(size, np.nan)
        found[f"stretch{number}_to"] = end - order if start >= 0 else np.full(size, np.nan)
        found[f"stretch{number}_sum"] = np.full(size, np.log1p(max(total, 0.0)))
        found[f"stretch{number}_here"] = (
            np.where(order > start, sums - sums[max(start, 0)], 0.0) if start >= 0 else order * 0
        )
    return found
