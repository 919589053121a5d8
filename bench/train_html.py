"""Trains the labeller of HTML blocks from the quality sets, to the same bytes every time.

python -m bench.train_html ../shared/bench        writes cleaners/models/html.txt
"""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.align import BODY, EITHER, NOT_BODY, align
from bench.folds import outlet
from bench.phrase_labels import by_phrases
from bench.score import body_score
from bench.sets import read_gold, read_page
from cleaners.decode import Decoded, decode
from cleaners.html.features import NAMES, Array
from cleaners.html.labels import is_set_apart
from cleaners.html.metadata import read_facts
from cleaners.html.parse import parse
from cleaners.html.read import Reading, examine, features, look_again
from cleaners.html.standfirst import is_lead, saying
from cleaners.model import HtmlModel
from cleaners.rules import Rules, load_rules
from cleaners.types import Kind

#: The sets with gold, then those whose pages teach in full where their own JSON-LD gives the whole text, and otherwise by
#: the phrases to keep and to drop that the gold of `snippets` names.
SETS = ("articles", "publishers", "snippets", "pagetypes")
ROUNDS = 120
#: One model for each seed, whose scores are averaged: one alone changes its mind on pages of which nothing changed.
SEEDS = (1, 2, 3)
_LEAVES = re.compile(r"leaf_value=(.*)\n")
#: A page's JSON-LD gives its whole text when the blocks that it names make up that text, to this F1 of shingles.
WHOLE = 0.97
SHORTEST = 500
#: The sets whose gold comes from parsers and feeds of publishers, which leave out tables and quotes by their
#: nature; people who mark an article keep them (docs/conventions.md). Nothing is learned from those absences.
BY_PARSER = ("publishers", "snippets", "pagetypes")
#: What people marked block by block counts more than what parsers and feeds gave.
BY_HAND = 2.0
#: What an example counts in which half of the evidence is taken away.
HALVED = 0.1
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.13,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True)
class Example:
    """A page to learn from: its features, whether each block is body, and how much each block counts."""

    outlet: str
    rows: Array
    looked: bool  # whether an extractor's verdict is among the features
    body: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]


def _example(job: tuple[str, dict[str, Any]]) -> list[Example]:
    folder, row = job
    page = read_page(Path(folder), row)
    decoded = decode(page)
    if not isinstance(decoded, Decoded) or row.get("type", "article") != "article":
        return []
    if "body" not in row and "with" not in row and "articleBody" not in decoded.text:
        return []
    reading = examine(decoded.text, page, _rules())
    if reading is None or not reading.found:
        return []
    texts = [span.text for span in reading.found]
    taught = _whole(texts, row, "" if "body" in row else _stated(decoded.text, page.url))
    in_full = taught is not None
    if taught is None:
        if "with" not in row:
            return []
        taught = _parts(reading, row)
    again = look_again(reading)
    labels = np.asarray(taught)
    sizes = np.minimum([len(text) for text in texts], 400)
    if Path(folder).name in BY_PARSER and in_full:
        labels[(labels == NOT_BODY) & _set_apart(again)] = EITHER
    weight = np.where(labels == EITHER, 0.0, np.sqrt(sizes / 60 + 0.5)) * np.sqrt(60 / (len(texts) + 60))
    if Path(folder).name not in BY_PARSER:
        weight *= BY_HAND
    judged = list(reading.judged)
    body, weight = (labels == BODY).astype(float)[judged], weight[judged]
    name = outlet(row["url"] or row["id"])
    examples = [
        Example(name, features(reading), looked=False, body=body, weight=weight),
        Example(name, features(again), looked=True, body=body, weight=weight),
    ]
    for half in _halves(again) if in_full else []:
        examples.append(Example(name, features(half), looked=True, body=body, weight=weight * HALVED))
    return examples


def _stated(html: str, url: str) -> str:
    """The text that the page's own JSON-LD gives for the article."""
    tree = parse(html)
    article = read_facts(tree, url).article if tree is not None else None
    text = (article or {}).get("articleBody") or (article or {}).get("text")
    return text if isinstance(text, str) else ""


def _whole(texts: Sequence[str], row: dict[str, Any], stated: str) -> list[int] | None:
    """The label of every block, from the gold or else from the text that the page's JSON-LD has `stated`; None without."""
    if "body" in row:
        return align(texts, row)
    if len(stated) < SHORTEST:
        return None
    row = row | {"body": stated}
    labels = align(texts, row)
    named = "\n".join(text for text, label in zip(texts, labels, strict=True) if label == BODY)
    return labels if body_score(row, named)[0] >= WHOLE else None


def _parts(reading: Reading, row: dict[str, Any]) -> list[int]:
    """The labels of the few blocks of which the gold's phrases speak; standfirsts and headlines are a matter of convention."""
    labels = by_phrases([span.text for span in reading.found], row)
    headlines = saying(reading.found, reading.evidence.title)
    lines = [n for n in saying(reading.found, reading.evidence.description) if not is_lead(reading.found[n])]
    for number in (*headlines, *lines):
        labels[number] = EITHER
    return labels


def _set_apart(reading: Reading) -> npt.NDArray[np.bool_]:
    """The blocks of tables and quotes (of posts, too) that the extractor takes for the article's own."""
    kept = reading.evidence.kept & reading.evidence.kept_more
    return np.asarray(
        [
            number in kept and span.frame.kind is not Kind.ITEM and is_set_apart(span)
            for number, span in enumerate(reading.found)
        ]
    )


@cache
def _rules() -> Rules:
    return load_rules()


def _halves(reading: Reading) -> list[Reading]:
    """The same page as if the extractor had lost half of the body, as it does where a body is split over containers."""
    evidence = reading.evidence
    kept = sorted(evidence.kept | evidence.kept_more)
    if len(kept) < 6:
        return []
    middle = kept[len(kept) // 2]
    sides: list[Callable[[int], bool]] = [lambda number: number < middle, lambda number: number >= middle]
    return [
        replace(
            reading,
            evidence=replace(
                evidence,
                kept=frozenset(filter(side, evidence.kept)),
                kept_more=frozenset(filter(side, evidence.kept_more)),
            ),
        )
        for side in sides
    ]


def collect(bench: Path) -> list[Example]:
    """The examples of all training sets below `bench`."""
    jobs = [(str(bench / name), row) for name in SETS for row in read_gold(bench / name)]
    with get_context("spawn").Pool() as pool:
        return [example for found in pool.imap(_example, jobs, chunksize=4) for example in found]


def fit(examples: Sequence[Example]) -> str:
    """Both judges of the examples, as text."""
    return HtmlModel.SEPARATOR.join(
        _fit([example for example in examples if example.looked is looked]) for looked in (False, True)
    )


def _fit(examples: Sequence[Example]) -> str:
    import lightgbm

    rows = np.vstack([example.rows for example in examples])
    body = np.concatenate([example.body for example in examples])
    weight = np.concatenate([example.weight for example in examples])
    used = weight > 0
    rows, body, weight = rows[used], body[used], weight[used]
    models = []
    for seed in SEEDS:
        data = lightgbm.Dataset(rows, body, weight=weight, feature_name=list(NAMES))
        models.append(str(lightgbm.train(PARAMETERS | {"seed": seed}, data, ROUNDS).model_to_string()))
    return averaged(models)


def averaged(models: Sequence[str]) -> str:
    """One model that gives the mean of the raw scores of several: all their trees, each leaf with its share."""
    head, _, _ = models[0].partition("Tree=0\n")
    _, _, tail = models[0].partition("end of trees\n")
    trees = [
        _LEAVES.sub(lambda found: _share(found, len(models)), tree)
        for model in models
        for tree in re.split(r"Tree=\d+\n", model.partition("end of trees\n")[0])[1:]
    ]
    trees = [f"Tree={number}\n{tree}" for number, tree in enumerate(trees)]
    head = re.sub(r"tree_sizes=.*", "tree_sizes=" + " ".join(str(len(tree)) for tree in trees), head)
    return f"{head}{''.join(trees)}end of trees\n{tail}"


def _share(leaves: re.Match[str], models: int) -> str:
    values = (repr(float(value) / models) for value in leaves[1].split())
    return f"leaf_value={' '.join(values)}\n"


def main() -> None:
    """Write the model of all the examples into the package."""
    target = Path(__file__).parent.parent / "cleaners" / "models" / "html.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text(fit(collect(Path(sys.argv[1]))), encoding="ascii")
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(NAMES)} features")


if __name__ == "__main__":
    main()
