"""`newsmill clean --output`: articles in a file or a folder, whole whatever happens, and a second run does the rest."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.types import Page, Rejected, Why
from newsmill.cli.saved import SavedLines
from newsmill.files import Document
from tests.newsmill.conftest import STORY, Newsmill


@pytest.fixture
def saved(folder: Path) -> Path:
    """A mixed folder: five stories, a page without an article, an empty file."""
    pages = folder / "saved"
    (pages / "inner").mkdir(parents=True)
    for number in range(4):
        (pages / f"{number}.html").write_text(STORY.replace("1935", f"193{number}"), encoding="utf-8")
    (pages / "inner" / "0.html").write_text(STORY, encoding="utf-8")
    (pages / "short.html").write_text("<html><body><p>Soon.</p></body></html>")
    (pages / "empty.txt").touch()
    return pages


def ids(file: Path) -> list[str]:
    """The ids in a file of lines."""
    return [json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()]


def test_lines_are_the_same_with_any_number_of_processes(newsmill: Newsmill, saved: Path) -> None:
    """One process or three: the same bytes, in the order of the files, and nothing on standard output."""
    for jobs in ("1", "3"):
        result = newsmill("clean", str(saved), "--output", f"{jobs}.jsonl", "--jobs", jobs)
        assert (result.exit_code, result.stdout) == (0, "")
    assert Path("1.jsonl").read_bytes() == Path("3.jsonl").read_bytes()
    assert ids(Path("1.jsonl")) == ["0", "1", "2", "3", "inner/0"]
    (refused,) = Path("1.refused.jsonl").read_text().splitlines()
    assert json.loads(refused)["why"] == "too-short"


def test_a_second_run_does_only_the_rest(newsmill: Newsmill, saved: Path) -> None:
    """A torn last line is cut and its document cleaned again; what is whole, or was refused, is not touched."""
    arguments = ("clean", str(saved), "--output", "out.jsonl", "--jobs", "1")
    newsmill(*arguments)
    whole = Path("out.jsonl").read_bytes()
    assert "6 done before, 0 cleaned, 1 failed" in newsmill(*arguments).stderr
    Path("out.jsonl").write_bytes(whole[:-200])
    result = newsmill(*arguments)
    assert result.exit_code == 0
    assert "newsmill: 5 done before, 1 cleaned, 1 failed" in result.stderr
    assert Path("out.jsonl").read_bytes() == whole


@pytest.mark.parametrize(("form", "suffix"), [("text", ".txt"), ("markdown", ".md"), ("json", ".json")])
def test_a_folder_has_a_file_for_each(newsmill: Newsmill, saved: Path, form: str, suffix: str) -> None:
    """Text, Markdown and JSON go to a folder, also one inside the folder that is cleaned; a lost file is made again."""
    arguments = ("clean", str(saved), "--output", str(saved / "out"), "--format", form, "--jobs", "1")
    newsmill(*arguments)
    out = saved / "out"
    names = ["0", "1", "2", "3", "inner/0"]
    assert sorted(str(file.relative_to(out)) for file in out.rglob(f"*{suffix}")) == [name + suffix for name in names]
    assert "Engineers took the last stones" in (out / f"inner/0{suffix}").read_text(encoding="utf-8")
    (out / f"2{suffix}").unlink()
    assert "newsmill: 5 done before, 1 cleaned, 1 failed" in newsmill(*arguments).stderr
    assert (out / f"2{suffix}").exists()
    assert not list(out.rglob(".part"))


def test_a_file_of_others_is_left_alone(newsmill: Newsmill, story: Path) -> None:
    """A file that is no output of ours, such as the document itself, is one line and status 1, and stays as it is."""
    before = story.read_bytes()
    result = newsmill("clean", str(story), "--output", str(story), "--format", "jsonl")
    assert result.exit_code == 1
    assert "line 1 is no object with an id, so the file is no output of ours; choose another --output" in result.stderr
    assert story.read_bytes() == before


def test_a_path_of_the_wrong_kind(newsmill: Newsmill, story: Path, folder: Path) -> None:
    """A folder for lines, a file for texts, and --explain without JSON are refused before anything is cleaned."""
    assert "name that" in newsmill("clean", str(story), "--output", str(folder), "--format", "jsonl").stderr
    assert "name a folder" in newsmill("clean", str(story), "--output", str(story)).stderr
    assert newsmill("clean", str(story), "--output", "texts", "--explain").exit_code == 2


def test_a_page_that_took_too_long_is_tried_again(folder: Path) -> None:
    """A refusal for want of time is no fact about the page and is not remembered; any other is."""
    for name, why in (("slow", Why.TIMEOUT), ("short", Why.TOO_SHORT)):
        document = Document(name=name, path=name, page=Page(body=b""))
        SavedLines(folder / "out.jsonl", explain=False).refuse(document, Rejected(why=why))
    again = SavedLines(folder / "out.jsonl", explain=False)
    assert (again.done("slow"), again.done("short")) == (False, True)


def test_a_large_document_alone_has_limits(newsmill: Newsmill, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single document of more than a megabyte is cleaned in a process that can be ended."""
    monkeypatch.setattr("newsmill.cli.cleaning.cleaners.clean", None)
    Path("large.html").write_text(STORY.replace("</body>", f"<!-- {'x' * 1_000_000} --></body>"), encoding="utf-8")
    assert newsmill("clean", "large.html").stdout.startswith("Engineers took")


def test_an_interruption_leaves_whole_lines(folder: Path) -> None:
    """Ctrl-C: status 1, one line that says how to go on, whole lines, and no process left behind."""
    pages = folder / "pages"
    pages.mkdir()
    for number in range(600):
        (pages / f"{number:03}.html").write_text(STORY if number != 5 else "", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "newsmill", "clean", str(pages), "--output", "out.jsonl"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().endswith("the file is empty; save the page again\n")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the cleaning processes hear it too
        errors = process.stderr.read()  # ends when the last process that holds it has ended
    assert process.returncode == 1
    assert errors.startswith("newsmill: stopped: ")
    assert errors.endswith("1 failed; the same command goes on from here\n")
    assert 5 <= len(ids(folder / "out.jsonl")) < 599
