"""`Check`: nothing is wrong with a sound store; each thing that can be is found, and put right where it can be."""

import gzip
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

import storage
from storage.archive import Archive
from storage.checking import Check
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, page, put


def fill(store: Store, count: int = 3) -> None:
    """A few articles, a page that was visited again, a request, a refusal."""
    for number in range(count):
        given = page(b"%d" % number * 500, url=f"https://a.example/{number}", request_headers={"Accept": "text/html"})
        put(store, given, article(f"{number} {HARBOUR * 3}"))
    again = replace(given, fetched_at=NOON + timedelta(days=1))
    store.seen(again, store.archive(again))


def told(store: Store, *, repair: bool = False) -> list[str]:
    """What the check says, without where."""
    store.raw.close()
    return [f"{one.what}{' (repaired)' if one.repaired else ''}" for one in Check(store, repair=repair).troubles()]


def run(store: Store, statement: str) -> None:
    """Change the tables behind the store's back."""
    store.database.write(lambda connection: connection.execute(text(statement)))


def the_file(store: Store) -> Path:
    """The archive's only file."""
    (path,) = store.raw.folder.iterdir()
    return path


def test_a_sound_store_is_in_order(store: Store) -> None:
    """Articles, revisits, requests and all: no trouble, nothing waits, everything was looked at."""
    fill(store)
    check = Check(store)
    assert (list(check.troubles()), check.waiting()) == ([], [])
    assert (check.counts.articles, check.counts.records, check.counts.files) == (3, 4, 1)
    assert told(store, repair=True) == []


def test_a_store_that_is_being_written_is_in_order(store: Store) -> None:
    """What another process has written and not yet stored is no trouble, while it holds the file."""
    fill(store)
    store.archive(page(b"in between", url="https://a.example/9"))
    assert list(Check(store).troubles()) == []


def test_an_empty_store_is_in_order(store: Store) -> None:
    """A new store has no archive folder yet."""
    assert told(store) == told(store, repair=True) == []


def test_bytes_that_the_tables_do_not_know(store: Store) -> None:
    """A record without a row is found, at the end or before others; repaired, it waits to be cleaned."""
    store.archive(page(b"between", url="https://a.example/between"))
    fill(store)
    store.archive(page(b"last", url="https://a.example/last"))
    says = [f"a response of https://a.example/{name} that the tables do not know" for name in ("between", "last")]
    assert told(store) == says
    assert told(store, repair=True) == []  # whoever opens the archive takes in what nobody saved, without a word
    assert told(store) == []
    waiting = [store.record(key) for key in Check(store).waiting()]
    assert sorted(one.body for one in waiting) == [b"between", b"last"]
    for one in waiting:
        put(store, one, article(f"{one.url} {HARBOUR * 3}"))
    assert Check(store).waiting() == []


def test_half_a_record_is_cut_off(store: Store) -> None:
    """A torn tail is found; repaired it is gone, and all before it is there."""
    fill(store)
    path = the_file(store)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:100])
    assert told(store) == [f"ends in half a record, from byte {len(whole):,} on"]
    told(store, repair=True)
    assert (told(store), path.read_bytes()) == ([], whole)


def damage(path: Path) -> None:
    """Overwrite the second article's record."""
    data = bytearray(path.read_bytes())
    starts = [at for at in range(len(data)) if data[at : at + 3] == b"\x1f\x8b\x08"]
    data[starts[3] + 20 : starts[3] + 60] = b"?" * 40
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [damage, lambda path: os.truncate(path, path.stat().st_size // 3)])
def test_lost_bytes_are_let_go(store: Store, harm: Callable[[Path], object]) -> None:
    """Records that are damaged or cut off are named; repaired, their pages will be fetched whole, the articles stay."""
    fill(store)
    store.raw.close()
    harm(the_file(store))
    before = told(store)
    assert before and all("is lost" in line or "half a record" in line for line in before)
    assert all(line.endswith("the next crawl fetches the page again (repaired)") for line in told(store, repair=True))
    assert (told(store), Check(store).waiting()) == ([], [])
    assert len(list(store.articles())) == 3
    assert store.validators("https://a.example/1") is None
    assert store.validators("https://a.example/0") is not None


def test_a_file_that_is_not_there(store: Store, tmp_path: Path) -> None:
    """A missing file is named and not given up while it may only be elsewhere: where none of the files is there."""
    fill(store)
    store.raw.close()
    path = the_file(store)
    path.rename(tmp_path / "elsewhere")
    assert told(store, repair=True) == ["is not there; it held 4 records"]
    (tmp_path / "elsewhere").rename(path)
    assert told(store) == []


def test_a_file_that_has_another_name(store: Store) -> None:
    """Records are found again by their ids, in whatever file they lie."""
    fill(store)
    store.raw.close()
    path = the_file(store)
    path.rename(path.with_name("other.warc.gz"))
    fill(store, 1)
    assert any("the record lies in other.warc.gz" in line for line in told(store))
    told(store, repair=True)
    assert told(store) == []
    assert [store.page(number).body[:1] for number in (1, 2, 3)] == [b"0", b"1", b"2"]


def test_a_swapped_record_is_found(store: Store) -> None:
    """A record that holds other bytes than were archived is not taken for the page."""
    put(store, page(b"one"), article())
    store.raw.close()
    run(store, "UPDATE records SET body_sha256 = 'other'")
    assert told(store) == ["the record of https://www.sample.example/harbour is lost"]


@pytest.mark.parametrize(
    ("harm", "says", "mended"),
    [
        ("UPDATE articles SET revision = 7 WHERE id = 1", "article 1 has no current revision", True),
        ("UPDATE pages SET article_id = NULL WHERE article_id = 2", "article 2 has no address", True),
        ("DELETE FROM pending WHERE article_id = 2", "article 2 is not in search, pairs and clusters", True),
        ("DELETE FROM removals WHERE revision_id = 3", "article 3 lacks removed blocks", False),
        ("UPDATE articles SET url_sha256 = 'x'", "article 2 is stored twice", False),
    ],
)
def test_tables_that_do_not_fit_together(store: Store, harm: str, says: str, mended: bool) -> None:
    """What is wrong in the tables themselves is found, and put right where nothing is lost by it."""
    fill(store)
    run(store, harm)
    assert says in told(store)
    told(store, repair=True)
    assert (says not in told(store)) == mended


def test_a_file_left_by_a_killed_deletion(store: Store) -> None:
    """A retired file is named and removed, and its records are not taken in again."""
    fill(store)
    store.raw.close()
    copy = store.raw.folder / "retired.warc.gz"
    copy.write_bytes(the_file(store).read_bytes())
    run(store, "INSERT INTO retired_files VALUES ('retired.warc.gz', '2026-01-01 00:00:00')")
    assert told(store) == ["is left over from a deletion that was killed"]
    told(store, repair=True)
    assert (told(store), copy.exists()) == ([], False)


def test_a_damaged_database_file(tmp_path: Path) -> None:
    """SQLite's own check speaks where an index does not fit its table."""
    with storage.open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        fill(store)
        run(store, "PRAGMA writable_schema = ON")
        run(
            store,
            "UPDATE sqlite_master SET rootpage = (SELECT sum(rootpage) FROM sqlite_master WHERE name IN "
            "('ix_articles_url_sha256', 'ix_articles_changed_at')) - rootpage "
            "WHERE name IN ('ix_articles_url_sha256', 'ix_articles_changed_at')",
        )
    with storage.open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        assert any("ix_articles" in line for line in told(store))


@pytest.mark.parametrize("harm", ["lost", "torn"])
def test_a_search_index_that_does_not_fit(store: Store, harm: str) -> None:
    """A full-text index that lost an entry, or that is damaged, is found, and made anew from the texts."""
    fill(store)
    assert len(list(store.search("harbour"))) == 3
    if "sqlite" not in str(store.database.engine.url):
        run(store, "DELETE FROM search WHERE revision_id = 2")
    elif harm == "lost":
        run(store, "DELETE FROM search_docsize WHERE id = 2")
    else:
        run(store, "UPDATE search_data SET block = zeroblob(40) WHERE id > 10")
    assert told(store) == ["the full-text index does not fit the texts"]
    told(store, repair=True)
    assert len(list(store.search("harbour"))) == 3
    assert told(store) == []


def test_what_is_found_is_whole(tmp_path: Path) -> None:
    """Requests are no pages: an archive of the database's own records has no strays, whatever lies between them."""
    with storage.open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        fill(store)
        path = the_file(store)
        with Archive(tmp_path) as other:
            other.settle()
        with path.open("ab") as file:
            file.write(gzip.compress(b"no record at all"))
        assert told(store) == []
