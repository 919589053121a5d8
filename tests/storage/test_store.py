"""The store on SQLite and PostgreSQL: what each page becomes, and that what went in comes out."""

from datetime import UTC, date, datetime, timedelta, timezone
from threading import Thread

from cleaners.types import Rejected, Why
from storage import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged, Validators
from storage.models import Record, RemovalRow, Revision
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, count, page, put


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


def test_identical_page_is_unchanged_and_costs_no_revision(store: Store) -> None:
    """The same bytes from the same address are seen; the archive notes the visit, and nothing is stored again."""
    assert store.seen(page()) is None
    put(store, page(), article())
    later = page(fetched_at=NOON + timedelta(days=1))
    assert store.seen(later) == Unchanged(url=later.url, article_id=1)
    assert put(store, later, article()) == Unchanged(url=later.url, article_id=1)
    assert (count(store, Revision), count(store, RemovalRow), count(store, Record)) == (1, 1, 2)
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
