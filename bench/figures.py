"""Writes the README's table of figures: newsmill beside trafilatura on every quality set.

    python -m bench.figures [BENCH_DIR] [--readme README.md]

Replaces what stands between the two `<!-- figures -->` markers. Sets that are absent are left out, with a word; where all
are, the README stays as it is and the exit status is 1.
"""

import argparse
import re
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.models import ROOT, SHARED
from bench.quality import run
from cleaners import load_rules

SETS = ("articles", "publishers", "snippets", "pagetypes", "articles-text", "publishers-text")
MARKER = "<!-- figures -->"
COLUMNS = {"F1": "f1", "exact": "exact", "title": "title", "date": "date", "authors": "authors"}
HEAD = f"| set | pages | {' | '.join(COLUMNS)} |\n|---|---|{'---|' * len(COLUMNS)}"
NOT_YET = "Not measured yet: `make figures` does it."

Figures = Mapping[str, Mapping[str, Any]]


def table(measured: Mapping[str, Figures]) -> str:
    """The Markdown between the markers, from the figures that `bench.quality.run` gives for each set."""
    rows = [_row(name, figures) for name, figures in measured.items() if "taken" not in figures["newsmill"]]
    kinds = [_kinds(name, figures) for name, figures in measured.items() if "taken" in figures["newsmill"]]
    made = f"newsmill {version('newsmill')} (rules {load_rules().version}), trafilatura {version('trafilatura')}"
    note = (
        f"Each cell: **newsmill** / trafilatura (default mode, with metadata). Made by `make figures` with {made}. "
        "Out of fold: every page is judged by models that have not seen its outlet. F1 of 4-word shingles "
        "(`snippets`: of phrases to keep and to drop); exact: the share of pages right word for word; what the figures "
        "mean is at the head of [`bench/score.py`](bench/score.py)."
    )
    return "\n\n".join(["\n".join([HEAD, *rows]), *kinds, note])


def _row(name: str, figures: Figures) -> str:
    ours, theirs = (_known(figures[tool]) for tool in ("newsmill", "trafilatura"))
    cells = [f"**{_cell(ours, key)}** / {_cell(theirs, key)}" if key in ours else "" for key in COLUMNS.values()]
    return f"| {name} | {ours['pages']} | {' | '.join(cells)} |"


def _known(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures with the snippets' F1 in the place of F1, where a set has that."""
    return {**figures, "f1": figures["snippet_f1"]} if "snippet_f1" in figures else dict(figures)


def _cell(figures: Mapping[str, Any], key: str) -> str:
    return f"{figures[key]:.3f}" if key in figures else "–"


def _kinds(name: str, figures: Figures) -> str:
    ours, theirs = figures["newsmill"], figures["trafilatura"]
    taken, refused = (f"**{ours[key]:.3f}** / {theirs[key]:.3f}" for key in ("taken", "refused"))
    return f"{name} ({ours['pages']} pages): articles taken {taken}, listings and other pages refused {refused}."


def written(readme: str, between: str) -> str:
    """The README with that between its markers. Raises `ValueError` where it has not exactly two."""
    parts = readme.split(MARKER)
    if len(parts) != 3:
        raise ValueError(f"{len(parts) - 1} markers {MARKER}; there must be two")
    return f"{parts[0]}{MARKER}\n\n{between}\n\n{MARKER}{parts[2]}"


def faults(readme: str) -> list[str]:
    """What is not of the form that `table` and `written` give, a line each."""
    parts = readme.split(MARKER)
    if len(parts) != 3:
        return [f"{len(parts) - 1} markers {MARKER}; there must be two"]
    between = parts[1].strip()
    if between == NOT_YET:
        return []
    if not between.startswith(HEAD):
        return ["the table does not begin with its head"]
    cell = r"(?:|\*\*\d\.\d{3}\*\* / (?:\d\.\d{3}|–))"
    row = re.compile(rf"\| ({'|'.join(SETS)}) \| \d+ \|(?: {cell} \|){{{len(COLUMNS)}}}")
    lines = between[len(HEAD) :].strip().split("\n\n")[0].splitlines()
    found = [f"no row of the table: {line}" for line in lines if not row.fullmatch(line)]
    return found if "Made by `make figures` with newsmill" in between else [*found, "no line says how it was made"]


def main() -> int:
    """Measure and write; 0, or 1 where no set is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md")
    arguments = parser.parse_args()
    readme = arguments.readme.read_text(encoding="utf-8")
    written(readme, "")  # before minutes of work
    measured = {}
    for name in SETS:
        if (arguments.bench / name / "gold.jsonl").is_file():
            measured[name] = run(arguments.bench / name)[0]
            print(f"figures: {name} measured", flush=True)
        else:
            print(f"figures: {name} left out, the set is not at {arguments.bench}", file=sys.stderr)
    if not measured:
        return 1
    arguments.readme.write_text(written(readme, table(measured)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
