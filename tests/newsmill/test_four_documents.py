"""The four saved documents that newsmill was asked for first: what comes out is what was agreed, word for word."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.newsmill.conftest import Newsmill

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the four documents are not beside this checkout")

EXPECTED: dict[str, dict[str, Any]] = (
    {one["id"]: one for one in map(json.loads, (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines())}
    if SEEDS.is_dir()
    else {}
)
FIELDS = [(name, field) for name, one in EXPECTED.items() for field in one]


@pytest.fixture(scope="module")
def cleaned() -> dict[str, dict[str, Any]]:
    """What `newsmill clean ../shared/seeds/*.txt --format jsonl` gives, by id."""
    from click.testing import CliRunner

    from newsmill.cli import cli

    files = [str(file) for file in sorted(SEEDS.glob("*.txt"))]
    result = CliRunner().invoke(cli, ["clean", *files, "--format", "jsonl"], catch_exceptions=False)
    assert result.exit_code == 0
    return {one["id"]: one for one in map(json.loads, result.stdout.splitlines())}


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name[:3]}:{field}" for name, field in FIELDS])
def test_field(cleaned: dict[str, dict[str, Any]], name: str, field: str) -> None:
    """The field is as agreed; null where the page states nothing."""
    assert cleaned[name][field] == EXPECTED[name][field]


@pytest.mark.parametrize("name", ["000_b9d4387ed6bbac98", "001_9085e960fa2e7665"])
def test_clean_documents_lose_nothing(cleaned: dict[str, dict[str, Any]], name: str) -> None:
    """From the two that are clean already nothing is removed."""
    assert cleaned[name]["removed"] == []


def test_the_paywall_has_its_evidence(cleaned: dict[str, dict[str, Any]]) -> None:
    """The teaser says what in the page speaks of a paywall."""
    assert cleaned["003_ed7a4bec3b1fc3f7"]["paywall_evidence"]


def test_the_folder_works_as_well(newsmill: Newsmill) -> None:
    """The folder itself may be named; the four come in order."""
    lines = newsmill("clean", str(SEEDS), "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == sorted(EXPECTED)
