"""`newsmill import`: pages of archives go the way of all pages."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.types import Page
from storage.archive import Archive
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill

PAGE = Page(body=STORY.encode(), url=STORY_URL, content_type="text/html", fetched_at=datetime(2025, 3, 4, tzinfo=UTC))


@pytest.fixture
def archive(folder: Path) -> str:
    """A WARC file with two stories of two outlets, a visit that brought nothing, and a picture."""
    dam = STORY.replace("weir", "dam").replace("Weir", "Dam").replace("River Post", "Lake News")
    with Archive(folder) as made:
        file = made.write(PAGE).file
        made.write(replace(PAGE, body=dam.encode(), url="https://lakenews.example/dam"))
        made.write(replace(PAGE, body=b"\x89PNG", url=STORY_URL + ".png", content_type="image/png"))
    return file


def test_pages_are_taken(newsmill: Newsmill, archive: str) -> None:
    """Pages become articles of the time of their capture; again, they are unchanged; the archive is sound."""
    result = newsmill("import", archive, "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "2 new; passed over: 1 neither HTML nor text\n")
    listed = json.loads(newsmill("articles", "list", "--json").stdout)
    assert {one["source"]: one["fetched_at"][:10] for one in listed} == {
        "riverpost.example": "2025-03-04",
        "lakenews.example": "2025-03-04",
    }
    again = json.loads(newsmill("import", archive, "--jobs", "1", "--json").stdout)
    assert again["pages"] == {"unchanged": 2}
    assert newsmill("db", "check").exit_code == 0


def test_one_outlet_and_bad_files(newsmill: Newsmill, archive: str) -> None:
    """--source takes one outlet's pages; a file that is none costs itself, one line."""
    Path("note.txt").write_bytes(gzip.compress(b"no archive"))
    result = newsmill("import", "note.txt", archive, "gone.warc", "--source", "lakenews.example", "--jobs", "1")
    assert (result.exit_code, result.stdout[:5]) == (0, "1 new")
    assert result.stderr.splitlines() == [
        "newsmill: note.txt: is no WARC file; WARC (.warc, .warc.gz, .warc.zst) and WACZ files can be imported",
        "newsmill: gone.warc: cannot be read (No such file or directory); check the name and its mode",
    ]


def test_nothing_taken_ends_with_1(newsmill: Newsmill) -> None:
    """Where no file has a page the status is 1."""
    assert newsmill("import", "gone.warc", "--jobs", "1").exit_code == 1
