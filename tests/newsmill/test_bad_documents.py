"""Bad documents: one line that names the file and says what to do, and nothing else of the run is lost."""

import json
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from cleaners.types import Page
from newsmill.worker import CleanerProcess
from tests.newsmill.conftest import STORY, Newsmill, in_a_process

BINARY = bytes(range(256)) * 40


def one_line(text: str, path: str) -> bool:
    """Whether a text is one of our lines, and names the path."""
    return text.startswith(f"newsmill: {path}: ") and text.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.html", b"", "the file is empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + BINARY, "no article (not-html)"),
        ("binary.txt", BINARY, "no article (not-html)"),
        ("short.html", b"<html><body><p>Soon.</p></body></html>", "no article (too-short)"),
        ("torn.html.gz", b"\x1f\x8b\x08\x00torn", "broken gzip"),
    ],
    ids=["empty", "picture", "binary", "short", "torn"],
)
def test_a_bad_document_alone_ends_with_1(newsmill: Newsmill, name: str, content: bytes, says: str) -> None:
    """An empty, binary, too short or torn file is one line and status 1; nothing comes out."""
    Path(name).write_bytes(content)
    result = newsmill("clean", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert one_line(result.stderr, name)
    assert says in result.stderr


def test_a_missing_file_is_named(newsmill: Newsmill) -> None:
    """A wrong path is one line and status 1."""
    result = newsmill("clean", "nowhere.html")
    assert (result.exit_code, result.stderr) == (
        1,
        "newsmill: nowhere.html: no such file or folder; check the spelling\n",
    )


def test_the_others_go_on(newsmill: Newsmill, story: Path) -> None:
    """Good documents among bad ones come out, with status 0 and a line for each bad one."""
    Path("empty.html").touch()
    Path("binary.txt").write_bytes(BINARY)
    result = newsmill("clean", "empty.html", "binary.txt", "nowhere.html", str(story), "--format", "jsonl")
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["story"]
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines[:3]] == ["empty.html", "binary.txt", "nowhere.html"]
    assert lines[3] == "newsmill: 1 cleaned, 1 refused, 2 failed"


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-15", "utf-16", "utf-8-sig"])
def test_other_encodings_are_decoded(newsmill: Newsmill, encoding: str) -> None:
    """A page in another encoding, declared or marked, comes out with its letters."""
    Path("story.html").write_bytes(STORY.replace('"utf-8"', f'"{encoding}"').encode(encoding))
    assert "The café owner, Noël Brück, said" in newsmill("clean", "story.html").stdout


def test_a_truncated_page_gives_what_is_there(newsmill: Newsmill) -> None:
    """A page that breaks off in the middle of a tag gives the article as far as it goes."""
    cut = STORY.encode()[: STORY.encode().index(b"<p>Gravel") + 2]
    Path("cut.html").write_bytes(cut)
    result = newsmill("clean", "cut.html")
    assert result.exit_code == 0
    assert result.stdout.startswith("Engineers took")


def test_a_huge_page_is_refused_and_not_read_whole(folder: Path, story: Path) -> None:
    """A page of 200 MB is one line; the process reads no more of it than the limit."""
    huge = folder / "huge.html"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    result = in_a_process("clean", "huge.html", "story.html")
    assert result.returncode == 0
    assert "newsmill: huge.html: larger than 10,000,000 bytes; raise max_page_bytes if it is one page" in result.stderr


def test_a_bug_of_the_cleaner_takes_one_document(
    newsmill: Newsmill, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page on which the cleaner breaks is reported with its trace, and the next one is cleaned."""
    begin = CleanerProcess.begin
    nothing: Any = None

    def breaking(process: CleanerProcess, page: Page) -> Connection:
        return begin(process, replace(page, body=nothing) if page.body == b"break" else page)

    monkeypatch.setattr(CleanerProcess, "begin", breaking)
    Path("bad.html").write_text("break")
    result = newsmill("clean", "bad.html", str(story))
    assert result.exit_code == 0
    assert "Traceback" in result.stderr
    assert "newsmill: bad.html: the cleaner broke at it, see above; please report it" in result.stderr


def test_a_closed_pipe_ends_quietly(story: Path) -> None:
    """`newsmill clean ... | head -1` leaves no trace of a traceback."""
    import subprocess

    command = f"{sys.executable} -P -m newsmill clean {story} {story} | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr.count("Traceback")) == ("E" if done.stdout == "E" else "=", 0)
