"""The rules with models that have not seen the outlet of a page: figures of what is trained are taken out of fold.

The models of the folds are trained when first needed and kept under ``.bench/``, named by a digest of the training sets
and of the code that makes features from pages.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

from bench import train_html, train_pagetypes, train_text
from bench.folds import FOLDS, fold, outlet
from bench.sets import digest, read_gold
from cleaners.model import Boosted, HtmlModel
from cleaners.rules import Rules, load_rules
from cleaners.text.model import TextModel

AnyModel = TypeVar("AnyModel")
ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".bench" / "folds"
SHARED = ROOT.parent / "shared" / "bench"
_SOURCES = ("align", "folds", "phrase_labels", "render", "score", "text_pages")
#: What the models of one kind do not depend on.
_APART = {"html": ("text", "refusals"), "pagetypes": ("text",), "text": ("refusals",)}


def _key(bench: Path, trainer: ModuleType, name: str) -> str:
    """A digest of all that the models of the folds depend on."""
    total = hashlib.sha256()
    for folder in trainer.SETS:
        total.update(digest(bench / folder).encode())
    cleaners = ROOT / "cleaners"
    apart = [cleaners / part for part in _APART[name]]
    code = [file for file in sorted(cleaners.rglob("*.py")) if not any(map(file.is_relative_to, apart))]
    rules = sorted((cleaners / "rules").rglob("*.toml"))
    models = [cleaners / "models" / "html.txt"] if name == "text" else []  # it says what teaches of pages without gold
    for file in [
        *code,
        *rules,
        *models,
        *(ROOT / "bench" / f"{part}.py" for part in _SOURCES),
        Path(str(trainer.__file__)),
    ]:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def train_folds(bench: Path, trainer: ModuleType, name: str) -> list[str]:
    """The texts of one model a fold, each trained on the outlets of the other folds."""
    key = _key(bench, trainer, name)
    files = [CACHE / f"{name}-{key}-{number}.txt" for number in range(FOLDS)]
    if not all(file.exists() for file in files):
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{name}-*"):
            old.unlink()
        examples = trainer.collect(bench)
        parts = [[example for example in examples if fold(example.outlet) != number] for number in range(FOLDS)]
        with get_context("spawn").Pool() as pool:
            for file, text in zip(files, pool.imap(trainer.fit, parts), strict=True):
                file.write_text(text, encoding="ascii")
    return [file.read_text(encoding="ascii") for file in files]


class _Folds(Generic[AnyModel]):
    """The models of one kind: for an outlet that the training saw the one of its fold, else the shipped one."""

    def __init__(
        self, bench: Path, trainer: ModuleType, name: str, shipped: AnyModel, make: Callable[[str], AnyModel]
    ) -> None:
        self.shipped = shipped
        self.folds: list[AnyModel] = []
        self.seen: frozenset[str] = frozenset()
        if all((bench / folder).is_dir() for folder in trainer.SETS):
            self.seen = frozenset(_outlets(bench, trainer.SETS))
            self.folds = [make(text) for text in train_folds(bench, trainer, name)]

    def model(self, name: str) -> AnyModel:
        return self.folds[fold(name)] if name in self.seen else self.shipped


class Judges:
    """Gives for each URL the rules to clean it with: out of fold for outlets that the training saw, else as shipped."""

    def __init__(self, bench: Path = SHARED) -> None:
        self.shipped = load_rules()
        self._html = _Folds(bench, train_html, "html", self.shipped.html_model, HtmlModel)
        self._pages = _Folds(bench, train_pagetypes, "pagetypes", self.shipped.page_model, Boosted)
        self._bench = bench

    @cached_property
    def _text(self) -> _Folds[TextModel]:  # made when a text is judged: its training takes minutes
        return _Folds(self._bench, train_text, "text", self.shipped.text_model, TextModel)

    def rules(self, url: str, *, text: bool = False) -> Rules:
        """The rules for a page of this URL; `text` tells plain text from HTML."""
        name = outlet(url)
        return replace(
            self.shipped,
            html_model=self._html.model(name),
            page_model=self._pages.model(name),
            text_model=self._text.model(name) if text else self.shipped.text_model,
        )


def _outlets(bench: Path, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        for row in read_gold(bench / name):
            yield outlet(row["url"] or "")
