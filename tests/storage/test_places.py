"""What a crawl remembers beside the pages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import open_store
from storage.memory import Answered, Memory
from storage.places import LEAST_WAIT, MOST_WAIT, Look, Place, looked, place
from tests.storage.made import article, page, put

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://www.sample.example/harbour"


def look(digest: str | None, trouble: str | None = None) -> Look:
    """A look at a feed."""
    return Look(url="https://e.example/f", source="e.example", kind="feed", body_sha256=digest, trouble=trouble)


def test_wait_follows_changes(tmp_path: Path) -> None:
    """A feed that does not change is asked ever less often, one that changes more often, within bounds."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        waits = []
        for digest in "aaaabb" + "b" * 30:
            store.database.write(looked, look(digest), AT)
            known = store.database.read(place, "https://e.example/f")
            assert known is not None
            waits.append(known.wait)
    assert waits[0] == LEAST_WAIT
    assert waits[1] < waits[2] < waits[3] > waits[4] < waits[5]
    assert waits[-1] == MOST_WAIT


def test_wait_moves_around_the_outlets_interval(tmp_path: Path) -> None:
    """It begins with the interval, and becomes neither shorter than a quarter of it nor longer than four times."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        waits = []
        for number in range(30):
            one = replace(look("a" if number < 15 else str(number)), interval=timedelta(days=2))
            store.database.write(looked, one, AT)
            known = store.database.read(place, "https://e.example/f")
            assert known is not None
            waits.append(known.wait)
    assert (waits[0], max(waits), waits[-1]) == (timedelta(days=2), timedelta(days=8), timedelta(hours=12))


def test_an_unchanged_place_keeps_all_that_is_known(tmp_path: Path) -> None:
    """After a 304 validators, digest and numbers are as before; the failures are over and the wait is longer."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        first = replace(look("a"), etag='"1"', links=9, taken=5, cut=True, scope="s", children=(("u", "d"),))
        for one in (first, look(None, "timeout"), replace(look(None), unchanged=True)):
            store.database.write(looked, one, AT)
        known = store.database.read(place, "https://e.example/f")
    assert known is not None
    assert (known.etag, known.links, known.taken, known.cut, known.scope) == ('"1"', 9, 5, True, "s")
    assert known.children == [["u", "d"]]
    assert (known.trouble, known.failures, known.body_sha256) == (None, 0, "a")
    assert known.wait > LEAST_WAIT


def test_a_feed_may_ask_for_a_longer_wait(tmp_path: Path) -> None:
    """What a feed asks for is the least wait, after a 304 and a failure too, but never more than a day."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        waits = []
        for one in (look("a"), look("b"), replace(look(None), unchanged=True), look(None, "timeout")):
            hinted = replace(one, hints={"wait": 7200} if one.body_sha256 else None, interval=timedelta(minutes=20))
            store.database.write(looked, hinted, AT)
            known = store.database.read(place, "https://e.example/f")
            assert known is not None
            waits.append(known.wait)
        store.database.write(looked, replace(look("c"), hints={"wait": 10**9}), AT)
        yearly = store.database.read(place, "https://e.example/f")
    hours = timedelta(hours=1)
    assert waits == [2 * hours, 2 * hours, 3 * hours, 6 * hours]
    assert yearly is not None and yearly.wait == MOST_WAIT


def test_a_feed_may_be_passed_over_at_night(tmp_path: Path) -> None:
    """It is not due in the hours and on the days that it names, unless it was passed over for a day."""
    saturday = datetime(2026, 2, 28, 12, tzinfo=UTC)
    known = Place(
        url=URL, source="e.example", kind="feed", checked_at=saturday, hints={"skip_hours": [22, 23], "skip_days": [6]}
    )
    assert known.is_due(saturday)
    assert not known.is_due(saturday.replace(hour=22))
    assert not known.is_due(datetime(2026, 3, 1, 11, tzinfo=UTC))
    assert known.is_due(AT) and known.is_due(AT.replace(hour=23))


def test_failures_keep_what_is_known(tmp_path: Path) -> None:
    """A failed look keeps the digest and counts; a good one ends the count."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        for one in (look("a"), look(None, "http-status"), look(None, "http-status")):
            memory.looked("e.example", one, ())
        (known,) = memory.places("e.example")
        assert (known.body_sha256, known.trouble, known.failures) == ("a", "http-status", 2)
        memory.looked("e.example", look("a"), ())
        assert memory.places()[0].failures == 0


def test_requests_of_a_day_add_up(tmp_path: Path) -> None:
    """Requests to a host are counted over runs, each host by itself."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        memory.note_asked("e.example", 3)
        memory.note_asked("e.example", 4)
        assert (memory.asked("e.example"), memory.asked("f.example")) == (7, 0)


def test_evidence_stays_with_the_page(tmp_path: Path) -> None:
    """What a crawl knew of a page is kept beside it."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        given = page(url=URL)
        memory = Memory(store.database)
        evidence = {"opt_outs": ["tdm (meta:tdm-reservation)"]}
        memory.arrived([Answered(page=given, outcome=put(store, given, article()), evidence=evidence)])
        assert memory.evidence(URL) == {"opt_outs": ["tdm (meta:tdm-reservation)"]}
        assert memory.evidence("https://www.sample.example/other") == {}
