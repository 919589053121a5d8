"""The one path that every page takes: what is left behind where it ends early."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.types import Article, Block, Metadata, Page
from newsmill.ingest import ingest
from storage import Refused, Stored, open_store
from storage.forgetting import delete_articles
from tests.storage.made import bodies_of

PAGE = Page(body=b"<html>x</html>", url="https://a.example/1", fetched_at=datetime(2026, 1, 1, tzinfo=UTC))


def cleaned(page: Page) -> Article:
    """Any page is an article of one line, which calls another address its own."""
    metadata = Metadata(title="Title", canonical_url="https://a.example/own")
    return Article(metadata=metadata, blocks=(Block(index=0, text=f"The line of {page.url}."),), removals=())


def broken(page: Page) -> Article:
    """A cleaner with a bug."""
    raise RuntimeError("a bug")


def test_a_bug_leaves_the_bytes(tmp_path: Path) -> None:
    """Where the cleaner breaks, the bytes are archived and the tables know them; cleaned later they are an article."""
    with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        with pytest.raises(RuntimeError):
            ingest(PAGE, store, broken)
        assert store.archive(PAGE).row == 1
        assert isinstance(ingest(PAGE, store, cleaned), Stored)


def test_a_forgotten_address_leaves_nothing(tmp_path: Path) -> None:
    """A page that calls a deleted article's address its own is refused, and its bytes do not stay in the archive."""
    with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        ingest(PAGE, store, cleaned)
        delete_articles(store, [1])
        other = Page(body=b"<html>again</html>", url="https://a.example/other", fetched_at=PAGE.fetched_at)
        assert isinstance(ingest(other, store, cleaned), Refused)
        assert isinstance(ingest(PAGE, store, cleaned), Refused)
        (path,) = (tmp_path / "news-archive").iterdir()
        assert bodies_of(path) == []
