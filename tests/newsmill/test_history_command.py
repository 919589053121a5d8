"""`newsmill articles history`: for a person, a pipe and a program."""

import json
from pathlib import Path

import pytest

from tests.newsmill.conftest import STORY_URL, Newsmill


@pytest.fixture
def revised(newsmill: Newsmill, story: Path) -> None:
    """A database with one article in two revisions."""
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0
    story.write_text(story.read_text().replace("two hundred watched", "three hundred people watched"))
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0


@pytest.mark.usefixtures("revised")
def test_piped_it_is_lines(newsmill: Newsmill) -> None:
    """A line a revision, then a line for each sentence that went or came."""
    first, second, before, after = (
        line.split("\t") for line in newsmill("articles", "history", "1").stdout.splitlines()
    )
    assert (first[0], first[2:4]) == ("1", ["outlet", "first"])
    assert (second[0], second[2:4], second[5:7]) == ("2", ["outlet", "minor"], ["+2", "-1"])
    assert before[:2] == ["2", "-"] and "two hundred watched" in before[2]
    assert after[:2] == ["2", "+"] and "three hundred people watched" in after[2]


@pytest.mark.usefixtures("revised")
def test_json_holds_every_revision(newsmill: Newsmill) -> None:
    """`--json` is an array of revisions, each with the article as it was and the step to it."""
    first, second = json.loads(newsmill("articles", "history", "1", "--json").stdout)
    assert (first["size"], first["diff"], second["size"]) == (None, [], "minor")
    assert "three hundred people" in second["article"]["text"] and "two hundred" in first["article"]["text"]
    assert len(second["diff"]) == 1 and second["fields"] == {}


def test_an_unknown_article_is_one_line(newsmill: Newsmill) -> None:
    """An id that is not there ends with status 1 and says where to look."""
    result = newsmill("articles", "history", "7")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("newsmill: no article 7 in ")
