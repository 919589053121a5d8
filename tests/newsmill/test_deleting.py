"""`newsmill articles delete` and `newsmill prune`, from the command line."""

import json
from pathlib import Path

import pytest

from tests.newsmill.conftest import STORY_URL, Newsmill


@pytest.fixture
def stored(newsmill: Newsmill, story: Path) -> None:
    """A database with one article."""
    assert newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet").exit_code == 0


@pytest.mark.usefixtures("stored")
def test_a_deleted_article_does_not_come_back(newsmill: Newsmill, story: Path) -> None:
    """It is gone from the list, and the same page is refused from then on, unless it was deleted with --again."""
    result = newsmill("articles", "delete", "1", "7")
    assert result.exit_code == 0
    assert result.stdout.startswith("deleted article 1: 1 address, 1 archived record, 0.0 MB")
    assert result.stderr.startswith("newsmill: no article 7 in ")
    assert json.loads(newsmill("articles", "list", "--json").stdout) == []
    again = newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet")
    assert "1 cleaned, 1 refused in" in again.stderr
    assert json.loads(newsmill("articles", "list", "--json").stdout) == []


def test_nothing_to_delete_ends_with_1(newsmill: Newsmill) -> None:
    """Ids that are all unknown are a line each and status 1."""
    result = newsmill("articles", "delete", "7", "--yes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("stored")
def test_prune_takes_what_is_old(newsmill: Newsmill) -> None:
    """A dry run says how much; then the bytes are gone and the article is there."""
    assert newsmill("prune", "--raw", "--older", "1d").stdout.startswith("removed 0 archived records")
    dry = json.loads(newsmill("prune", "--raw", "--older", "0h", "--dry-run", "--json").stdout)
    assert (dry["records"], dry["bytes"] > 0) == (1, True)
    assert newsmill("prune", "--raw", "--older", "0h").stdout.startswith("removed 1 archived record")
    assert list(Path("newsmill-archive").iterdir()) == []
    assert newsmill("articles", "show", "1").exit_code == 0


@pytest.mark.parametrize("span", ["90", "d", "90 days", "-3d", "1y"])
def test_what_is_no_span_is_wrong_usage(newsmill: Newsmill, span: str) -> None:
    """A span that is none is named, with the forms that are."""
    result = newsmill("prune", "--raw", "--older", span)
    assert result.exit_code == 2
    assert "36h, 90d, 12w" in result.stderr
