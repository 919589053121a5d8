"""`newsmill articles search`, `duplicates`, `clusters`: for a person and for a program."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.newsmill.conftest import STORY_URL, Newsmill
from tests.newsmill.test_four_documents import SEEDS
from tests.storage.told import STORIES


@pytest.fixture
def stored(newsmill: Newsmill, story: Path) -> None:
    """A database with the page."""
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0


@pytest.fixture
def told(newsmill: Newsmill, folder: Path) -> None:
    """A database with three reports of one event, from saved texts."""
    for number in "123":
        (folder / f"ferry-{number}.txt").write_text(STORIES[f"ferry-{number}"], encoding="utf-8")
    assert newsmill("clean", *map(str, sorted(folder.glob("*.txt"))), "--store", "--quiet").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_search_in_a_pipe_is_a_line_an_answer(newsmill: Newsmill) -> None:
    """Piped, an answer is one tab-separated line in the documented order."""
    (line,) = newsmill("articles", "search", "salmon mill").stdout.splitlines()
    number, score, title, source, day, snippet = line.split("\t")
    assert (number, score, title) == ("1", "1.00", "Weir comes down after ninety years")
    assert (source, day) == ("riverpost.example", "2025-03-04")
    assert "[salmon]" in snippet and "[mill]" in snippet


@pytest.mark.usefixtures("stored")
def test_search_json_is_whole_articles(newsmill: Newsmill) -> None:
    """--json gives what `articles list --json` gives, with score and snippet."""
    (hit,) = json.loads(newsmill("articles", "search", "salmon", "--json").stdout)
    (listed,) = json.loads(newsmill("articles", "list", "--json").stdout)
    assert {**listed, "score": hit["score"], "snippet": hit["snippet"]} == hit


@pytest.mark.usefixtures("stored")
def test_nothing_found_is_no_failure(newsmill: Newsmill) -> None:
    """Conditions hold for search and list; no answer is nothing on standard output and status 0."""
    for options in ("--source x.example", "--since 2025-03-05", "--before 2025-03-04", "--author x", "--copies"):
        for command in (("search", "salmon"), ("list",)):
            result = newsmill("articles", *command, *options.split())
            assert (result.exit_code, result.stdout) == (0, ""), options


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("options", "why"),
    [
        ("--source river.example", "no articles of an outlet 'river.example'; there are riverpost.example"),
        ("--language fr --no-copies", "no article meets --language fr and --no-copies"),
        ("--source www.riverpost.example --paywall teaser", "and --paywall teaser"),
    ],
)
def test_nothing_found_says_why(newsmill: Newsmill, options: str, why: str) -> None:
    """A condition that nothing meets is told as such, not as an empty database; so is an outlet that is not there."""
    for command in (("search", "salmon"), ("list",)):
        result = newsmill("articles", *command, *options.split())
        assert why in result.stderr and "no articles yet" not in result.stderr
    (Path.cwd() / "paid.txt").write_text(STORIES["dairy-1"], encoding="utf-8")
    assert newsmill("clean", "paid.txt", "--url", "https://dairy.example/1", "--store", "--quiet").exit_code == 0
    none = newsmill("articles", "search", "salmon", "--source", "dairy.example")
    assert none.stderr == "articles answer that, but none of them meets --source dairy.example\n"
    assert newsmill("articles", "search", "nowhereword").stderr == "no article answers that\n"
    assert newsmill("articles", "list", "--source", "WWW.Riverpost.example").stdout.startswith("1\t")


def test_an_empty_database_says_so(newsmill: Newsmill) -> None:
    """Where there is no article at all, what brings some is named."""
    for command in (("search", "salmon"), ("list",), ("list", "--source", "a.example")):
        assert "no articles yet; `newsmill crawl`" in newsmill("articles", *command).stderr


@pytest.mark.usefixtures("told")
def test_no_date_is_made_up(newsmill: Newsmill) -> None:
    """An event whose first article states no date has the day that it was stored, and that is said."""
    (line,) = newsmill("articles", "clusters").stdout.splitlines()
    assert line.split("\t")[4] == f"stored {datetime.now(UTC).date()}"
    (event,) = json.loads(newsmill("articles", "clusters", "--json").stdout)
    assert not any(article["dated"] for article in event["articles"])
    assert {row.split("\t")[2] for row in newsmill("articles", "list").stdout.splitlines()} == {"-"}


@pytest.mark.parametrize("query", ["", '"', "***", "-salmon"])
def test_a_query_without_a_word_is_one_line(newsmill: Newsmill, query: str) -> None:
    """A query that looks for nothing ends with status 1 and says what to give."""
    result = newsmill("articles", "search", "--", query)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "newsmill: nothing to search for: give at least one word that is wanted\n"


@pytest.mark.parametrize(
    ("value", "line"), [("yesterday", "is no date: write 2026-03-01"), ("2026-03-01T09:00", "has no time zone")]
)
def test_a_bad_date_is_wrong_usage(newsmill: Newsmill, value: str, line: str) -> None:
    """A date that cannot be read ends with status 2 and shows the form."""
    result = newsmill("articles", "list", "--since", value)
    assert result.exit_code == 2 and line in result.stderr


@pytest.mark.usefixtures("told")
def test_duplicates_and_clusters_of_the_folder(newsmill: Newsmill) -> None:
    """The rewrite is a pair with its model, and the event has its articles, piped and as JSON."""
    (line,) = newsmill("articles", "duplicates").stdout.splitlines()
    later, _, _, kind, score, earlier, *_ = line.split("\t")
    assert (later, kind, earlier) == ("2", "rewrite", "1") and float(score) > 0.1
    (pair,) = json.loads(newsmill("articles", "duplicates", "--json").stdout)
    assert (pair["article"]["id"], pair["of"]["id"], pair["syndicated"]) == (2, 1, False)
    assert newsmill("articles", "duplicates", "3").stdout == ""
    (event,) = json.loads(newsmill("articles", "clusters", "--json").stdout)
    assert {article["id"] for article in event["articles"]} >= {1, 2}
    assert newsmill("articles", "clusters", "1").stdout.split("\t")[0] == str(event["id"])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the four documents are not beside this checkout")
def test_of_the_four_documents_one_pair_is_a_rewrite(newsmill: Newsmill) -> None:
    """Two of the four tell one story in other words: they are reported, in one cluster; no other pair is."""
    assert newsmill("clean", str(SEEDS), "--store", "--quiet").exit_code == 0
    (pair,) = json.loads(newsmill("articles", "duplicates", "--json").stdout)
    names = [pair[side]["url"].rsplit("/", 1)[-1][:3] for side in ("of", "article")]
    assert (pair["kind"], sorted(names)) == ("rewrite", ["000", "001"])
    (event,) = json.loads(newsmill("articles", "clusters", "--json").stdout)
    members = {article["url"].rsplit("/", 1)[-1][:3] for article in event["articles"]}
    assert {"000", "001"} <= members and "003" not in members
