"""Captures that come after later ones: they find their place in the history, and the article stays as it is now."""

from datetime import timedelta

from storage import Outcome, Revised, Stored, Unchanged
from storage.checking import Check
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, page, put


def say(store: Store, day: int, text: str) -> Outcome:
    """Store what the page said on a day."""
    given = page(f"{text} {day}".encode(), fetched_at=NOON + timedelta(days=day), headers={"ETag": str(day)})
    return put(store, given, article(f"{HARBOUR} {text}"))


def texts(store: Store) -> list[str]:
    """The last word of each revision, with the words added."""
    return [f"{row.article.blocks[0].text.split()[-1]} {row.words_added}" for row in store.history(1)]


def test_an_older_capture_comes_before(store: Store) -> None:
    """Revisions stand in the order of the fetches, whatever the order in which they came."""
    assert isinstance(say(store, 5, "five"), Stored)
    assert isinstance(say(store, 9, "nine and more"), Revised)
    assert say(store, 1, "one") == Revised(url=page().url, article_id=1, number=1)
    assert say(store, 7, "seven") == Revised(url=page().url, article_id=1, number=3)
    assert texts(store) == ["one 0", "five 1", "seven 1", "more 3"]
    assert [row.number for row in store.history(1)] == [1, 2, 3, 4]
    row = store.article(1)
    assert row is not None and row.revision == 4 and row.article.blocks[0].text.endswith("more")
    known = store.validators(page().url)
    assert known is not None and known.etag == "9"
    store.raw.close()
    assert list(Check(store).troubles()) == []


def test_an_older_capture_that_says_the_same_is_unchanged(store: Store) -> None:
    """Where the revision before or behind it says the same, nothing is stored."""
    say(store, 5, "five")
    say(store, 9, "nine")
    assert isinstance(say(store, 3, "five"), Unchanged)
    assert isinstance(say(store, 7, "nine"), Unchanged)
    assert texts(store) == ["five 0", "nine 1"]


def test_a_late_answer_does_not_move_the_time(store: Store) -> None:
    """An old 304 or an old capture leaves when the page was last looked at."""
    say(store, 5, "five")
    store.not_modified(page().url, NOON)
    known = store.validators(page().url)
    assert known is not None and known.fetched_at == NOON + timedelta(days=5)
