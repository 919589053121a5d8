"""A disk that fills up in the middle of an ingest: one line, and after making room the rest is stored."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import storage
from bench.killing import ROOT, look, run
from storage.archive import Archive
from tests.storage.made import HARBOUR, article, bodies_of, page, put

FULL = """
import resource, sys
from pathlib import Path
from bench.killing import run
from storage import StoreError
limit = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    run(sys.argv[1], Path(sys.argv[2]), 60)
except StoreError as error:
    sys.exit(str(error))
"""


def test_an_ingest_on_a_full_disk(tmp_path: Path) -> None:
    """No file may grow beyond what a few pages need: the run ends with one line; the next one has every page once."""
    url, folder = f"sqlite:///{tmp_path / 'news.db'}", tmp_path / "archive"
    storage.upgrade(url)
    for spare in (20_000, 60_000, 100_000):  # now the database is full, now its log
        size = (tmp_path / "news.db").stat().st_size
        command = [sys.executable, "-c", FULL, url, str(folder), str(size + spare)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        assert ended.stderr.startswith("cannot write ") and ended.stderr.count("\n") == 1, ended.stderr
        assert "free some space" in ended.stderr
    run(url, folder, 60)
    assert list(look(url, folder, 60)) == []


def test_an_archive_that_has_no_room_for_a_record(tmp_path: Path) -> None:
    """Nothing of the record stays behind, one line says so, and with more room the next record follows the last."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Archive(tmp_path) as archive:
        kept = archive.write(page())
        path = tmp_path / kept.file
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100, before[1]))
            with pytest.raises(storage.StoreError, match=r"cannot write the archive .*free some space"):
                archive.write(page(os.urandom(5000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert path.stat().st_size == kept.offset + kept.length + kept.request_length
        archive.write(page(b"next"))
    assert bodies_of(path) == [page().body, b"next"]


def test_a_full_database_is_one_line(tmp_path: Path) -> None:
    """SQLite that may take no more pages says so, and the store can be used when it may again."""
    with storage.open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        put(store, page(), article())
        limit = "PRAGMA max_page_count = {}"
        store.database.read(lambda connection: connection.exec_driver_sql(limit.format(10)))
        with pytest.raises(storage.StoreError, match=r"cannot write .*full; free some space and run the same again"):
            for number in range(20):
                put(store, page(url=f"https://a.example/{number}"), article(f"{number} {HARBOUR * 50}"))
        store.database.read(lambda connection: connection.exec_driver_sql(limit.format(10**6)))
        put(store, page(url="https://a.example/more"), article(f"more {HARBOUR * 50}"))
