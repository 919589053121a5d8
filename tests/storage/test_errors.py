"""Databases that cannot be used: one line each, saying what, where and what to do."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

import storage
from storage import StoreError
from storage.engine import make_engine, parse
from tests.storage.made import article, page


def refused(url: str) -> str:
    """Return the line that opening the database gives."""
    with pytest.raises(StoreError) as caught:
        storage.open_store(url)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_file_that_is_no_database(tmp_path: Path) -> None:
    """A text file is named and stays as it is."""
    file = tmp_path / "notes.db"
    file.write_text("These are notes, not a database. " * 100)
    before = file.read_bytes()
    assert refused(f"sqlite:///{file}") == f"{file} is not a SQLite database; give another file with --db"
    assert file.read_bytes() == before


def test_damaged_database(tmp_path: Path) -> None:
    """A SQLite file with overwritten pages is named as damaged, when it is read."""
    file = tmp_path / "news.db"
    with storage.open_store(f"sqlite:///{file}") as store:
        store.save(page(), store.archive(page()), article())
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)
    with pytest.raises(StoreError, match="is damaged"), storage.open_store(f"sqlite:///{file}") as store:
        store.article(1)


def test_missing_folder(tmp_path: Path) -> None:
    """The folder that does not exist is named."""
    line = refused(f"sqlite:///{tmp_path}/none/news.db")
    assert f"the folder {tmp_path}/none does not exist; make it" in line


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder cannot be a database."""
    assert refused(f"sqlite:///{tmp_path}").startswith(f"cannot write {tmp_path}: unable to open database file; give")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("news.db", "'news.db' is not a database URL: use sqlite:///FILE or postgresql+psycopg://"),
        ("", "'' is not a database URL: use"),
        ("mysql://me:secret@host/db", "mysql://me:***@host/db: newsmill does not work with mysql: use"),
        ("oracle+none://host/db", "oracle+none://host/db: newsmill does not work with oracle: use"),
        ("sqlite://", "sqlite:// names no file; newsmill keeps its database on disk: use sqlite:///FILE"),
        ("sqlite:///:memory:", "names no file"),
        ("postgresql+nothing://host/db", "postgresql+nothing://host/db: unknown driver: use"),
        ("postgresql+asyncpg://host/db", "postgresql+asyncpg://host/db"),
    ],
)
def test_urls_that_are_none(url: str, says: str) -> None:
    """What cannot be a newsmill database says so and shows the forms that can, never a password."""
    assert says in refused(url)


def test_unreachable_server() -> None:
    """A server that does not answer is named, without its password."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: no PostgreSQL tests")
    line = refused("postgresql+psycopg://me:secret@127.0.0.1:1/news")
    assert line.startswith("cannot reach postgresql+psycopg://me:***@127.0.0.1:1/news: ")
    assert "is the server running" in line


def test_missing_database(postgresql: str) -> None:
    """A database that the server does not have is named."""
    line = refused(postgresql.split("?")[0].rsplit("/", 1)[0] + "/no_such_newsmill")
    assert 'database "no_such_newsmill" does not exist' in line


def test_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that never ends its transaction is waited for, then named as the cause."""
    monkeypatch.setattr("storage.engine.BUSY_SECONDS", 0.05)
    file = tmp_path / "news.db"
    with storage.open_store(f"sqlite:///{file}") as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=f"{file} was locked by another process for .* seconds; try again"):
            store.fail("https://a.example/", "dns", "no such host")
        assert store.sources() == []
        other.execute("ROLLBACK")
        other.close()
        store.fail("https://a.example/", "dns", "no such host")


def test_server_that_closed_the_connection_is_asked_again(postgresql: str, tmp_path: Path) -> None:
    """Connections that the server ended between two pages cost nothing."""
    name = postgresql.rsplit("_", 1)[1]
    with storage.open_store(f"{postgresql}&application_name={name}", archive=tmp_path / "archive") as store:
        store.save(page(), store.archive(page()), article())
        killer = make_engine(parse(postgresql))
        with killer.connect() as connection:
            query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
            assert connection.execute(text(query), {"name": name}).scalars().all() == [True]
        killer.dispose()
        assert store.article(1) is not None
