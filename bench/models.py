"""The rules with a model that has not seen the outlet of a page: figures of what is trained are taken out of fold.

The models of the folds are trained when first needed and kept under ``.bench/``, named by a digest of the training sets
and of the code that makes features from pages.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bench import train_html
from bench.folds import FOLDS, fold, outlet
from bench.sets import digest, read_gold
from cleaners.model import Boosted
from cleaners.rules import Rules, load_rules

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".bench" / "folds"
SHARED = ROOT.parent / "shared" / "bench"


def _key(bench: Path) -> str:
    """A digest of all that the models of the folds depend on."""
    total = hashlib.sha256()
    for name in train_html.SETS:
        total.update(digest(bench / name).encode())
    sources = [*sorted((ROOT / "cleaners").rglob("*.py")), *sorted((ROOT / "cleaners" / "rules").rglob("*.toml"))]
    for file in [*sources, *(ROOT / "bench" / f"{name}.py" for name in ("align", "folds", "score", "train_html"))]:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def train_folds(bench: Path) -> list[str]:
    """The texts of one model a fold, each trained on the outlets of the other folds."""
    files = [CACHE / f"html-{_key(bench)}-{number}.txt" for number in range(FOLDS)]
    if not all(file.exists() for file in files):
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob("html-*"):
            old.unlink()
        examples = train_html.collect(bench)
        for number, file in enumerate(files):
            file.write_text(train_html.fit([e for e in examples if fold(e.outlet) != number]), encoding="ascii")
    return [file.read_text(encoding="ascii") for file in files]


class Judges:
    """Gives for each URL the rules to clean it with: out of fold for outlets that the training saw, else as shipped."""

    def __init__(self, bench: Path = SHARED) -> None:
        self.shipped = load_rules()
        self.folds: list[Rules] = []
        self.seen: frozenset[str] = frozenset()
        if all((bench / name).is_dir() for name in train_html.SETS):
            self.seen = frozenset(_outlets(bench, train_html.SETS))
            self.folds = [replace(self.shipped, html_model=Boosted(text)) for text in train_folds(bench)]

    def rules(self, url: str) -> Rules:
        """The rules for a page of this URL."""
        name = outlet(url)
        return self.folds[fold(name)] if name in self.seen else self.shipped


def _outlets(bench: Path, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        for row in read_gold(bench / name):
            yield outlet(row["url"] or row["id"])
