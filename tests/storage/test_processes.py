"""Several processes on one store: made once, written by all, nothing lost when one is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

import storage
from storage import Stored
from storage.checking import Check
from storage.warc import encode
from tests.storage.made import HARBOUR, article, page

WRITER = """
import sys
from pathlib import Path
import storage
from tests.storage.made import HARBOUR, article, page
url, folder, name, count = sys.argv[1:]
with storage.open_store(url, archive=Path(folder)) as store:
    for number in range(int(count)):
        given = page(b"%d" % number * 2000, url=f"https://{name}.example/{number}", source=f"{name}.example")
        if store.seen(given) is None:
            store.save(given, store.archive(given), article(f"{number} {HARBOUR * 3}"))
        print(number, flush=True)
"""


def start(url: str, folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that stores `count` pages of an outlet and prints each number when it is stored."""
    arguments = [sys.executable, "-c", WRITER, url, str(folder), name, str(count)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)


def test_two_processes_make_and_fill_one_store(url: str, tmp_path: Path) -> None:
    """Two processes that open a new database at once both find it whole, and neither loses a page to the other."""
    writers = [start(url, tmp_path / "archive", name, 25) for name in ("a", "b")]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert (writer.returncode, errors) == (0, "")
    with storage.open_store(url, archive=tmp_path / "archive") as store:
        assert {row.name: row.articles for row in store.sources()} == {"a.example": 25, "b.example": 25}
        for row in store.articles(limit=5):
            assert store.page(row.id).url == row.url
        assert list(Check(store).troubles()) == []


@pytest.mark.parametrize("after", [0, 7])
def test_killed_process_loses_no_stored_page(tmp_path: Path, after: int) -> None:
    """What a killed process had stored is there, and a second run stores the rest once."""
    url, folder = f"sqlite:///{tmp_path / 'news.db'}", tmp_path / "archive"
    writer = start(url, folder, "a", 100_000)
    assert writer.stdout is not None
    for line in writer.stdout:
        if int(line) >= after:
            break
    writer.send_signal(signal.SIGKILL)
    writer.communicate(timeout=60)
    with storage.open_store(url, archive=folder) as store:
        rows = list(store.articles())
        assert len(rows) > after
        assert all(store.page(row.id).url == row.url for row in rows)
        fresh = page(url="https://a.example/more")
        assert isinstance(store.save(fresh, store.archive(fresh), article(f"more {HARBOUR * 3}")), Stored)
    for path in folder.iterdir():
        with path.open("rb") as stream:
            assert all(record.raw_stream.read() for record in ArchiveIterator(stream, check_digests="raise"))


def test_torn_tail_is_cut_when_the_store_writes_next(tmp_path: Path) -> None:
    """Half a record behind the last one that the database knows is gone after the next page; all pages are there."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with storage.open_store(url) as store:
        store.save(page(), store.archive(page()), article())
    (path,) = (tmp_path / "news-archive").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:200])
    with storage.open_store(url) as store:
        more = page(b"more", url="https://a.example/more")
        store.save(more, store.archive(more), article(f"more {HARBOUR * 3}"))
        assert (store.page(1), store.page(2)) == (page(), more)
    assert path.read_bytes().startswith(whole)
    assert list((tmp_path / "news-archive").iterdir()) == [path]


def test_archive_that_was_lost_is_named(tmp_path: Path) -> None:
    """A page whose file is gone says so; the same page fetched again is archived again."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with storage.open_store(url) as store:
        store.save(page(), store.archive(page()), article())
        (path,) = (tmp_path / "news-archive").iterdir()
        store.close()
        path.rename(tmp_path / "elsewhere")
        with pytest.raises(storage.StoreError, match=r"cannot read .*put the file back"):
            store.page(1)
        assert store.archive(page()).row is None


def test_archive_that_was_swapped_is_named(tmp_path: Path) -> None:
    """A record that holds other bytes than were archived is not passed off as the page."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    with storage.open_store(url) as store:
        kept = store.archive(page(b"one"))
        store.save(page(b"one"), kept, article())
        store.close()
        path = tmp_path / "news-archive" / kept.file
        path.write_bytes(path.read_bytes()[: kept.offset] + encode(page(b"two"), kept.record_id, kept.archived_at))
        with pytest.raises(storage.StoreError, match=r"holds other bytes|no whole record"):
            store.page(1)
