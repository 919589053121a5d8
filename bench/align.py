"""Which blocks of a page are its gold body: an alignment of the page's words with the gold's, in order.

The words of the page and of the gold are aligned as two sequences (Ratcliff and Obershelp, as in difflib). A block is
body when most of its words are matched in runs that are long enough to be no accident; words of very short blocks must
fall on the edges of a gold paragraph.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bench.score import body_score, words

BODY, NOT_BODY, EITHER = 1, 0, -1


@dataclass(frozen=True)
class _Gold:
    words: list[str]
    edges: set[int]  # the positions at which a paragraph begins
    summary: int  # how many words at the front are the standfirst


def _gold(row: dict[str, Any]) -> _Gold:
    summary = words(row.get("summary") or "")
    body: list[str] = []
    edges = {0, len(summary)}
    for paragraph in (row.get("body") or "").split("\n"):
        body += words(paragraph)
        edges.add(len(summary) + len(body))
    return _Gold([*summary, *body], edges, len(summary))


def align(texts: Sequence[str], row: dict[str, Any], *, improve: bool = True) -> list[int]:
    """For each block text of a page: BODY, NOT_BODY, or EITHER (part of an optional standfirst).

    To `improve` the seams takes time, and is worth it where the gold is a person's.
    """
    gold = _gold(row)
    tokens: list[str] = []
    starts = []
    for text in texts:
        starts.append(len(tokens))
        tokens += words(text)
    starts.append(len(tokens))
    places = [-1] * len(tokens)
    matcher = SequenceMatcher(None, tokens, gold.words, autojunk=False)
    runs = [0] * len(tokens)
    for match in matcher.get_matching_blocks():
        for offset in range(match.size):
            places[match.a + offset] = match.b + offset
            runs[match.a + offset] = match.size
    labels = [_label(places[a:b], runs[a:b], gold) for a, b in itertools.pairwise(starts)]
    return _improve(texts, labels, row) if improve else labels


def _label(places: list[int], runs: list[int], gold: _Gold) -> int:
    count = len(places)
    if count == 0:
        return EITHER
    good = sum(run >= min(4, count) for run in runs)
    if good / count < 0.6:
        return NOT_BODY
    if count < 4 and not (places[0] in gold.edges and places[-1] + 1 in gold.edges):
        return NOT_BODY if runs[0] < 8 else BODY
    inside = sum(0 <= place < gold.summary for place in places)
    return EITHER if inside > count / 2 else BODY


def _improve(texts: Sequence[str], labels: list[int], row: dict[str, Any]) -> list[int]:
    """Flip single blocks at the seams of the body where that brings the text nearer to the gold."""

    def value(candidate: list[int]) -> float:
        text = "\n".join(t for t, label in zip(texts, candidate, strict=True) if label == BODY)
        return float(body_score(row, text)[0])

    best = value(labels)
    if best >= 0.9995 or best < 0.5:
        return labels
    for number, label in enumerate(labels):
        near = any(labels[n] == BODY for n in range(max(0, number - 2), min(len(labels), number + 3)))
        if label == EITHER or not near:
            continue
        labels[number] = 1 - label
        if (changed := value(labels)) > best + 1e-9:
            best = changed
        else:
            labels[number] = label
    return labels
