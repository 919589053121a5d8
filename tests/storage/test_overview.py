"""What came in day by day and outlet by outlet, the same on both databases."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, update

from cleaners.types import Page, Paywall, Rejected, Why
from storage import overview
from storage.listing import listed
from storage.models import Article, Failure
from storage.runs import CrawlRow, note
from storage.store import Store
from tests.storage.told import STORIES, tell

AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def move(connection: Connection, id_: int, at: datetime) -> None:
    """Have an article first stored at another moment."""
    connection.execute(update(Article).where(Article.id == id_).values(created_at=at))


def told(store: Store) -> list[int]:
    """Three articles of two outlets over two days, around a midnight of UTC."""
    a = tell(store, STORIES["ferry-1"], "https://a.example/1", title="One", site_name="The A")
    b = tell(store, STORIES["comet-1"], "https://a.example/2", title="Two", paywall=Paywall.TEASER)
    c = tell(store, STORIES["dairy-1"], "https://b.example/3")
    for id_, at in ((a, AT), (b, AT + timedelta(hours=1)), (c, AT + timedelta(hours=2))):
        store.database.write(move, id_, at)
    return [a, b, c]


def test_articles_are_counted_by_the_day_in_utc(store: Store) -> None:
    """Days are those of UTC; an outlet alone can be asked for; days before the span are left out."""
    told(store)
    found = store.database.read(overview.days, AT)
    assert [(one.day, one.articles, one.teasers) for one in found] == [
        (date(2026, 3, 2), 1, 0),
        (date(2026, 3, 3), 2, 1),
    ]
    (one,) = store.database.read(overview.days, AT, "b.example")
    assert (one.day, one.articles) == (date(2026, 3, 3), 1)
    assert store.database.read(overview.days, AT + timedelta(days=1)) == []
    assert store.database.read(overview.last_moment) == AT + timedelta(hours=2)


def test_outlets_of_a_span_and_their_latest(store: Store) -> None:
    """Each outlet has its number, its name, its last moment and its latest articles; the end of the span is not in it."""
    first, second, third = told(store)
    span = (AT, AT + timedelta(hours=2))
    (one,) = store.database.read(overview.outlets, *span)
    assert (one.source, one.name, one.articles, one.teasers) == ("a.example", "The A", 2, 1)
    assert one.latest == AT + timedelta(hours=1)
    assert store.database.read(overview.latest_of_each, *span, 5) == {"a.example": [second, first]}
    whole = (AT, AT + timedelta(days=1))
    assert store.database.read(overview.latest_of_each, *whole, 1) == {"b.example": [third], "a.example": [second]}
    rows = store.database.read(listed, [third, first, 4711])
    assert [(row.id, row.title, row.source) for row in rows] == [
        (third, None, "b.example"),
        (first, "One", "a.example"),
    ]


def test_refusals_count_on_the_first_day(store: Store) -> None:
    """An address that is refused again counts once, on its first day; what failed is no refusal."""
    for url in ("https://a.example/x", "https://a.example/y", "https://a.example/x"):
        store.refuse(Page(url=url, body=b"x"), None, Rejected(why=Why.LISTING))
    store.fail("https://a.example/z", "timeout", "no answer")
    store.database.write(lambda c: c.execute(update(Failure).values(first_at=AT, last_at=AT + timedelta(days=3))))
    (one,) = store.database.read(overview.refusals, AT)
    assert (one.day, one.why, one.number) == (date(2026, 3, 2), "listing", 2)
    assert store.database.read(overview.refusals, AT + timedelta(days=1)) == []
    assert store.database.read(overview.refusals, AT, "b.example") == []


def test_crawls_of_a_day_are_summed(store: Store) -> None:
    """The crawls of all outlets on a day are one line."""
    for source, new in (("a.example", 3), ("b.example", 4)):
        row = CrawlRow(source=source, started_at=AT, new=new, refused=1, texts=new, titles=new, dates=1)
        store.database.write(note, row)
    (one,) = store.database.read(overview.crawl_days, AT - timedelta(days=1))
    assert (one.day, one.crawls, one.pages, one.refused, one.texts, one.dates) == (date(2026, 3, 2), 2, 9, 2, 7, 2)
