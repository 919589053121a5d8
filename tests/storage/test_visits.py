"""What the archive keeps of each fetch: the answer, what was asked, and visits that brought nothing new."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

import storage
from cleaners.types import Page
from storage import Unchanged
from storage.models import PageRow, Record
from storage.store import Store
from tests.storage.made import NOON, article, count, page, put

ASKED = {"Accept": "text/html", "User-Agent": "newsmill/1"}


def kinds(folder: Path) -> list[str]:
    """The types of all records, in their order; warcio finds no fault with any of them."""
    found = []
    for path in sorted(folder.iterdir()):
        checker = Checker(type("Options", (), {"inputs": [str(path)], "verbose": False})())
        assert checker.process_all() == 0
        with path.open("rb") as stream:
            found += [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    return found


def test_what_was_asked_is_kept(store: Store, tmp_path: Path) -> None:
    """A request record follows the answer, refers to it, and says what was sent."""
    given = page(request_headers=ASKED, requested_url="https://sample.example/old")
    put(store, given, article())
    put(store, page(b"2", url="https://www.sample.example/2?a=b", request_headers=ASKED), article("Two. " * 60))
    assert kinds(tmp_path / "archive") == ["warcinfo", "response", "request", "response", "request"]
    (path,) = (tmp_path / "archive").iterdir()
    with path.open("rb") as stream:
        _, response, request, *_, last = ((one.rec_headers, one.http_headers) for one in ArchiveIterator(stream))
    assert request[0].get_header("WARC-Concurrent-To") == response[0].get_header("WARC-Record-ID")
    assert (request[1].protocol, request[1].statusline) == ("GET", "/harbour HTTP/1.1")
    assert dict(request[1].headers) == {"Host": "www.sample.example", **ASKED}
    assert last[1].statusline == "/2?a=b HTTP/1.1"
    assert store.page(2).body == b"2"
    asked = store.database.read(lambda connection: connection.execute(PageRow.__table__.select()).first())
    assert asked is not None and asked.asked_url == "https://sample.example/old"


def test_the_same_bytes_again_are_a_revisit(store: Store, tmp_path: Path) -> None:
    """A later visit with the same bytes is a small record that refers to the first; its page comes back whole."""
    put(store, page(b"x" * 50_000), article())
    later = page(b"x" * 50_000, fetched_at=NOON + timedelta(days=1), headers={"ETag": '"v2"'})
    archived = store.archive(later)
    assert store.seen(later, archived) == Unchanged(url=later.url, article_id=1)
    assert archived.refers_to == 1 and archived.length < 1000
    twin = page(b"x" * 50_000, url="https://www.sample.example/harbour?from=feed")
    put(store, twin, article())
    store.close()
    assert kinds(tmp_path / "archive") == ["warcinfo", "response", "revisit", "revisit"]
    assert count(store, Record) == 3
    assert store.validators(later.url) == storage.Validators(
        etag='"v2"', last_modified=None, fetched_at=later.fetched_at
    )


def test_a_revisited_page_comes_back(store: Store) -> None:
    """An article that was cleaned from a revisit has its page: the body of one record, the headers of the other."""
    body = b"<html>the same</html>"
    put(store, page(body), article())
    other = page(body, url="https://b.example/1", source="b.example", headers={"Content-Type": "text/html", "X-B": "1"})
    put(store, other, article("Other text. " * 30))
    assert store.page(2) == replace(other, headers={"Content-Type": "text/html", "X-B": "1"})


def test_the_same_fetch_is_kept_once(store: Store, tmp_path: Path) -> None:
    """A page that is given twice, and a saved file that is read twice, are one record each."""
    for _ in range(2):
        put(store, page(), article())
        put(store, Page(body=b"saved", url="file:///a.txt"), article("Saved. " * 40))
        put(store, Page(body=b"saved", url="file:///a.txt", fetched_at=NOON), article("Saved. " * 40))
    assert kinds(tmp_path / "archive") == ["warcinfo", "response", "resource"]


def test_bytes_a_crash_left_are_known_to_the_next_run(url: str, tmp_path: Path) -> None:
    """What was archived and not stored is taken into the tables by the next writer, and not archived twice."""
    folder = tmp_path / "archive"
    first = page(b"1", request_headers=ASKED)
    with storage.open_store(url, archive=folder) as store:
        store.archive(first)
        put(store, page(b"2", url="https://a.example/2"), article())
        store.archive(page(b"3", url="https://a.example/3", request_headers=ASKED))
        store.archive(page(b"2", url="https://a.example/2", fetched_at=NOON + timedelta(days=2)))
    with storage.open_store(url, archive=folder) as store:
        store.raw.settle()
        assert count(store, Record) == 4
        assert store.archive(page(b"3", url="https://a.example/3")).row is not None
        assert store.seen(page(b"3", url="https://a.example/3")) is None
        store.archive(page(b"4", url="https://a.example/4"))
    assert kinds(folder).count("response") == 4
