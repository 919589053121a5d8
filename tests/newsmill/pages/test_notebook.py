"""docs/notebook.md: its cells run in their order, as in a notebook."""

import contextlib
import importlib.util
import io
from typing import Any

import pytest

from tests.newsmill.cells import cells
from tests.newsmill.pages.conftest import Library


def test_the_cells_of_the_notebook_run(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs on a filled database after those before it, and the searches and changes that it prints are there."""
    for package in ("pandas", "pyarrow", "matplotlib"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    monkeypatch.chdir(library.folder)
    monkeypatch.setenv("MPLBACKEND", "agg")
    import matplotlib.pyplot as plt

    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for heading, code in cells("notebook.md"):
            exec(compile(code, f"notebook.md: {heading}", "exec"), names)
    figures = [plt.figure(number).axes[0].get_title() for number in plt.get_fignums()]
    plt.close("all")
    assert figures == ["Articles a week", "Share of articles behind a paywall"]
    assert "[ferry]" in printed.getvalue() and "+ The trust decided on Friday" in printed.getvalue()
    assert "riverpost.example has what harbourledger.example had" in printed.getvalue()
    assert len(names["removals"]) > 100 and len(names["frame"]) == 6
