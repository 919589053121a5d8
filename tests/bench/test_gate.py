"""The quality gate's own judgement."""

from bench.gate import compare, lowered, raised


def test_a_figure_below_its_floor_is_named() -> None:
    """Only the figures below their floors are reported, by more than two pages or their like; a missing one counts as nothing."""
    assert compare("set", {"f1": 0.9, "exact": 0.5}, {"f1": 0.95, "exact": 0.47, "pages": 100}) == [
        "set: exact 0.4700 is below its floor 0.5000"
    ]
    assert compare("set", {"f1": 0.9, "exact": 0.5}, {"f1": 0.899, "exact": 0.4801, "pages": 100}) == []
    assert len(compare("set", {"f1": 0.9}, {"f1": 0.897})) == 1
    assert compare("set-text", {"f1": 0.9, "exact": 0.5}, {"f1": 0.895, "exact": 0.4501, "pages": 100}) == []
    assert len(compare("set-text", {"f1": 0.9, "exact": 0.5}, {"f1": 0.893, "exact": 0.4499, "pages": 100})) == 2
    assert len(compare("set", {"f1": 0.9}, {})) == 1


def test_pinning_never_lowers_a_floor() -> None:
    """Floors rise with the figures, with some slack, and stay where a figure fell."""
    assert raised({"f1": 0.9, "exact": 0.5}, {"f1": 0.95, "exact": 0.4}) == {"f1": 0.948, "exact": 0.5}


def test_a_lowered_or_removed_floor_is_found() -> None:
    """Floors are compared with those of the last commit."""
    before = {"a": {"floors": {"f1": 0.9}}, "b": {"floors": {"f1": 0.9}}}
    assert len(lowered(before, {"a": {"floors": {"f1": 0.8}}})) == 2
    assert not lowered(before, before)
