"""An ingest that is killed: after the next run every page is there once, and archive and tables are of one mind."""

import random
from pathlib import Path

import pytest

from bench.killing import kill_and_rerun


@pytest.mark.parametrize("seed", range(2))
def test_killed_anywhere(url: str, tmp_path: Path, seed: int) -> None:
    """At a random moment of an ingest with revisits and refusals (`make faults` does it 50 times, with 1,000 pages)."""
    verdict = kill_and_rerun(url, tmp_path / "archive", 60, random.Random(seed))
    assert verdict.wrong == ()
