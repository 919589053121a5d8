"""`newsmill reclean`: shows what today's rules change, then writes it, with real cleaning processes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cleaners
from cleaners.types import Article, Block, Page, Reason, Rejected, Removal
from newsmill.ingest import ingest
from newsmill.recleaning import words_by_reason
from storage import open_store
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill

PAGE = Page(
    body=STORY.encode(), url=STORY_URL, content_type="text/html", fetched_at=datetime(2025, 3, 4, 9, tzinfo=UTC)
)


def once(page: Page) -> Article:
    """Clean as rules of another time did: the last paragraph was taken for a promotion, the footer for text."""
    article = cleaners.clean(page, cleaners.load_rules())
    assert isinstance(article, Article)
    *kept, last = article.blocks
    (footer,) = (one for one in article.removals if "All rights" in one.block.text)
    removals = (*(one for one in article.removals if one is not footer),)
    removals += (Removal(block=last, reason=Reason.PROMOTION, rule="old/box"),)
    return replace(article, blocks=(*kept, footer.block), removals=removals, rules_version="old")


@pytest.fixture
def stored(folder: Path) -> None:
    """A database with one article that other rules cleaned, and a page that they refused."""
    with open_store("sqlite:///newsmill.db") as store:
        ingest(PAGE, store, once)
        refused = Rejected(why=cleaners.Why.TOO_SHORT)
        other = STORY.replace("weir", "dam").replace("Weir", "Dam").replace("/news/weir", "/news/dam")
        ingest(replace(PAGE, url=STORY_URL + "-2", body=other.encode()), store, lambda _: refused)


@pytest.mark.usefixtures("stored")
def test_it_shows_then_writes(newsmill: Newsmill) -> None:
    """A dry run tells words gained and lost by reason and writes nothing; the next run writes the same."""
    dry = newsmill("reclean", "--dry-run", "--jobs", "1")
    assert dry.exit_code == 0
    shown = {line.split("\t")[0]: line.split("\t")[1:] for line in dry.stdout.splitlines()}
    assert int(shown["promotion"][0]) > 20 and shown["promotion"][1] == "0"
    assert shown["footer"] == ["0", "7"]
    assert shown["article 1"][1] == "-7"
    assert "2 pages: 0 the same, 1 changed, 1 new" in dry.stderr and "nothing is written" in dry.stderr
    assert len(json.loads(newsmill("articles", "history", "1", "--json").stdout)) == 1
    result = json.loads(newsmill("reclean", "--jobs", "1", "--json").stdout)
    assert (result["written"], result["pages"], result["lost"]) == (2, {"changed": 1, "new": 1}, {"footer": 7})
    _, second = json.loads(newsmill("articles", "history", "1", "--json").stdout)
    assert (second["cause"], second["words_removed"]) == ("rules", 6)  # the © is no word
    assert "Dam comes down" in newsmill("articles", "show", "2").stdout
    again = newsmill("reclean", "--jobs", "1")
    assert again.stderr.startswith("newsmill: 0 pages: 0 the same, 0 changed")


@pytest.mark.usefixtures("stored")
def test_lost_bytes_cost_one_page(newsmill: Newsmill) -> None:
    """A page whose bytes are gone is a line, and its article stays as it is."""
    for file in Path("newsmill-archive").iterdir():
        file.unlink()
    result = newsmill("reclean", "--jobs", "1")
    assert result.exit_code == 0
    assert result.stderr.count("put the file back") == 2
    assert "2 pages: 0 the same, 0 changed, 2 failed" in result.stderr


@pytest.mark.usefixtures("stored")
def test_an_outlet_that_is_not_there_is_told(newsmill: Newsmill) -> None:
    """Where no page is of the outlet asked for, those that are there are named; `www.` makes no difference."""
    line = newsmill("reclean", "--jobs", "1", "--dry-run", "--source", "river.example").stderr.splitlines()[0]
    assert line == "newsmill: no articles of an outlet 'river.example'; there are riverpost.example"
    assert (
        "outlet"
        not in newsmill("reclean", "--jobs", "1", "--dry-run", "--all", "--source", "www.riverpost.example").stderr
    )


def test_words_that_only_move_between_blocks_are_none() -> None:
    """Two blocks that were one gain and lose no word; a word that was on no block does."""
    whole = Article(metadata=cleaners.Metadata(), blocks=(Block(index=0, text="One two three"),), removals=())
    parts = replace(whole, blocks=(Block(index=0, text="One two"), Block(index=1, text="three four")))
    assert words_by_reason(whole, parts) == ({"recut": 1}, {})
