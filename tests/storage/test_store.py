"""The store on SQLite and PostgreSQL: what each page becomes, and that what went in comes out."""

from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

import pytest
from sqlalchemy import func, select

from cleaners.types import Article, Page, Rejected, Why
from storage import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged, Validators
from storage.engine import transaction
from storage.models import Record, RemovalRow, Revision
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, page


def put(store: Store, page: Page, article: Article) -> Outcome:
    """Archive and save, the way every page takes."""
    return store.save(page, store.archive(page), article)


def count(store: Store, model: type) -> int:
    """Return the number of rows of a table."""
    with transaction(store._engine) as connection:
        return connection.scalar(select(func.count()).select_from(model)) or 0


def test_article_comes_back_as_it_went_in(store: Store) -> None:
    """Text, blocks, links, removals, metadata, evidence, paywall, warnings and versions all survive the database."""
    given = article(
        authors=("Ada Stone", "Li Wei"),
        tags=("harbour",),
        section="City",
        language="en",
        is_accessible_for_free=False,
        evidence={"title": "json-ld:headline"},
        modified_at=datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=9))),
    )
    assert put(store, page(), given) == Stored(url=page().url, article_id=1)
    row = store.article(1)
    assert row is not None
    assert row.article == given
    assert (row.source, row.urls, row.fetched_at) == ("sample.example", (page().url,), NOON)
    assert (row.words, row.revision) == (len(given.text.split()), 1)


def test_stated_dates_keep_their_form(store: Store) -> None:
    """A day stays a day, a moment keeps its offset, and both have a UTC instant to sort by."""
    moment = datetime(2026, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    put(store, page(url="https://a.example/1"), article("one " * 60, published_at=date(2026, 3, 1)))
    put(store, page(url="https://a.example/2"), article("two " * 60, published_at=moment))
    put(store, page(url="https://a.example/3"), article("three " * 60, published_at=None))
    rows = list(store.articles())
    assert [row.article.metadata.published_at for row in rows] == [date(2026, 3, 1), moment, None]
    assert [row.published_utc for row in rows] == [
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 2, 28, 23, tzinfo=UTC),
        None,
    ]
    assert str(rows[1].article.metadata.published_at) == "2026-03-01 01:00:00+02:00"


def test_naive_moments_are_refused(store: Store) -> None:
    """A date without a time zone is a bug of the caller's, and stores nothing."""
    naive = datetime(2026, 3, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"):
        put(store, page(), article(published_at=naive))
    with pytest.raises(ValueError, match="no time zone"):
        store.not_modified(page().url, naive)
    assert store.article(1) is None
    assert store.sources() == []


def test_identical_page_is_unchanged_and_costs_no_rows(store: Store) -> None:
    """The same bytes from the same address are seen; nothing is written but the time of the fetch."""
    assert store.seen(page()) is None
    put(store, page(), article())
    later = page(fetched_at=NOON + timedelta(days=1))
    assert store.seen(later) == Unchanged(url=later.url, article_id=1)
    assert put(store, later, article()) == Unchanged(url=later.url, article_id=1)
    assert (count(store, Revision), count(store, RemovalRow), count(store, Record)) == (1, 1, 1)
    assert store.validators(later.url) == Validators(etag='"v1"', last_modified=None, fetched_at=later.fetched_at)


def test_other_bytes_with_the_same_article_are_unchanged(store: Store) -> None:
    """A page whose advertisements changed gives no revision, but its bytes are archived."""
    put(store, page(), article())
    other = page(b"<html>other advertisement</html>")
    assert store.seen(other) is None
    assert put(store, other, article()) == Unchanged(url=other.url, article_id=1)
    assert (count(store, Revision), count(store, Record)) == (1, 2)


def test_changed_text_is_a_revision(store: Store) -> None:
    """A changed text makes revision 2 of the same article; the first one stays."""
    put(store, page(), article())
    changed = page(b"<html>changed</html>")
    assert put(store, changed, article("Repairs go on.")) == Revised(url=changed.url, article_id=1, number=2)
    row = store.article(1)
    assert row is not None
    assert (row.revision, row.article.blocks[0].text) == (2, "Repairs go on.")
    assert count(store, Revision) == 2
    assert store.page(1).body == changed.body


def test_page_comes_back_byte_for_byte(store: Store) -> None:
    """`page` returns the bytes, headers, status and time that came in, NUL bytes and all."""
    given = page(bytes(range(256)) * 50)
    put(store, given, article())
    assert store.page(1) == given


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


def test_refused_page_is_noted_once(store: Store) -> None:
    """Refusals of one page for one cause are one row that counts; the bytes are archived once."""
    for _ in range(3):
        outcome = store.refuse(page(), store.archive(page()), Rejected(why=Why.LISTING, detail="12 headlines"))
    assert outcome == Refused(url=page().url, why="listing", detail="12 headlines")
    (failure,) = store.failures()
    assert (failure.kind, failure.why, failure.times, failure.source) == ("refused", "listing", 3, "sample.example")
    assert count(store, Record) == 1
    assert store.seen(page()) is None


def test_failure_is_noted_without_a_page(store: Store) -> None:
    """An address that could not be fetched is a row of its own, under its host."""
    assert store.fail("https://www.gone.example/x", "dns", "no such host") == Failed(
        url="https://www.gone.example/x", why="dns", detail="no such host"
    )
    (row,) = store.sources()
    assert (row.name, row.articles, row.pages, row.failures) == ("gone.example", 0, 0, 1)


def test_bad_answer_leaves_the_validators(store: Store) -> None:
    """After a server error the next crawl can still ask whether the last good page has changed."""
    put(store, page(), article())
    broken = page(b"down", status=503, headers={})
    store.refuse(broken, store.archive(broken), Rejected(why=Why.ERROR_PAGE))
    assert store.validators(page().url) == Validators(etag='"v1"', last_modified=None, fetched_at=NOON)
    assert store.seen(page()) == Unchanged(url=page().url, article_id=1)


def test_not_modified_moves_the_time_only(store: Store) -> None:
    """A 304 answer updates when the page was last looked at and leaves its validators."""
    put(store, page(), article())
    store.not_modified(page().url, NOON + timedelta(hours=3))
    assert store.validators(page().url) == Validators(
        etag='"v1"', last_modified=None, fetched_at=NOON + timedelta(hours=3)
    )
    assert store.validators("https://never.example/") is None


def test_articles_are_filtered_and_ordered(store: Store) -> None:
    """Filters by outlet, language and publication, a limit, and the latest first."""
    for day in range(1, 6):
        given = page(url=f"https://{'ab'[day % 2]}.example/{day}", source=f"{'ab'[day % 2]}.example")
        put(store, given, article(f"{day} {HARBOUR * 3}", published_at=date(2026, 1, day), language="en"))
    assert [row.id for row in store.articles()] == [5, 4, 3, 2, 1]
    assert [row.id for row in store.articles(limit=2)] == [5, 4]
    assert [row.id for row in store.articles(source="a.example")] == [4, 2]
    assert [row.id for row in store.articles(since=date(2026, 1, 2), before=date(2026, 1, 4))] == [3, 2]
    assert list(store.articles(language="fr")) == []


def test_many_articles_come_in_order(store: Store) -> None:
    """More articles than one query fetches come complete, each with its own removals."""
    for number in range(110):
        put(store, page(url=f"https://a.example/{number}"), article(f"{number} {HARBOUR * 3}"))
    rows = list(store.articles())
    assert [row.id for row in rows] == list(range(110, 0, -1))
    assert {len(row.article.removals) for row in rows} == {1}


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


def test_store_serves_other_threads(store: Store) -> None:
    """A store opened in one thread takes pages in another, as the crawler's worker does."""
    outcomes: list[Outcome] = []
    worker = Thread(target=lambda: outcomes.append(put(store, page(), article())))
    worker.start()
    worker.join()
    assert outcomes == [Stored(url=page().url, article_id=1)]
    assert store.article(1) is not None


def test_duplicate_names_the_article(store: Store) -> None:
    """A second address of a stored article is a duplicate, and the article lists both addresses."""
    put(store, page(), article())
    second = page(url="https://www.sample.example/harbour?from=feed")
    outcome = put(store, second, article())
    assert outcome == Duplicate(url=second.url, of=1)
    assert isinstance(outcome, Duplicate)
    assert outcome.article_id == 1
    row = store.article(1)
    assert row is not None
    assert row.urls == (page().url, second.url)
    assert store.seen(second) == Unchanged(url=second.url, article_id=1)
