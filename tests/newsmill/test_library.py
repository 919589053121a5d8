"""`newsmill.open(db)`: what the commands do, from Python."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import newsmill as face
from cleaners.types import Page
from newsmill.export.run import ExportError
from storage.archive import Archive
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill


def test_the_store_from_python(newsmill: Newsmill, story: Path) -> None:
    """History, check, pruning and deletion, without the command line."""
    newsmill("clean", str(story), "--url", STORY_URL, "--store", "--quiet")
    with face.open("newsmill.db") as library:
        (first,) = library.history(1)
        assert (first.number, first.cause, first.size) == (1, "outlet", None)
        assert library.check() == []
        assert library.prune(datetime(2020, 1, 1, tzinfo=UTC)).records == 0
        assert library.delete(1, again=True).records == 1
        assert library.history(1) == []
        assert library.check(repair=True) == []


def test_import_reclean_export_and_search_from_python(newsmill: Newsmill, folder: Path) -> None:
    """An archive is imported, found, cleaned again and written out, and what gave no article is listed."""
    page = Page(
        body=STORY.encode(), url=STORY_URL, content_type="text/html", fetched_at=datetime(2025, 3, 4, tzinfo=UTC)
    )
    with Archive(folder / "theirs") as made:
        file = folder / "theirs" / made.write(page).file
        made.write(replace(page, body=b"<p>Nothing.", url=f"{STORY_URL}-2"))
    with face.open("newsmill.db") as library:
        done = library.import_files(file, jobs=1)
        assert (done.counts, done.problems) == ({"new": 1, "refused": 1}, [])
        assert [hit.row.url for hit in library.search("weir")] == [STORY_URL]
        assert [(one.name, one.articles) for one in library.sources()] == [("riverpost.example", 1)]
        assert [one.url for one in library.failures()] == [f"{STORY_URL}-2"]
        totals = library.reclean(everything=True, dry_run=True, jobs=1)
        assert totals.pages == {"same": 1, "refused": 1}
        assert library.export("a.jsonl", source="riverpost.example") == 1
        assert json.loads(Path("a.jsonl").read_text())["url"] == STORY_URL
        with pytest.raises(ExportError, match="no suffix"):
            library.export("a.dat")
        assert library.check() == []
