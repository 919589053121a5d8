"""Deleted articles leave nothing in the tables or in the files; pruned bytes leave the articles."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

import storage
from cleaners.types import Page
from storage import Refused, StoreError
from storage.archive import Archive
from storage.forgetting import Deleted, delete_articles, prune
from storage.models import Base, Forgotten, Record, RetiredFile
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, bodies_of, count, page, put

SECRET = "Zacharias Quillfeather"


def secret_page(day: int = 1, **more: Any) -> Page:
    """A page that somebody wants forgotten."""
    body = f"<html>{SECRET}</html>".encode()
    return page(body, url="https://a.example/secret", fetched_at=NOON + timedelta(days=day), **more)


def other(number: int, day: int = 1) -> Page:
    """Another page."""
    return page(b"other %d" % number, url=f"https://a.example/{number}", fetched_at=NOON + timedelta(days=day))


def fill(store: Store) -> None:
    """Three articles, the second of them about somebody; it was visited twice, under two addresses."""
    put(store, other(1), article(f"1 {HARBOUR * 3}"))
    put(store, secret_page(), article(f"{SECRET} {HARBOUR * 3}", title=SECRET))
    put(store, secret_page(2), article(f"{SECRET} {HARBOUR * 3}", title=SECRET))
    twin = page(f"<html>{SECRET} </html>".encode(), url="https://a.example/secret?from=feed")
    put(store, twin, article(f"{SECRET} {HARBOUR * 3}", title=SECRET))
    store.fail("https://a.example/secret", "timeout", "slow")
    put(store, other(2), article(f"2 {HARBOUR * 3}"))


def rows_of(connection: Connection, table: Table) -> str:
    """Everything in a table."""
    return str(connection.execute(select(table)).all())


def texts(folder: Path) -> bytes:
    """Everything in the archive's files, no longer compressed."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in sorted(folder.iterdir()))


def test_a_deleted_article_leaves_nothing(store: Store, tmp_path: Path) -> None:
    """No table and no file of the archive holds its text or address; the other articles have their bytes still."""
    fill(store)
    done = delete_articles(store, [2, 77])
    assert (done.articles, done.pages, done.records) == (1, 2, 3)
    assert done.bytes > 0
    assert b"secret" not in texts(tmp_path / "archive") and SECRET.encode() not in texts(tmp_path / "archive")
    for table in Base.metadata.sorted_tables:
        rows = store.database.read(rows_of, table)
        assert "secret" not in rows and SECRET not in rows, table.name
    assert (store.page(1), store.page(3)) == (other(1), other(2))
    assert (store.article(2), count(store, RetiredFile)) == (None, 0)
    assert len(list((tmp_path / "archive").iterdir())) == 1


def test_a_deleted_article_leaves_the_database_file(tmp_path: Path) -> None:
    """The SQLite file, its log and its full-text index hold no trace of the text: what is deleted is overwritten."""
    with storage.open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        fill(store)
        assert [hit.row.id for hit in store.search("Quillfeather")] == [2]
        delete_articles(store, [2])
        assert list(store.search("Quillfeather")) == []
        files = b"".join(path.read_bytes() for path in tmp_path.glob("news.db*")).lower()
        assert b"quillfeather" not in files and b"zacharias" not in files
        assert b"harbour" in files


def test_no_crawl_brings_it_back(store: Store) -> None:
    """A page of a deleted article is refused by any of its addresses; with `again` it is welcome."""
    fill(store)
    delete_articles(store, [2])
    assert isinstance(store.unwanted(secret_page(3)), Refused)
    assert isinstance(store.unwanted(page(url="http://www.a.example/secret#top")), Refused)
    assert isinstance(store.unwanted(page(url="https://b.example/x"), "https://a.example/secret"), Refused)
    assert store.unwanted(page(url="https://a.example/1")) is None
    delete_articles(store, [3], again=True)
    assert store.unwanted(other(2)) is None
    assert count(store, Forgotten) == 2


def test_a_body_that_another_address_shows_too_stays_there(store: Store, tmp_path: Path) -> None:
    """Where two outlets sent the same bytes, deleting one's article leaves the other's its bytes, readable by all."""
    body = b"<html>the same</html>"
    for name, text in (("a", "One. "), ("b", "Two. "), ("c", "Three. ")):
        put(store, page(body, url=f"https://{name}.example/", source=f"{name}.example"), article(text * 60))
    (path,) = (tmp_path / "archive").iterdir()
    assert bodies_of(path) == [body, b"", b""]
    delete_articles(store, [1])
    (path,) = (tmp_path / "archive").iterdir()
    assert bodies_of(path) == [body, b""]
    assert b"a.example" not in texts(tmp_path / "archive")
    assert [store.page(number).body for number in (2, 3)] == [body, body]
    assert store.page(3).url == "https://c.example/"


def test_bytes_that_a_crash_left_go_too(store: Store, tmp_path: Path) -> None:
    """A record that was archived but never came into the tables goes with the article of its address."""
    fill(store)
    store.archive(secret_page(9, headers={}))
    store.raw.write(page(f"{SECRET}!".encode(), url="https://a.example/secret"))
    delete_articles(store, [2])
    assert SECRET.encode() not in texts(tmp_path / "archive")


@pytest.mark.parametrize("step", ["retire", "copy", "switch", "unlink"])
def test_a_deletion_that_is_killed_is_finished_by_the_next(
    url: str, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it ends, the articles that stay have their bytes, and the same call does the rest."""
    places: dict[str, Callable[[], object]] = {
        "retire": lambda: monkeypatch.setattr("storage.rewriting._copy", _killed),
        "copy": lambda: monkeypatch.setattr("storage.rewriting._sync", _killed),
        "switch": lambda: monkeypatch.setattr("storage.rewriting.take_out", _killed),
        "unlink": lambda: monkeypatch.setattr(Path, "unlink", _killed),
    }
    folder = tmp_path / "archive"
    with storage.open_store(url, archive=folder) as store:
        fill(store)
        places[step]()
        with pytest.raises(KeyboardInterrupt):
            delete_articles(store, [2])
    monkeypatch.undo()
    with storage.open_store(url, archive=folder) as store:
        assert (store.page(1), store.page(3)) == (other(1), other(2))
        delete_articles(store, [2])
        assert (store.page(1), store.page(3), store.article(2)) == (other(1), other(2), None)
        assert count(store, RetiredFile) == 0
    assert SECRET.encode() not in texts(folder)
    assert len(list(folder.iterdir())) == 1


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_file_that_is_being_written_is_left_alone(url: str, tmp_path: Path) -> None:
    """While another process writes the archive nothing is deleted, and one line says why."""
    folder = tmp_path / "archive"
    with storage.open_store(url, archive=folder) as store:
        fill(store)
    with storage.open_store(url, archive=folder) as store, Archive(folder) as writer:
        writer.settle()
        with pytest.raises(StoreError, match=r"is being written by another process; end that and try again"):
            delete_articles(store, [2])
        assert store.article(2) is not None


def test_pruning_leaves_the_articles(store: Store, tmp_path: Path) -> None:
    """Bytes from before the moment go, later ones and all articles stay; the page can be archived again."""
    put(store, other(1, day=1), article(f"1 {HARBOUR * 3}"))
    put(store, other(2, day=9), article(f"2 {HARBOUR * 3}"))
    assert prune(store, NOON + timedelta(days=5), dry_run=True).records == 1
    assert prune(store, NOON + timedelta(days=5)).records == 1
    assert prune(store, NOON + timedelta(days=5)) == Deleted(articles=0, pages=0, records=0, bytes=0)
    (path,) = (tmp_path / "archive").iterdir()
    assert bodies_of(path) == [b"other 2"]
    with pytest.raises(StoreError, match="its bytes were not archived"):
        store.page(1)
    assert len(store.history(1)) == 1
    again = other(1, day=10)
    assert store.seen(again, store.archive(again)) is not None
    assert store.page(1) == again


def test_bytes_that_a_later_visit_refers_to_are_not_pruned(store: Store) -> None:
    """An old body stays while a younger visit has nothing but a reference to it."""
    for day in (1, 9):
        put(store, other(1, day=day), article(f"1 {HARBOUR * 3}"))
    assert prune(store, NOON + timedelta(days=5)).records == 0
    assert prune(store, NOON + timedelta(days=15)).records == 2
    assert count(store, Record) == 0
