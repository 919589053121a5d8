"""A disk that fills up in the middle of an ingest: one line, and after making room the rest is stored."""

import subprocess
import sys
from pathlib import Path

import pytest

import storage
from bench.killing import ROOT, look, run
from tests.storage.made import HARBOUR, article, page, put

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
    for spare in (20_000, 120_000, 200_000):  # first the archive is full, or the database, or its log
        size = (tmp_path / "news.db").stat().st_size
        command = [sys.executable, "-c", FULL, url, str(folder), str(size + spare)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        assert ended.stderr.startswith("cannot write ") and ended.stderr.count("\n") == 1, ended.stderr
        assert "free some space" in ended.stderr
    run(url, folder, 60)
    assert list(look(url, folder, 60)) == []


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
