"""The frontier: what was found, what is to be fetched when, and what is given up."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import targets
from storage.forgetting import delete_articles
from storage.memory import Answered, Memory
from storage.models import Forgotten
from storage.outcomes import Duplicate, Stored
from storage.places import Look
from storage.store import Store
from storage.targets import PATIENCE, Arrival, Target
from tests.storage.made import article, page, put

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
E = "e.example"
ONE, TWO = "https://e.example/1", "https://e.example/2"


def found(store: Store, *urls: str, at: datetime = AT) -> list[str]:
    """Note addresses; those that are to be fetched."""
    several = [Target(url=url) for url in urls]
    return [one.url for one in store.database.write(targets.listed, E, several, at)]


def left(store: Store, at: datetime, before: datetime | None = None) -> list[str]:
    """What is to be fetched of what earlier crawls left."""
    return [one.url for one in store.database.read(targets.due, E, before or at, at, 99)]


def arrive(store: Store, *urls: str, at: datetime = AT, again: bool = True) -> None:
    """Note an answer."""
    store.database.write(targets.arrived, [Arrival(source=E, urls=urls, again=again)], at)


def miss(store: Store, url: str, status: int = 0, at: datetime = AT) -> None:
    """Note a failure."""
    store.database.write(targets.missed, url, "http-status" if status else "timeout", status, at)


def test_found_is_known_until_it_is_fetched(store: Store) -> None:
    """What was found and not fetched is there for the next crawl in its order; what was fetched is not."""
    assert found(store, TWO, ONE) == [TWO, ONE]
    assert left(store, AT + timedelta(minutes=1)) == [TWO, ONE]
    arrive(store, TWO, again=False)
    assert left(store, AT + timedelta(minutes=1)) == [ONE]
    assert store.database.read(targets.states) == {E: {"due": 1, "seen": 1}}


def test_spellings_of_an_address_are_one_target(store: Store) -> None:
    """Tracking parameters and fragments do not make a second one."""
    assert found(store, f"{ONE}?utm_source=rss", f"{ONE}#top", ONE) == [f"{ONE}?utm_source=rss"]
    assert found(store, ONE) == [f"{ONE}?utm_source=rss"]


@pytest.mark.parametrize(
    ("age", "since_fetch", "again"),
    [
        (timedelta(minutes=30), timedelta(minutes=1), True),
        (timedelta(hours=5), timedelta(minutes=50), False),
        (timedelta(hours=5), timedelta(minutes=70), True),
        (timedelta(days=5), timedelta(days=1), False),
        (timedelta(days=5), timedelta(days=3), True),
        (timedelta(days=40), timedelta(days=29), False),
    ],
)
def test_young_pages_are_fetched_again(store: Store, age: timedelta, since_fetch: timedelta, again: bool) -> None:
    """A page is due again the sooner the younger it is, and never once it is old, whether a feed lists it or not."""
    found(store, ONE)
    fetched = AT + age
    arrive(store, ONE, at=fetched)
    now = fetched + since_fetch
    assert (left(store, now) == [ONE]) is again
    assert (found(store, ONE, at=now) == [ONE]) is again


def test_a_run_does_not_fetch_again_what_it_had(store: Store) -> None:
    """What was found or fetched since the run began is not what earlier crawls left."""
    found(store, ONE, at=AT - timedelta(hours=1))
    found(store, TWO)
    arrive(store, ONE, at=AT)
    assert left(store, AT + timedelta(minutes=1), before=AT) == []


def test_redirects_and_copies(store: Store) -> None:
    """Where a redirect led to is known too, and neither it nor a copy of another article is fetched again by itself."""
    found(store, ONE)
    arrive(store, ONE, TWO)
    assert found(store, TWO, at=AT + timedelta(minutes=1)) == []
    assert left(store, AT + timedelta(minutes=1)) == [ONE]
    arrive(store, ONE, again=False)
    assert left(store, AT + timedelta(days=3)) == []


def test_failures_are_tried_ever_later(store: Store) -> None:
    """Each failure in a row waits longer, up to a week; a success ends the count."""
    found(store, ONE)
    at, waits = AT, []
    for _ in range(6):
        miss(store, ONE, at=at)
        assert left(store, at + timedelta(minutes=59)) == []
        hours = next(hours for hours in range(1, 400) if left(store, at + timedelta(hours=hours)) == [ONE])
        waits.append(hours)
        at += timedelta(hours=hours)
    assert waits == [1, 4, 16, 64, 168, 168]
    arrive(store, ONE, at=at)
    miss(store, ONE, at=at)
    assert left(store, at + timedelta(hours=1)) == [ONE]


@pytest.mark.parametrize(("status", "tries"), [(410, 1), (404, 3), (403, 9)])
def test_what_is_gone_is_given_up(store: Store, status: int, tries: int) -> None:
    """410 is believed at once, 404 the third time, anything else when a month is over; then no feed brings it back."""
    found(store, ONE)
    at = AT
    for number in range(1, tries + 1):
        miss(store, ONE, status, at)
        state = store.database.read(targets.states)[E]
        assert state == ({"gone": 1} if number == tries else {"failed": 1})
        at += timedelta(days=7) if status == 403 else timedelta(hours=5)
        if status == 403 and at - AT > PATIENCE:
            miss(store, ONE, status, at)
            assert store.database.read(targets.states)[E] == {"gone": 1}
            break
    assert found(store, ONE, at=at + timedelta(days=99)) == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_not_the_addresss_fault(store: Store, status: int) -> None:
    """What a busy host did not give is due as before."""
    found(store, ONE)
    miss(store, ONE, status)
    assert left(store, AT + timedelta(seconds=1)) == [ONE]


def test_more_words_replace_fewer(store: Store) -> None:
    """What a sitemap said is replaced by a feed that says more, and not the other way round."""
    first, more = {"how": "sitemap", "date": "2026-03-01"}, {"how": "feed", "date": "2026-03-01", "title": "T"}
    for said in (first, more, first):
        (one,) = store.database.write(targets.listed, E, [Target(url=ONE, found=said)], AT)
    assert one.found == more


def test_pages_that_came_another_way(store: Store) -> None:
    """A page that was imported is not fetched because a feed lists it, unless it is due again."""
    put(store, page(url=ONE, fetched_at=datetime.now(UTC)), article())
    assert found(store, ONE, at=datetime.now(UTC) + timedelta(days=40)) == []
    assert store.database.read(targets.states) == {E: {"seen": 1}}


def test_deleted_articles_leave_no_target(store: Store) -> None:
    """Deleted for good, an address is in the frontier no more and no feed brings it back; deleted `again`, one does."""
    memory = Memory(store.database)
    for number, again in ((1, False), (2, True)):
        url = f"https://www.sample.example/{number}"
        given = page(f"{number}".encode(), url=url)
        memory.looked("sample.example", Look(url="https://sample.example/f", source="sample.example", kind="feed",
                                             etag='"1"'), [Target(url=url)])  # fmt: skip
        outcome = put(store, given, article(f"Number {number}. " * 30))
        assert isinstance(outcome, Stored)
        memory.arrived([Answered(page=given, outcome=outcome, evidence={})])
        delete_articles(store, [outcome.article_id], again=again)
        listed = memory.looked("sample.example", None, [Target(url=url)])
        assert [one.url for one in listed] == ([url] if again else [])
        (place,) = memory.places()
        assert place.etag == (None if again else '"1"')
    assert memory.states() == {"sample.example": {"due": 1}}


def test_a_page_of_a_deleted_article(store: Store) -> None:
    """One that proves to be a deleted article's only after it was fetched is not kept as a target."""
    memory = Memory(store.database)
    memory.looked("sample.example", None, [Target(url="https://www.sample.example/harbour")])
    given = page()
    put(store, given, article())
    delete_articles(store, [1])
    refused = store.unwanted(given)
    assert refused is not None
    memory.arrived([Answered(page=given, outcome=refused, evidence={"found": {"title": "T"}})])
    assert memory.states() == {}
    assert store.database.read(lambda connection: connection.scalar(Forgotten.__table__.select())) is not None


def test_copies_are_not_fetched_again(store: Store) -> None:
    """An address that shows an article of another address is left alone from then on."""
    memory = Memory(store.database)
    given = page()
    memory.arrived([Answered(page=given, outcome=Duplicate(url=given.url, of=1), evidence={})])
    assert memory.looked("sample.example", None, [Target(url=given.url)]) == []


def test_many_at_once(store: Store) -> None:
    """A list longer than a statement may hold is noted whole, and again."""
    urls = [f"https://e.example/{number}" for number in range(1300)]
    assert found(store, *urls) == urls == found(store, *urls)
