"""`newsmill.open(db)`: what the commands do, from Python."""

from datetime import UTC, datetime
from pathlib import Path

import newsmill as face
from tests.newsmill.conftest import STORY_URL, Newsmill


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
