"""What stands around each block: its neighbours, means before and after it, how far text and named lines are."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from cleaners.text.features.counts import Array
from cleaners.text.features.lines import REASON_NUMBER
from cleaners.text.features.runs import best_run, line_scores
from cleaners.types import Reason

Mask = npt.NDArray[np.bool_]

_PENALTIES = (4.0, 16.0, 40.0)
_WINDOWS = (2, 5, 12)
_COMPANY = (4, 16)
_AROUND = (-3, -2, -1, 1, 2, 3)
_FAR = 99.0
NEAR = ("words", "closed", "score", "named", "small", "indent", "gap", "repeats", "upper", "item", "lower")
#: Reasons that mean the same for where an article ends.
GROUPS: Mapping[str, tuple[Reason, ...]] = {
    "related": (Reason.RELATED,),
    "comments": (Reason.COMMENTS,),
    "prompt": (Reason.PROMOTION, Reason.CONSENT, Reason.PAYWALL),
    "share": (Reason.SHARE,),
    "footer": (Reason.FOOTER,),
    "navigation": (Reason.NAVIGATION,),
    "byline": (Reason.BYLINE, Reason.DATELINE),
    "caption": (Reason.CAPTION,),
    "advertisement": (Reason.ADVERTISEMENT,),
    "embed": (Reason.EMBED,),
}


def is_any(named: Array, reasons: Sequence[Reason]) -> Mask:
    """Where a block's wording has one of the reasons."""
    return np.isin(named, [REASON_NUMBER[reason] for reason in reasons])


def run_features(base: Mapping[str, Array]) -> dict[str, Array]:
    """Where each block lies to the best runs of lines, for several prices of a short line."""
    words = np.expm1(base["words"])
    order = np.arange(len(words), dtype=np.float64)
    found: dict[str, Array] = {}
    for number, penalty in enumerate(_PENALTIES):
        start, end = best_run(line_scores(words, base["closed"], base["named"], penalty))
        found[f"run{number}_in"] = ((order >= start) & (order < end)).astype(np.float64)
        found[f"run{number}_from"] = order - start
        found[f"run{number}_to"] = end - 1 - order
        found[f"run{number}_share"] = np.full(len(words), words[start:end].sum() / max(words.sum(), 1))
        indent = float(np.median(base["indent"][start:end])) if end > start else 0.0
        found[f"run{number}_indent"] = base["indent"] - indent
    return found


def around_features(base: Mapping[str, Array]) -> dict[str, Array]:
    """Neighbours, windows, distances, and totals of the whole text."""
    return {**_windows(base), **_company(base), **_distances(base), **_neighbours(base), **_totals(base)}


def _windows(base: Mapping[str, Array]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    columns = {"score": base["score"], "named": (base["named"] > 0).astype(np.float64), "small": base["small"]}
    for name, column in columns.items():
        sums = np.concatenate(([0.0], np.cumsum(column)))
        order = np.arange(len(column))
        for width in _WINDOWS:
            before, after = np.maximum(order - width, 0), np.minimum(order + 1 + width, len(column))
            found[f"{name}_before{width}"] = (sums[order] - sums[before]) / width
            found[f"{name}_after{width}"] = (sums[after] - sums[order + 1]) / width
    return found


def _company(base: Mapping[str, Array]) -> dict[str, Array]:
    """Of what kind the lines around are: comments come with times and names, teasers with headlines and dots."""
    words = np.expm1(base["words"])
    open_line = (words > 3) & (words < 20) & (base["closed"] == 0)
    sentence = (words > 5) & (base["closed"] > 0)
    kinds = {
        "stamp": (base["time"] > 0) & (words <= 10),
        "headline": (words > 5) & (base["closed"] == 0),
        "short": words <= 4,
        "ellipsis": base["ellipsis"] > 0,
        "repeated": base["repeats"] > 1,
        "credit": base["credit"] > 0,
        "name": (base["namelike"] > 0) & (words <= 5),
        "me": (base["cue_me"] > 0) & (words > 5),
        "you": base["cue_you"] > 0,
        "talk": base["cue_talk"] > 0,
        "quote": base["quotes"] > 0,
        "glued": base["glued"] > 0,
        "more": _leads_on(base),
        "says": (base["colon"] > 0) & (words <= 5),
        "closed": sentence,
        "teaser": sentence & np.concatenate(([False], open_line[:-1])),
    }
    order = np.arange(len(words))
    found: dict[str, Array] = {}
    for name, mask in kinds.items():
        sums = np.concatenate(([0.0], np.cumsum(mask)))
        for width in _COMPANY:
            before, after = np.maximum(order - width, 0), np.minimum(order + 1 + width, len(words))
            found[f"{name}_before{width}"] = (sums[order] - sums[before]) / width
            found[f"{name}_after{width}"] = (sums[after] - sums[order + 1]) / width
    return found


def _leads_on(base: Mapping[str, Array]) -> Mask:
    """Short lines in the words that stand above lists of other articles."""
    leads: Mask = (base["cue_more"] > 0) & (np.expm1(base["words"]) <= 6) & (base["closed"] == 0)
    return leads


def _distances(base: Mapping[str, Array]) -> dict[str, Array]:
    value = np.maximum(base["score"], 0.0)
    masks = {"text": base["score"] > 0, "long": base["score"] > 20, "named": base["named"] > 0, "more": _leads_on(base)}
    masks |= {name: is_any(base["named"], reasons) for name, reasons in GROUPS.items()}
    found = {"text_before": (np.cumsum(value) - value) / max(float(value.sum()), 1.0)}
    for name, mask in masks.items():
        found[f"since_{name}"] = _since(mask)
        found[f"until_{name}"] = _since(mask[::-1])[::-1]
    return found


def _since(mask: Mask) -> Array:
    """How many blocks ago the mask last held, before each block."""
    order = np.arange(len(mask), dtype=np.float64)
    last = np.maximum.accumulate(np.where(mask, order, -np.inf))
    before = np.concatenate(([-np.inf], last[:-1]))
    return np.minimum(order - before, _FAR)


def _neighbours(base: Mapping[str, Array]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for name in NEAR:
        column = base[name]
        for step in _AROUND:
            moved = np.full(len(column), np.nan)
            if step < 0:
                moved[-step:] = column[:step]
            elif step < len(column):
                moved[:-step] = column[step:]
            found[f"{name}{step:+d}"] = moved
    return found


def _totals(base: Mapping[str, Array]) -> dict[str, Array]:
    size = len(base["words"])
    long = base["score"] > 20
    totals = {
        "blocks": np.log1p(size),
        "long_lines": np.log1p(long.sum()),
        "long_share": long.mean(),
        "mean_long": float(base["words"][long].mean()) if long.any() else 0.0,
        "indented": float((base["indent"] > 0).mean()),
        "gaps": float((base["gap"] > 0).mean()),
        "named_share": float((base["named"] > 0).mean()),
    }
    return {name: np.full(size, value) for name, value in totals.items()}
