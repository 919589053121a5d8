"""What a crawl remembers beside the pages."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from storage import open_store
from storage.memory import Memory
from storage.models import Article, PageRow
from storage.places import LEAST_WAIT, MOST_WAIT, Look, is_resting, looked, place, revisits
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


def test_failures_keep_what_is_known(tmp_path: Path) -> None:
    """A failed look keeps the digest and counts; a good one ends the count."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        for one in (look("a"), look(None, "http-status"), look(None, "http-status")):
            memory.looked(one)
        (known,) = memory.places("e.example")
        assert (known.body_sha256, known.trouble, known.failures) == ("a", "http-status", 2)
        memory.looked(look("a"))
        assert memory.places()[0].failures == 0


def test_requests_of_a_day_add_up(tmp_path: Path) -> None:
    """Requests to a host are counted over runs, each host by itself."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        memory = Memory(store.database)
        memory.note_asked("e.example", 3)
        memory.note_asked("e.example", 4)
        assert (memory.asked("e.example"), memory.asked("f.example")) == (7, 0)


@pytest.mark.parametrize(
    ("age", "since_fetch", "due"),
    [
        (timedelta(minutes=30), timedelta(minutes=1), True),
        (timedelta(hours=5), timedelta(minutes=50), False),
        (timedelta(hours=5), timedelta(minutes=70), True),
        (timedelta(days=5), timedelta(days=1), False),
        (timedelta(days=5), timedelta(days=3), True),
        (timedelta(days=40), timedelta(days=29), False),
    ],
)
def test_young_articles_are_due_again(tmp_path: Path, age: timedelta, since_fetch: timedelta, due: bool) -> None:
    """An article is due again the sooner the younger it is, and never once it is old; meanwhile its address rests."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        put(store, page(url=URL), article())
        with store.database.engine.begin() as connection:
            connection.execute(update(Article).values(created_at=AT - age))
            connection.execute(update(PageRow).values(fetched_at=AT - since_fetch))
        source = store.sources()[0].name
        assert (store.database.read(revisits, source, AT, 9) == [URL]) is due
        assert store.database.read(is_resting, URL, AT) is not due


def test_evidence_stays_with_the_page(tmp_path: Path) -> None:
    """What a crawl knew of a page is kept beside it."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        put(store, page(url=URL), article())
        memory = Memory(store.database)
        memory.note_evidence([(URL, {"opt_outs": ["tdm (meta:tdm-reservation)"]})])
        assert memory.evidence(URL) == {"opt_outs": ["tdm (meta:tdm-reservation)"]}
        assert memory.evidence("https://www.sample.example/other") == {}
