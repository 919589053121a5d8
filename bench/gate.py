"""The quality gate: the figures of every set must not fall below the floors pinned in floors.json.

    python -m bench.gate [BENCH_DIR]          measure and compare; exit status 1 when a figure is below its floor
    python -m bench.gate [BENCH_DIR] --pin    raise the floors to what is measured now; never lowers one

The floors carry the hash of their set, so that they are not compared with other pages. Where the sets are absent (a
clone without them) the gate says so and passes.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.models import SHARED
from bench.quality import run
from bench.sets import digest

FLOORS = Path(__file__).parent / "floors.json"
#: What chance may cost: models of the folds come out a little different on another machine, or with another seed. Of the
#: figures that count pages it is so many pages. The same code with other seeds had 46 to 49 of 85 articles exact; the
#: judges of texts, trained again on labels that differ in a few lines, 44 to 48 of 113 and F1 0.962 to 0.967.
SLACK, SLACK_PAGES = 0.002, 2
SLACK_TEXT, SLACK_PAGES_TEXT = 0.006, 5
BY_PAGE = frozenset({"exact", "title", "date", "authors", "taken", "refused"})
Floors = dict[str, dict[str, Any]]


def compare(name: str, floors: dict[str, float], figures: dict[str, float]) -> list[str]:
    """A line for every figure that is further below its floor than chance explains."""
    text = name.endswith("-text")
    slack = SLACK_TEXT if text else SLACK
    pages = (SLACK_PAGES_TEXT if text else SLACK_PAGES) / figures.get("pages", math.inf)
    return [
        f"{name}: {figure} {figures.get(figure, 0.0):.4f} is below its floor {floor:.4f}"
        for figure, floor in floors.items()
        if figures.get(figure, 0.0) < floor - (max(pages, slack) if figure in BY_PAGE else slack)
    ]


def raised(old: dict[str, float], figures: dict[str, float]) -> dict[str, float]:
    """The floors with those raised that the figures allow; none is lowered."""
    return {
        figure: max(floor, math.floor((figures.get(figure, 0.0) - SLACK) * 1000) / 1000)
        for figure, floor in old.items()
    }


def lowered(before: Floors, now: Floors) -> list[str]:
    """A line for every floor that is lower now than before, or gone."""
    return [
        f"{name}: the floor of {figure} was lowered from {floor} to {now.get(name, {}).get('floors', {}).get(figure)}"
        for name, row in before.items()
        for figure, floor in row["floors"].items()
        if now.get(name, {}).get("floors", {}).get(figure, -1.0) < floor
    ]


def _committed() -> Floors:
    """The floors of the last commit, or none outside of a repository."""
    found = subprocess.run(
        ["git", "show", "HEAD:bench/floors.json"], cwd=FLOORS.parent, capture_output=True, text=True, check=False
    )
    result: Floors = json.loads(found.stdout) if found.returncode == 0 else {}
    return result


def main() -> int:
    """Measure every set that has floors; 0 when all hold or the sets are absent, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--pin", action="store_true")
    arguments = parser.parse_args()
    pinned: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    faults = lowered(_committed(), pinned)
    for name, row in pinned.items():
        folder = arguments.bench / name
        if not (folder / "gold.jsonl").is_file():
            print(f"quality gate: {name} skipped, the set is not at {arguments.bench}")
            continue
        if row["digest"] not in ("", digest(folder)):
            faults.append(f"{name}: the set is not the one that the floors were measured on")
            continue
        figures = run(folder, peer=False)[0]["newsmill"]
        print(
            f"quality gate: {name} {json.dumps({figure: figures.get(figure) for figure in row['floors']})}", flush=True
        )
        faults += compare(name, row["floors"], figures)
        if arguments.pin:
            row |= {"digest": digest(folder), "floors": raised(row["floors"], figures)}
    if arguments.pin:
        FLOORS.write_text(json.dumps(pinned, indent=2) + "\n", encoding="utf-8")
    for fault in faults:
        print(f"quality gate: FAILED {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
