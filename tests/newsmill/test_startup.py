"""The start-up check: only our own packages will do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsmill.startup import StartupError, check

HOME = Path(__file__).resolve().parents[2]


def test_our_own_packages_pass() -> None:
    """In an environment as it should be, the check says nothing."""
    check()


def test_a_foreign_package_is_refused(tmp_path: Path) -> None:
    """A `crawler` package earlier on the path ends the command with one line: which, from where, what to do."""
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("raise SystemExit('the foreign package ran')\n")
    done = _newsmill(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"newsmill: package 'crawler' comes from {tmp_path / 'crawler'}, not from {HOME}; ")
    assert done.stderr.count("\n") == 1


def test_a_foreign_module_is_refused(tmp_path: Path) -> None:
    """A plain file of that name is refused as well."""
    (tmp_path / "storage.py").write_text("raise SystemExit('the foreign module ran')\n")
    done = _newsmill(tmp_path)
    assert done.returncode == 1
    assert "package 'storage' comes from" in done.stderr


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is not there is named, with the advice to install again."""
    monkeypatch.setattr("newsmill.startup.PACKAGES", ("newsmill", "no_such_floor"))
    with pytest.raises(StartupError, match=r"'no_such_floor' is missing .* install newsmill again"):
        check()


def _newsmill(first_on_path: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": f"{first_on_path}{os.pathsep}{HOME}"}
    command = [sys.executable, "-P", "-m", "newsmill", "--help"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
