"""Saved texts that hold several articles: each is an article of the output, with an id of its own."""

import json
from pathlib import Path

from newsmill.digests import articles
from newsmill.files import Document, read
from tests.newsmill.conftest import Newsmill

MILL = "The mill by the river turned again on Sunday, and visitors came from every village of the valley. " * 4
FERRY = "The ferry made its last crossing on Monday evening, with eleven passengers and a dog on board. " * 4
DIGEST = f"Document 1 of 2\nThe mill turns again\n\n{MILL}\n\nDocument 2 of 2\nFerry service ends\n\n{FERRY}\n"


def opened(path: Path) -> list[Document]:
    """The articles of a file."""
    document = read(str(path), limit=1_000_000)
    assert isinstance(document, Document)
    return articles(document)


def test_each_article_is_written(newsmill: Newsmill, folder: Path) -> None:
    """A digest of two articles gives two lines of output, numbered, and a text beside it one; all with their titles."""
    (folder / "in").mkdir()
    (folder / "in" / "press.txt").write_text(DIGEST)
    (folder / "in" / "single.txt").write_text(f"Ferry service ends\n\n{FERRY}\n")
    arguments = ("clean", "in", "--output", "out.jsonl")
    assert newsmill(*arguments).exit_code == 0
    rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [(row["id"], row["title"]) for row in rows] == [
        ("press/1", "The mill turns again"),
        ("press/2", "Ferry service ends"),
        ("single", "Ferry service ends"),
    ]


def test_a_second_run_goes_on_inside_a_digest(newsmill: Newsmill, folder: Path) -> None:
    """Where the first article of a digest is done, a second run does the second only."""
    (folder / "press.txt").write_text(DIGEST)
    newsmill("clean", "press.txt", "--output", "out.jsonl")
    whole = Path("out.jsonl").read_text()
    Path("out.jsonl").write_text(whole.splitlines(keepends=True)[0])
    assert "1 done before, 1 cleaned" in newsmill("clean", "press.txt", "--output", "out.jsonl").stderr
    assert Path("out.jsonl").read_text() == whole


def test_articles_on_the_screen_are_told_apart(newsmill: Newsmill, folder: Path) -> None:
    """The texts of a digest come each below a line with its number."""
    (folder / "press.txt").write_text(DIGEST)
    shown = newsmill("clean", "press.txt").stdout
    assert [line for line in shown.splitlines() if line.startswith("==>")] == [
        "==> press.txt#1 <==",
        "==> press.txt#2 <==",
    ]


def test_any_encoding(folder: Path) -> None:
    """A digest in UTF-16 is told apart as one in UTF-8 is."""
    (folder / "press.txt").write_bytes(DIGEST.encode("utf-16"))
    assert [one.name for one in opened(folder / "press.txt")] == ["press/1", "press/2"]


def test_a_page_is_no_digest(folder: Path) -> None:
    """A rule of signs in a page of HTML parts nothing."""
    (folder / "page.html").write_text(f"<html><body><pre>{MILL}\n{'=' * 20}\n{FERRY}</pre></body></html>")
    assert [one.part for one in opened(folder / "page.html")] == [0]
