"""`newsmill articles`, `sources`, `db`: what is stored, for a person and for a program; bad databases in one line."""

import json
import sqlite3
from pathlib import Path

import pytest

from storage import open_store
from storage.memory import Memory
from storage.targets import Target
from tests.newsmill.conftest import STORY_URL, Newsmill

COMMANDS = [("articles", "list"), ("articles", "show", "1"), ("sources", "list"), ("db", "upgrade")]


@pytest.fixture
def stored(newsmill: Newsmill, story: Path) -> None:
    """A database with one article, newsmill.db in the current folder."""
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_list_in_a_pipe_is_a_line_an_article(newsmill: Newsmill) -> None:
    """Piped, an article is one tab-separated line in the documented order."""
    (line,) = newsmill("articles", "list").stdout.splitlines()
    number, title, source, day, authors, words, paywall, removed = line.split("\t")
    assert (number, title, source) == ("1", "Weir comes down after ninety years", "riverpost.example")
    assert (day, authors, paywall) == ("2025-03-04", "Ada Brook", "none")
    assert int(words) > 100 and int(removed) > 0


@pytest.mark.usefixtures("stored")
def test_json_is_an_array_or_one(newsmill: Newsmill) -> None:
    """`list --json` is an array of whole articles, `show --json` one of them, the same."""
    (listed,) = json.loads(newsmill("articles", "list", "--json").stdout)
    shown = json.loads(newsmill("articles", "show", "1", "--json").stdout)
    assert listed == shown
    assert (shown["id"], shown["url"], shown["source"], shown["revision"]) == (1, STORY_URL, "riverpost.example", 1)
    assert shown["removed"] and shown["text"].startswith("Engineers took")


@pytest.mark.usefixtures("stored")
def test_a_stored_article_says_what_the_file_says(newsmill: Newsmill, story: Path) -> None:
    """What went into the database comes out as `clean` gives it, field by field."""
    direct = json.loads(newsmill("clean", str(story), "--url", STORY_URL, "--format", "jsonl").stdout)
    stored = json.loads(newsmill("articles", "show", "1", "--json").stdout)
    direct.pop("id")
    assert direct == {key: stored[key] for key in direct}


@pytest.mark.usefixtures("stored")
def test_show_is_markdown_and_explains(newsmill: Newsmill) -> None:
    """`show` prints the article as Markdown; with --explain every block with its verdict."""
    assert newsmill("articles", "show", "1").stdout.startswith("# Weir comes down after ninety years\n")
    assert "\tremoved\t" in newsmill("articles", "show", "1", "--explain").stdout


@pytest.mark.usefixtures("stored")
def test_an_unknown_article_ends_with_1(newsmill: Newsmill) -> None:
    """An id that is not there is one line that says where to look."""
    result = newsmill("articles", "show", "7")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "newsmill: no article 7 in sqlite:///newsmill.db; `newsmill articles list` shows the ids\n"
    )


@pytest.mark.usefixtures("stored")
def test_sources_are_files_and_what_is_stored(newsmill: Newsmill) -> None:
    """An outlet is listed for its file, for its articles, or both; a bad file is a line and hides no other."""
    seeds = Path("seeds")
    seeds.mkdir()
    (seeds / "lakenews.example.toml").write_text('name = "Lake News"\nurl = "https://lakenews.example"\n')
    (seeds / "badnews.example.toml").write_text('name = "Bad"\nurl = "https://badnews.example"\nfeed = "x"\n')
    result = newsmill("sources", "list", "--json")
    lake, river = json.loads(result.stdout)
    assert (lake["name"], lake["articles"], lake["file"]) == ("lakenews.example", 0, "seeds/lakenews.example.toml")
    assert (river["name"], river["articles"], river["file"]) == ("riverpost.example", 1, None)
    assert result.stderr.startswith("newsmill: seeds/badnews.example.toml: unknown key 'feed'")
    with open_store("sqlite:///newsmill.db") as store:
        memory = Memory(store.database)
        memory.looked("lakenews.example", None, [Target(url=f"https://lakenews.example/{n}") for n in range(3)])
        memory.missed("https://lakenews.example/1", "http-status", 410)
    rows = [line.split("\t") for line in newsmill("sources", "list").stdout.splitlines()]
    assert [row[4] for row in rows] == ["2", "0"]


def test_a_database_makes_itself(newsmill: Newsmill) -> None:
    """A new database needs no step before: an empty list, status 0, and nothing on standard output."""
    result = newsmill("articles", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("newsmill.db").exists()
    assert "up to date" in newsmill("db", "upgrade").stdout


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_file_that_is_no_database(newsmill: Newsmill, command: tuple[str, ...]) -> None:
    """A file that is something else is named in one line, and stays as it is."""
    file = Path("notes.db")
    file.write_text("These are notes, and no database at all.\n" * 100)
    before = file.read_bytes()
    result = newsmill(*command, "--db", "sqlite:///notes.db")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("newsmill: ") and "notes.db" in result.stderr
    assert result.stderr.count("\n") == 1
    assert file.read_bytes() == before


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_of_a_newer_version(newsmill: Newsmill, command: tuple[str, ...]) -> None:
    """A database that a newer newsmill has upgraded is named in one line that says so."""
    with sqlite3.connect("newsmill.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    result = newsmill(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "newer" in result.stderr and result.stderr.count("\n") == 1


def test_a_bad_setting_is_one_line(newsmill: Newsmill) -> None:
    """An unknown key of newsmill.toml ends every command with one line."""
    Path("newsmill.toml").write_text("databse = 1\n")
    result = newsmill("articles", "list")
    assert result.exit_code == 1
    assert result.stderr.startswith("newsmill: newsmill.toml: unknown key databse; known keys: ")
