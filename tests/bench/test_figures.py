"""The README's table of figures: made by bench/figures.py, between its markers."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench import figures
from bench.quality import _figures

README = Path(__file__).parents[2] / "README.md"
TEXT = "The ferry to Heron Island sails again from Monday, the harbour office said, after two weeks of repairs to the pier."


def tiny(folder: Path, **row: Any) -> None:
    """Make a set of one page."""
    folder.mkdir(parents=True)
    (folder / "gold.jsonl").write_text(json.dumps({"id": "a", "url": "https://heron.example/a", **row}) + "\n")


def measured(folder: Path) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """In the place of `bench.quality.run`: scores of predictions that are known."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text().splitlines()]
    ours = [{"id": "a", "text": TEXT, "title": "Ferry", "rejected": None}]
    theirs = [{"id": "a", "text": TEXT + " Subscribe now.", "title": "Ferry | Heron"}]
    return {"newsmill": _figures(gold, ours, [0.1]), "trafilatura": _figures(gold, theirs, [0.1])}, [], []


def test_the_readme_has_the_table() -> None:
    """The markers are there, and between them what bench/figures.py writes."""
    assert figures.faults(README.read_text(encoding="utf-8")) == []


def test_the_table_is_written_between_the_markers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each set that is there has its row, both tools' figures in it; the rest of the README stays; twice is as once."""
    tiny(tmp_path / "publishers", body=TEXT, title="Ferry")
    tiny(tmp_path / "snippets", **{"with": ["sails again"], "without": ["Subscribe"]})
    tiny(tmp_path / "pagetypes", type="article")
    readme = tmp_path / "README.md"
    readme.write_text(f"Before\n\n{figures.MARKER}\nold\n{figures.MARKER}\n\nAfter\n")
    monkeypatch.setattr("sys.argv", ["figures", str(tmp_path), "--readme", str(readme)])
    monkeypatch.setattr(figures, "run", measured)
    assert figures.main() == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith(f"Before\n\n{figures.MARKER}\n\n{figures.HEAD}\n| publishers | 1 | **1.000** / 0.9")
    assert "| **1.000** / 0.000 |  |  |\n| snippets | 1 | **1.000** / 0.6" in text
    assert "pagetypes (1 pages): articles taken **1.000** / 1.000, listings and other pages refused" in text
    assert text.endswith(f"{figures.MARKER}\n\nAfter\n")
    assert figures.faults(text) == []
    figures.main()
    assert readme.read_text(encoding="utf-8") == text


def test_without_sets_the_readme_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone without the sets keeps the figures that it came with."""
    readme = tmp_path / "README.md"
    readme.write_text(f"{figures.MARKER}\nold\n{figures.MARKER}\n")
    monkeypatch.setattr("sys.argv", ["figures", str(tmp_path), "--readme", str(readme)])
    assert figures.main() == 1
    assert "old" in readme.read_text()


def test_another_form_is_a_fault() -> None:
    """A missing marker, a row by hand, a table of unknown make are named."""
    assert figures.faults("no markers") != []
    by_hand = figures.written(figures.MARKER * 2, f"{figures.HEAD}\n| publishers | many | good |")
    assert len(figures.faults(by_hand)) == 2
