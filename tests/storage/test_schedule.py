"""The schedule and its leases, and what webhooks are told: on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.service import schedule, webhooks
from storage.service.schedule import LEASE
from storage.store import Store, open_store
from tests.storage.made import article, page, put

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = [f"{letter}.example" for letter in "abcdefgh"]


def take(store: Store, holder: str, at: datetime = AT, limit: int = 8) -> list[str]:
    """Lease what is due; return the outlets."""
    return [row.source for row in store.database.write(schedule.take, holder, NAMES, at, limit)]


def test_an_outlet_is_one_processes_at_a_time(store: Store) -> None:
    """What one process has leased no other gets, until its lease is over, or it gives the outlet back."""
    store.database.write(schedule.add, NAMES[:2], AT)
    assert take(store, "first", limit=1) == ["a.example"]
    assert take(store, "second") == ["b.example"]
    assert take(store, "third") == []
    assert take(store, "third", AT + LEASE + timedelta(seconds=1)) == ["a.example", "b.example"]
    assert store.database.write(schedule.renew, "first", NAMES, AT + LEASE) == []
    store.database.write(schedule.end, "first", "a.example", AT, AT)  # too late: it is the third's
    assert [row.holder for row in store.database.read(schedule.rows)] == ["third", "third"]
    store.database.write(schedule.release, "third")
    assert take(store, "fourth", AT + 2 * LEASE) == ["a.example", "b.example"]


def test_a_lease_that_is_renewed_goes_on(store: Store) -> None:
    """A process that says that it goes on keeps its outlet."""
    store.database.write(schedule.add, ["a.example"], AT)
    take(store, "first")
    assert store.database.write(schedule.renew, "first", ["a.example"], AT + LEASE / 2) == ["a.example"]
    assert take(store, "second", AT + LEASE + timedelta(seconds=1)) == []


def test_many_processes_share_the_outlets(url: str, store: Store, tmp_path: Path) -> None:
    """Processes that look at the same moment take each outlet once."""
    store.database.write(schedule.add, NAMES, AT)
    others = [open_store(url, archive=tmp_path / "archive") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda one: take(one[1], f"process {one[0]}", limit=3), enumerate(others)))
    for other in others:
        other.close()
    assert sorted(name for several in taken for name in several) == NAMES


def test_what_was_missed_is_caught_up_once(store: Store) -> None:
    """After a long pause an outlet is due once, and then at its time again; trouble is counted until it is over."""
    store.database.write(schedule.add, ["a.example"], AT - 100 * HOUR)
    assert take(store, "first") == ["a.example"]
    store.database.write(schedule.end, "first", "a.example", AT, AT + HOUR, "unreachable")
    assert take(store, "first") == []
    assert take(store, "first", AT + HOUR) == ["a.example"]
    row = store.database.read(schedule.row, "a.example")
    assert row is not None and (row.failures, row.trouble, row.is_running(AT + HOUR)) == (1, "unreachable", True)
    store.database.write(schedule.end, "first", "a.example", AT, AT + 2 * HOUR)
    row = store.database.read(schedule.row, "a.example")
    assert row is not None and (row.failures, row.trouble, row.holder) == (0, None, None)


def test_what_a_person_wants_comes_first(store: Store) -> None:
    """An outlet that was asked for is taken before those that are due, though it is not, and once."""
    store.database.write(schedule.add, ["a.example"], AT)
    store.database.write(schedule.add, ["b.example"], AT + HOUR)
    store.database.write(schedule.want, "b.example", AT)
    (first,) = store.database.write(schedule.take, "first", NAMES, AT, 1)
    assert (first.source, first.wanted_at) == ("b.example", AT)
    store.database.write(schedule.end, "first", "b.example", AT, AT + HOUR)
    assert take(store, "first") == ["a.example"]


def told(store: Store, hook: webhooks.Webhook, at: datetime) -> list[int]:
    """Look for new articles; return those that are to be told now."""
    (hook,) = store.database.read(webhooks.webhooks, hook.id)
    store.database.write(webhooks.look, hook, at)
    return [one.article_id for one in store.database.write(webhooks.take, at, LEASE, 10)]


def test_a_webhook_is_told_of_new_articles_once(store: Store) -> None:
    """Articles stored after the webhook was made, and that meet its search, are told once; earlier ones never."""
    put(store, page(b"1", "https://a.example/1"), article("An old word."))
    made = store.database.write(webhooks.add, "https://h.example", "word", {"copies": None}, datetime.now(UTC))
    put(store, page(b"2", "https://a.example/2"), article("Another word came in today with the tide."))
    put(store, page(b"3", "https://a.example/3"), article("Nothing of the kind was ever heard in this town."))
    later = datetime.now(UTC) + timedelta(seconds=1)
    assert told(store, made, later) == []  # not in the index yet
    store.settle()
    assert told(store, made, later + LEASE) == [2]
    assert told(store, made, later + LEASE) == []
    assert told(store, made, later + 3 * LEASE) == [2]  # whoever took it did not say what came of it


def test_a_webhook_that_takes_nothing_is_given_up(store: Store) -> None:
    """A delivery is tried ever later and then given up; ten in a row pause the webhook; 410 ends a delivery at once."""
    made = store.database.write(webhooks.add, "https://h.example", None, {}, datetime.now(UTC))
    for number in range(11):
        put(store, page(b"%d" % number, f"https://a.example/{number}"), article(f"Number {number} {'came ' * number}"))
    at = datetime.now(UTC) + timedelta(seconds=1)
    store.database.write(webhooks.look, made, at)
    deliveries = store.database.write(webhooks.take, at, LEASE, 20)
    assert len(deliveries) == 11
    first, *others = deliveries
    waits = []
    for tries in range(len(webhooks.WAITS) + 1):
        given_up = store.database.write(webhooks.failed, first, 500, "it answered 500", at)
        assert given_up is (tries == len(webhooks.WAITS))
        first = next(one for one in store.database.read(webhooks.deliveries, made.id) if one.id == first.id)
        waits.append(first.next_at)
    assert waits == [*(at + wait for wait in webhooks.WAITS), None] and first.state == "given-up"
    for one in others:
        store.database.write(webhooks.failed, one, 410, "it answered 410", at, for_good=True)
    (hook,) = store.database.read(webhooks.webhooks)
    assert hook.paused_at == at and store.database.read(webhooks.states) == {"given-up": 11}
    assert store.database.write(webhooks.resume, made.id, at)
    (hook,) = store.database.read(webhooks.webhooks)
    assert hook.paused_at is None
