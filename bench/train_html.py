"""Trains the labeller of HTML blocks from the quality sets, to the same bytes every time.

python -m bench.train_html ../shared/bench        writes cleaners/models/html.txt
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.align import BODY, EITHER, align
from bench.folds import outlet
from bench.sets import read_gold, read_page
from cleaners.decode import Decoded, decode
from cleaners.html.features import NAMES, Array
from cleaners.html.read import examine, features
from cleaners.rules import load_rules

SETS = ("articles", "publishers")
ROUNDS = 150
PARAMETERS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 20,
    "learning_rate": 0.08,
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


@dataclass(frozen=True)
class Example:
    """A page to learn from: its features, whether each block is body, and how much each block counts."""

    outlet: str
    rows: Array
    body: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64]


def _example(job: tuple[str, dict[str, Any]]) -> Example | None:
    folder, row = job
    page = read_page(Path(folder), row)
    decoded = decode(page)
    if not isinstance(decoded, Decoded):
        return None
    reading = examine(decoded.text, page, load_rules())
    if reading is None or not reading.found:
        return None
    texts = [span.text for span in reading.found]
    labels = np.asarray(align(texts, row))
    sizes = np.minimum([len(text) for text in texts], 400)
    weight = np.where(labels == EITHER, 0.0, np.sqrt(sizes / 60 + 0.5)) * np.sqrt(60 / (len(texts) + 60))
    return Example(outlet(row["url"] or row["id"]), features(reading), (labels == BODY).astype(float), weight)


def collect(bench: Path) -> list[Example]:
    """The examples of all training sets below `bench`."""
    jobs = [(str(bench / name), row) for name in SETS for row in read_gold(bench / name)]
    with get_context("spawn").Pool() as pool:
        return [example for example in pool.imap(_example, jobs, chunksize=4) if example is not None]


def fit(examples: Sequence[Example]) -> str:
    """A model of the examples, as text."""
    import lightgbm

    rows = np.vstack([example.rows for example in examples])
    body = np.concatenate([example.body for example in examples])
    weight = np.concatenate([example.weight for example in examples])
    used = weight > 0
    data = lightgbm.Dataset(rows[used], body[used], weight=weight[used], feature_name=list(NAMES))
    return str(lightgbm.train(PARAMETERS, data, ROUNDS).model_to_string())


def main() -> None:
    """Write the model of all the examples into the package."""
    target = Path(__file__).parent.parent / "cleaners" / "models" / "html.txt"
    target.parent.mkdir(exist_ok=True)
    target.write_text(fit(collect(Path(sys.argv[1]))), encoding="ascii")
    print(f"{target.name}: {target.stat().st_size:,} bytes, {len(NAMES)} features")


if __name__ == "__main__":
    main()
