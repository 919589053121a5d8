"""`newsmill clean`: saved documents in, articles out, in the form asked for."""

import gzip
import json
from pathlib import Path

import pytest

from newsmill.golden import Golden
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill

FIRST = "Engineers took the last stones out of the old weir at Tarn Mill on Monday"


def test_text_is_the_article_alone(newsmill: Newsmill, story: Path) -> None:
    """Without options the article's text comes out, with nothing around it."""
    result = newsmill("clean", str(story))
    assert result.exit_code == 0
    assert result.stdout.startswith(FIRST)
    assert result.stdout.rstrip().endswith("every spring for ten years.")
    assert "Home" not in result.stdout and "rights reserved" not in result.stdout
    assert result.stderr == ""


def test_markdown_has_title_and_headings(newsmill: Newsmill, story: Path) -> None:
    """Markdown begins with the title and keeps the headings of the text."""
    lines = newsmill("clean", str(story), "--format", "markdown").stdout.splitlines()
    assert lines[0] == "# Weir comes down after ninety years"
    assert "## What happens next" in lines


def test_json_is_always_an_array(newsmill: Newsmill, story: Path) -> None:
    """One document is an array of one, none an empty array: a program need not look first."""
    (article,) = json.loads(newsmill("clean", str(story), "--format", "json", "--url", STORY_URL).stdout)
    assert (article["id"], article["url"]) == ("story", STORY_URL)
    assert (article["title"], article["authors"]) == ("Weir comes down after ninety years", ["Ada Brook"])
    assert article["published_at"] == "2025-03-04T08:30:00+00:00"
    assert article["words"] == len(article["text"].split())
    assert article["text"].count("\n\n") == 3
    Path("empty.html").touch()
    assert json.loads(newsmill("clean", "empty.html", "--format", "json").stdout) == []


def test_jsonl_is_an_object_a_line(newsmill: Newsmill, story: Path) -> None:
    """Several documents give a line each, in the order given."""
    (story.parent / "other.html.gz").write_bytes(gzip.compress(STORY.encode()))
    lines = newsmill("clean", "story.html", "other.html.gz", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["story", "other"]


def test_standard_input(newsmill: Newsmill) -> None:
    """- reads standard input, whose content tells that it is HTML."""
    result = newsmill("clean", "-", "--url", STORY_URL, "--format", "jsonl", stdin=STORY.encode())
    assert json.loads(result.stdout)["id"] == "stdin"
    assert json.loads(result.stdout)["text"].startswith(FIRST)


def test_several_documents_stand_under_headings(newsmill: Newsmill, story: Path) -> None:
    """Texts of a folder are told apart by their paths."""
    (story.parent / "two.html").write_text(STORY, encoding="utf-8")
    result = newsmill("clean", str(story.parent))
    assert f"==> {story} <==" in result.stdout
    assert "2 cleaned" in result.stderr


def test_explain_loses_no_block(newsmill: Newsmill, story: Path) -> None:
    """Every block has a line in page order, kept or removed with reason and rule, and the balance adds up."""
    lines = newsmill("clean", str(story), "--explain").stdout.splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert [int(row[0]) for row in rows] == list(range(len(rows)))
    kept = [row for row in rows if row[1] == "kept"]
    removed = [row for row in rows if row[1] == "removed"]
    assert all(row[2] != "-" and row[3] != "-" for row in removed)
    assert any("rights reserved" in row[4] for row in removed)
    assert f"{len(rows)} blocks = {len(kept)} kept + {len(removed)} removed" in lines


def test_explain_in_json_adds_blocks(newsmill: Newsmill, story: Path) -> None:
    """For a program the verdicts are a field more; those of the kept blocks join to the text."""
    article = json.loads(newsmill("clean", str(story), "--explain", "--format", "jsonl").stdout)
    assert "\n\n".join(block["text"] for block in article["blocks"] if block["kept"]) == article["text"]
    assert [block["index"] for block in article["blocks"] if not block["kept"]] == [
        removal["index"] for removal in article["removed"]
    ]


def test_store_puts_the_documents_in_the_database(newsmill: Newsmill, story: Path) -> None:
    """--store keeps what comes out; the same documents again are nothing new."""
    first = newsmill("clean", str(story), "--store", "--quiet", "--db", "sqlite:///x.db")
    assert (first.exit_code, first.stdout) == (0, "")
    assert "1 new" in first.stderr
    assert "1 unchanged" in newsmill("clean", str(story), "--store", "--quiet", "--db", "sqlite:///x.db").stderr
    (article,) = json.loads(newsmill("articles", "list", "--json", "--db", "sqlite:///x.db").stdout)
    assert article["url"] == story.as_uri()


def test_wrong_usage_ends_with_2(newsmill: Newsmill, story: Path) -> None:
    """What contradicts itself is wrong usage: no path, one URL for two documents, a database nobody asked for."""
    assert newsmill("clean").exit_code == 2
    assert newsmill("clean", str(story), str(story), "--url", STORY_URL).exit_code == 2


@pytest.mark.parametrize("url", ["www.example.org/story", "ftp://example.org/a", "https://", "http://[::1/a"])
def test_what_is_no_address_is_said(newsmill: Newsmill, story: Path, url: str) -> None:
    """An address without scheme or host would give an article a wrong source; it is refused in one line."""
    for command in (("clean",), ("golden", "add")):
        result = newsmill(*command, str(story), "--url", url)
        assert result.exit_code == 2
        assert f"{url!r} is no address of the web; give one such as https://" in result.stderr
    assert newsmill("clean", str(story), "--db", "sqlite:///x.db").exit_code == 2


def test_golden_commands(newsmill: Newsmill, story: Path) -> None:
    """`golden add` makes a folder with what comes out; `golden accept` has nothing to say of it then."""
    added = newsmill("golden", "add", str(story), "--url", STORY_URL)
    assert added.exit_code == 0
    golden = Golden(folder=Path("tests/golden/riverpost.example/news-weir"))
    assert golden.expected()["text"].startswith(FIRST)
    assert newsmill("golden", "accept").stdout == "riverpost.example/news-weir: as before\n"
    (golden.folder / "must.txt").write_text("must: two thousand\n")
    refused = newsmill("golden", "accept", "riverpost.example")
    assert refused.exit_code == 1
    assert "`must: two thousand` does not hold" in refused.stderr
