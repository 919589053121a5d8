"""Pages that are out of the ordinary are stored all the same, on SQLite and PostgreSQL, or refused as a bug."""

from datetime import datetime

import pytest
from sqlalchemy import select

from cleaners.types import Page
from storage import Failed, Stored, Unchanged
from storage.checking import Check
from storage.models import Record
from storage.store import Store
from tests.storage.made import article, limit_texts, page, put


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "a\udfffb\x00"])
def test_texts_that_databases_refuse_are_cleaned(store: Store, bad: str) -> None:
    """NUL is dropped and a lone surrogate replaced, in every text and in JSON, and the page is stored all the same."""
    given = page(url=f"https://a.example/{bad}", headers={"ETag": bad})
    outcome = put(store, given, article(bad, title=bad, tags=(bad,), evidence={bad: bad}))
    assert isinstance(outcome, Stored)
    row = store.article(outcome.article_id)
    assert row is not None
    clean = bad.replace("\x00", "").replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")
    assert row.article.metadata.title == clean
    assert row.article.metadata.tags == (clean,)
    assert row.article.metadata.evidence == {clean: clean}
    assert row.article.blocks[0].text == clean
    store.fail(given.url, bad, bad)
    assert isinstance(put(store, given, article(bad, title=bad, tags=(bad,), evidence={bad: bad})), Unchanged)


def test_long_texts_and_addresses_are_stored(store: Store) -> None:
    """Addresses beyond an index row's limit and texts of megabytes are no reason to refuse a page."""
    given = page(url="https://a.example/" + "x" * 20_000)
    assert isinstance(put(store, given, article("word " * 500_000)), Stored)
    assert store.validators(given.url) is not None
    store.fail(given.url, "why " * 5_000, "detail " * 5_000)


def test_naive_moments_are_refused(store: Store) -> None:
    """A date without a time zone is a bug of the caller's, and stores nothing."""
    naive = datetime(2026, 3, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        put(store, page(), article(published_at=naive))
    with pytest.raises(ValueError, match="no time zone"):
        store.not_modified(page().url, naive)
    assert store.article(1) is None
    assert store.sources() == []


def test_saved_file_needs_no_address(store: Store) -> None:
    """A document that nobody knows the address of is stored under its bytes' digest, and known again."""
    given = Page(body=b"saved text", content_type="text/plain")
    outcome = put(store, given, article())
    assert isinstance(outcome, Stored)
    assert outcome.url.startswith("urn:sha256:")
    assert store.page(outcome.article_id) == given
    assert store.seen(given) == Unchanged(url=outcome.url, article_id=outcome.article_id)


def test_outlet_is_taken_from_the_canonical_address(store: Store) -> None:
    """A saved file whose page states a canonical address belongs to that outlet."""
    put(store, Page(body=b"saved"), article(canonical_url="https://www.sample.example/harbour"))
    assert [row.name for row in store.sources()] == ["sample.example"]


def test_an_article_that_the_database_does_not_take_is_set_aside(store: Store) -> None:
    """Beyond the database's limits an article becomes a failure with the reason; its bytes are kept, the rest goes on."""
    limit_texts(store)
    given = page()
    outcome = put(store, given, article("word " * 50_000))
    assert isinstance(outcome, Failed)
    assert (outcome.why, "too" in outcome.detail) == ("not-storable", True)
    (failure,) = store.failures()
    assert (failure.kind, failure.why, failure.detail) == ("failed", "not-storable", outcome.detail)
    key = store.database.read(lambda connection: connection.scalars(select(Record.id)).one())
    assert store.record(key) == given
    assert isinstance(put(store, page(url="https://a.example/2"), article()), Stored)
    store.raw.close()
    check = Check(store)
    assert (list(check.troubles()), check.waiting()) == ([], [])


def test_a_long_text_does_not_stall_search(store: Store) -> None:
    """A text with more words than a full-text index takes is stored, and those after it are found."""
    words = " ".join("harbour" * 20 + str(number) for number in range(8_000))
    assert isinstance(put(store, page(), article(words)), Stored)
    assert isinstance(put(store, page(url="https://a.example/2"), article("The ferry runs. " * 20)), Stored)
    assert [hit.row.id for hit in store.search("ferry")] == [2]
    assert [hit.row.id for hit in store.search("harbour" * 20 + "7")] == [1]
