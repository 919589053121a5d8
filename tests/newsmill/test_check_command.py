"""`newsmill db check`: one line a trouble, and what was archived only goes the rest of its way."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.types import Page
from storage import open_store
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill

PAGE = Page(body=STORY.encode(), url=STORY_URL, content_type="text/html", fetched_at=datetime(2025, 3, 4, tzinfo=UTC))


@pytest.fixture
def stored(newsmill: Newsmill, story: Path) -> None:
    """A database with one article."""
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_a_sound_store(newsmill: Newsmill) -> None:
    """All in order is one line and status 0; for a program it is `sound`."""
    result = newsmill("db", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 article, 1 archived record in 1 file: all in order\n"
    assert json.loads(newsmill("db", "check", "--json", "--quick").stdout)["sound"] is True


def test_a_page_that_was_only_archived(newsmill: Newsmill) -> None:
    """Killed between archive and tables, a page is named; repaired, it is cleaned and stored."""
    with open_store("sqlite:///newsmill.db") as store:
        store.archive(PAGE)
    result = newsmill("db", "check")
    assert (result.exit_code, "that the tables do not know" in result.stderr) == (1, True)
    repaired = newsmill("db", "check", "--repair")
    assert (repaired.exit_code, "was archived and not cleaned (repaired)" in repaired.stderr) == (0, True)
    assert newsmill("db", "check").exit_code == 0
    assert "Weir comes down" in newsmill("articles", "show", "1").stdout


@pytest.mark.usefixtures("stored")
def test_a_lost_archive(newsmill: Newsmill) -> None:
    """What cannot be repaired says what to do, a line each, and the status is 1."""
    for file in Path("newsmill-archive").iterdir():
        file.unlink()
    result = newsmill("db", "check", "--repair")
    assert result.exit_code == 1
    assert "is not there; it held 1 record; put it back" in result.stderr
    assert result.stdout.endswith("1 trouble\n")


@pytest.mark.usefixtures("stored")
def test_a_wrong_pointer(newsmill: Newsmill) -> None:
    """Trouble in the tables is found from the command line too."""
    with sqlite3.connect("newsmill.db") as connection:
        connection.execute("UPDATE articles SET revision = 5")
    connection.close()
    assert "article 1 has no current revision (repaired)" in newsmill("db", "check", "--repair").stderr
    assert newsmill("db", "check").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_bytes_of_a_deleted_article_go(newsmill: Newsmill, story: Path) -> None:
    """A page that proves to be a deleted article only after others were archived behind it is taken out by --repair."""
    newsmill("articles", "delete", "1")
    own = STORY.replace("<title>", f'<link rel="canonical" href="{STORY_URL}"><title>')
    with open_store("sqlite:///newsmill.db") as store:
        store.archive(replace(PAGE, url="https://www.riverpost.example/news/copy", body=own.encode()))
        store.archive(replace(PAGE, url="https://www.riverpost.example/news/other", body=own.encode()))
    assert newsmill("db", "check", "--repair").exit_code == 0
    assert newsmill("db", "check").exit_code == 0
    assert list(Path("newsmill-archive").iterdir()) == []
