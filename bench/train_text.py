"""Trains the judges of text lines from the quality sets, to the same bytes every time.

    python -m bench.train_text ../shared/bench              writes cleaners/models/text.txt
    python -m bench.train_text ../shared/bench --figures    prints figures out of fold, writes nothing

Pages with a gold body are learned in the form of their text and in those of `bench.render`, with their indents, bullets
and empty lines and again without. Pages that have none are learned from what the cleaner takes of their HTML, where no
snippet of the gold speaks against it; they count for less.
"""

import argparse
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bench.align import BODY, EITHER, align
from bench.folds import FOLDS, fold, outlet
from bench.score import body_score
from bench.sets import read_gold, read_page
from bench.text_figures import figures
from bench.text_pages import Text, texts
from cleaners.draft import Label
from cleaners.rules import load_rules
from cleaners.rules.model import Rules
from cleaners.rules.phrases import Phrases
from cleaners.text.features import Features, Rows, table
from cleaners.text.features.counts import Array
from cleaners.text.model import SEPARATOR
from cleaners.text.reading import examine, squeeze

SETS = ("articles-text", "publishers-text", "articles", "publishers", "snippets", "pagetypes")
TITLE_ROUNDS, QUICK_ROUNDS, BODY_ROUNDS = 100, 60, 150
#: Titles for the body's judges to learn from are found in so many parts, each by a judge of the others.
PARTS = 3
#: Of the blocks that are no title one in so many is learned, and counts for all.
OTHERS = 3
#: A judge of the body is trained with each of these, besides the quick one.
SEEDS = (1, 2, 3, 4)
#: What a page counts whose body is not gold, and how much of that body its text must show.
TAUGHT, SHOWN = 0.6, 0.95
#: Of the lines far from all text this share is learned.
FAR_SHARE = 0.3
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 24,
    "learning_rate": 0.1,
    "max_bin": 63,
    "extra_trees": True,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}
TITLE_PARAMETERS = PARAMETERS | {"num_leaves": 15, "min_data_in_leaf": 10, "learning_rate": 0.06, "extra_trees": False}
Labels = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Example:
    """A text to learn from. `titles` are the features of the blocks `numbers`, which can be a title by their length."""

    outlet: str
    features: Features
    titles: Rows
    numbers: npt.NDArray[np.intp]
    is_title: npt.NDArray[np.bool_]
    untitled: bool  # it is known to have no title
    body: Labels
    weight: Array


def _examples(job: tuple[str, str, dict[str, Any]]) -> list[Example]:
    bench, name, row = job
    folder = Path(bench) / name
    found = [_example(text, row) for text in texts(name, row, read_page(folder, row), _rules())]
    return [example for example in found if example is not None]


def _example(text: Text, row: dict[str, Any]) -> Example | None:
    reading = examine(text.text, _Forgetful(_rules().phrases) if text.forgetful else _rules().phrases)
    labels = np.asarray(align(reading.texts, {**row, "body": text.body}, improve=text.gold), dtype=np.int8)
    if not text.gold and not _shows(reading.texts, labels, text.body):
        return None
    features = Features(reading)
    rows, numbers = features.titles()
    title = squeeze(text.title or "")
    is_title = np.asarray([bool(title) and reading.keys[number] == title for number in numbers], dtype=np.bool_)
    sizes = np.minimum([len(block) for block in reading.texts], 400)
    weight = np.sqrt(sizes / 60 + 0.5) * np.sqrt(60 / (len(sizes) + 60)) * (1.0 if text.gold else TAUGHT)
    weight *= _near(reading.texts, reading.counts["word"] * reading.closed, labels)
    weight[labels == EITHER] = 0.0
    return Example(
        outlet(row["url"] or row["id"]),
        features,
        rows,
        numbers,
        is_title,
        text.title is None and text.gold and (labels == BODY).all(),
        labels,
        weight.astype(np.float32),
    )


@dataclass(frozen=True)
class _Forgetful:
    """Phrases that know half of what they know."""

    phrases: Phrases

    def match(self, text: str, languages: Collection[str] = ()) -> Label | None:
        return self.phrases.match(text, languages) if crc32(text.encode("utf-8", "replace")) % 2 else None


def _near(blocks: Sequence[str], text: Array, labels: Labels) -> Array:
    """1 for lines to learn: those near a long line, and of the others some, chosen by their words."""
    near = np.convolve(text >= 8, np.ones(25), "same")[: len(blocks)] > 0.5 if len(blocks) else np.zeros(0)
    chosen = np.asarray([crc32(block.encode("utf-8", "replace")) % 100 < 100 * FAR_SHARE for block in blocks])
    found: Array = (near | chosen | (labels == BODY)).astype(np.float64)
    return found


def _shows(blocks: Sequence[str], labels: Labels, body: str) -> bool:
    """Whether the blocks found to be body are the body: a text may lack what scripts put into the page."""
    shown = "\n".join(block for block, label in zip(blocks, labels, strict=True) if label == BODY)
    return body_score({"body": body}, shown)[0] >= SHOWN


@cache
def _rules() -> Rules:
    return load_rules()


def collect(bench: Path) -> list[Example]:
    """The examples of all training sets below `bench`."""
    jobs = [(str(bench), name, row) for name in SETS for row in read_gold(bench / name)]
    with get_context("spawn").Pool(2) as pool:
        return [example for found in pool.imap(_examples, jobs, chunksize=4) for example in found]


def fit(examples: Sequence[Example]) -> str:
    """The judges as text: the body's learn from titles found by judges that have not seen the outlet."""
    import lightgbm

    titles: dict[int, Array] = {}
    for number in range(PARTS):
        judge = _fit_titles([example for example in examples if fold(example.outlet, PARTS) != number])
        for example in examples:
            if fold(example.outlet, PARTS) == number:
                titles[id(example)] = chances(judge, example)
    last = _fit_titles(examples)
    rows, body, weight = [], [], []
    for example in examples:
        used = example.weight > 0
        rows.append(table(example.features.body(titles[id(example)]))[used])
        body.append((example.body == BODY)[used])
        weight.append(example.weight[used])
    labels = np.concatenate(body).astype(np.float32)
    data = lightgbm.Dataset(np.vstack(rows), labels, weight=np.concatenate(weight), params=PARAMETERS)
    rows.clear()
    quick = lightgbm.train(PARAMETERS | {"seed": 0}, data, QUICK_ROUNDS)
    judges = [lightgbm.train(PARAMETERS | {"seed": seed}, data, BODY_ROUNDS) for seed in SEEDS]
    return SEPARATOR.join(str(judge.model_to_string()) for judge in (last, quick, *judges))


def chances(judge: Any, example: Example) -> Array:
    """For each block of an example the probability of being its title."""
    found = np.zeros(len(example.body))
    if len(example.numbers):
        found[example.numbers] = judge.predict(example.titles, num_threads=1)
    return found


def _fit_titles(examples: Sequence[Example]) -> Any:
    import lightgbm

    used = [example for example in examples if len(example.numbers) and (example.is_title.any() or example.untitled)]
    rows, titles, weight = [], [], []
    for example in used:
        chosen = example.is_title | (example.numbers % OTHERS == len(example.numbers) % OTHERS)
        rows.append(example.titles[chosen])
        titles.append(example.is_title[chosen])
        one, other = 1 / max(example.is_title.sum(), 1), OTHERS / np.sqrt(len(example.numbers))
        weight.append(np.where(titles[-1], one, other))
    labels = np.concatenate(titles).astype(np.float32)
    data = lightgbm.Dataset(np.vstack(rows), labels, weight=np.concatenate(weight), params=TITLE_PARAMETERS)
    return lightgbm.train(TITLE_PARAMETERS, data, TITLE_ROUNDS)


def folds(examples: Sequence[Example]) -> Iterator[str]:
    """The judges of each fold, trained on the outlets of the others."""
    for number in range(FOLDS):
        yield fit([example for example in examples if fold(example.outlet) != number])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--figures", action="store_true", help="print figures out of fold")
    arguments = parser.parse_args()
    examples = collect(arguments.bench)
    if arguments.figures:
        figures(arguments.bench, list(folds(examples)))
        return
    target = Path(__file__).parent.parent / "cleaners" / "models" / "text.txt"
    target.write_text(re.sub(r"\r\n", "\n", fit(examples)), encoding="ascii")
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(examples)} texts")


if __name__ == "__main__":
    main()
