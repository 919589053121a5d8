"""Trains the judge of whole pages (article or listing) from the quality sets, to the same bytes every time.

    python -m bench.train_pagetypes ../shared/bench        writes cleaners/models/pagetypes.txt

Pages of sets without types have a text that must be kept, so they count as articles. An outlet with many pages counts
as the square root of their number, and so do the pages without a URL.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from bench.folds import outlet
from bench.sets import read_gold, read_page
from cleaners.decode import Decoded, decode
from cleaners.html.read import examine
from cleaners.refusals.signals import NAMES
from cleaners.rules import Rules, load_rules

SETS = ("pagetypes", "articles", "publishers", "snippets")
ROUNDS = 500
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.05,
    "min_data_in_leaf": 10,
    "extra_trees": True,
    "feature_fraction": 0.12,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}


@dataclass(frozen=True)
class Example:
    """A page to learn from: its signals, and whether it is something else than an article."""

    outlet: str
    row: list[float]
    listing: bool


def _example(job: tuple[str, dict[str, Any]]) -> Example | None:
    folder, row = job
    page = read_page(Path(folder), row)
    decoded = decode(page)
    reading = examine(decoded.text, page, _rules()) if isinstance(decoded, Decoded) else None
    if reading is None:
        return None
    values = [reading.signals[name] for name in NAMES]
    return Example(outlet(page.url), values, row.get("type", "article") != "article")


@cache
def _rules() -> Rules:
    return load_rules()


def collect(bench: Path) -> list[Example]:
    """The examples of all training sets below `bench`."""
    jobs = [(str(bench / name), row) for name in SETS for row in read_gold(bench / name)]
    with get_context("spawn").Pool() as pool:
        return [example for example in pool.imap(_example, jobs, chunksize=8) if example is not None]


def fit(examples: Sequence[Example]) -> str:
    """A model of the examples, as text."""
    import lightgbm

    pages = Counter(example.outlet for example in examples)
    weight = np.asarray([pages[example.outlet] ** -0.5 for example in examples])
    listing = np.asarray([example.listing for example in examples], dtype=np.float64)
    rows = np.asarray([example.row for example in examples])
    data = lightgbm.Dataset(rows, listing, weight=weight, feature_name=list(NAMES))
    return str(lightgbm.train(PARAMETERS, data, ROUNDS).model_to_string())


def main() -> None:
    """Write the model of all the examples into the package."""
    target = Path(__file__).parent.parent / "cleaners" / "models" / "pagetypes.txt"
    target.write_text(fit(collect(Path(sys.argv[1]))), encoding="ascii")
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(NAMES)} signals")


if __name__ == "__main__":
    main()
