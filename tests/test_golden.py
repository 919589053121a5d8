"""The goldens: each field of each page is a test of its own, and each hand-written line too.

What they are: newsmill/golden.py. After a change that is meant: `newsmill golden accept HOST/SLUG`, and read what it
prints before committing it.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cleaners import load_rules
from newsmill.golden import Golden, Must, find

GOLDENS = {golden.name: golden for golden in find(Path(__file__).parent / "golden")}
ACCEPTED = {name: golden.expected() for name, golden in GOLDENS.items() if (golden.folder / "expected.json").exists()}
FIELDS = [(name, field) for name, fields in ACCEPTED.items() for field in fields]
RULES = cache(load_rules)
MUSTS = [(name, must) for name, golden in GOLDENS.items() for must in golden.musts()]


@cache
def actual(name: str) -> dict[str, Any]:
    """What comes out of a page today; cleaned once for all its fields."""
    return GOLDENS[name].actual(RULES())


@pytest.mark.parametrize(("name", "field"), FIELDS, ids=[f"{name}:{field}" for name, field in FIELDS])
def test_field(name: str, field: str) -> None:
    """The field comes out as accepted."""
    assert actual(name).get(field) == ACCEPTED[name][field]


@pytest.mark.parametrize("name", GOLDENS)
def test_no_other_field(name: str) -> None:
    """No field comes out that nobody accepted."""
    assert actual(name).keys() == GOLDENS[name].expected().keys()


@pytest.mark.parametrize(("name", "must"), MUSTS, ids=[f"{name}:{must.words[:40]}" for name, must in MUSTS])
def test_must(name: str, must: Must) -> None:
    """A hand-written line holds: the text has the words, or has them not."""
    assert must.holds(actual(name).get("text", ""))


@pytest.mark.parametrize("golden", GOLDENS.values(), ids=GOLDENS.keys())
def test_lines_by_hand(golden: Golden) -> None:
    """Every golden of an article has hand-written lines: what nobody read proves nothing."""
    assert golden.musts() or "rejected" in golden.expected()
