"""Re-cleaning: what is to be done, what was found, and how it is written."""

from dataclasses import replace
from datetime import date

from cleaners.types import Article, Reason, Rejected, Why
from storage import Failed, Revised, Stored
from storage.models import Recleaning, Revision
from storage.recleaning import CHANGED, FAILED, NEW, REASONS, REFUSED, SAME, Finding, Recleanings, Scope
from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, count, limit_texts, page, put

TODAY = Scope(cleaner_version="1", rules_version="3")


def cleaned(text: str = HARBOUR) -> Article:
    """An article as today's rules clean it."""
    return replace(article(text), rules_version="3")


def finding(run: Recleanings, record_id: int, now: Article) -> Finding:
    """Compare and note, as a run does."""
    before = run.before(record_id)
    assert before is not None
    found = Finding(record_id=record_id, fate=before.fate(now), revision_id=before.revision_id, article_id=1)
    run.note([found])
    return found


def test_pages_of_other_versions_are_to_be_done(store: Store) -> None:
    """What today's rules cleaned is passed over, unless all is asked for; outlet and day narrow it."""
    put(store, page(), article())
    other = page(b"2", url="https://b.example/2", source="b.example", fetched_at=NOON.replace(day=5))
    put(store, other, cleaned("The ferry runs. " * 30))
    assert Recleanings(store, TODAY).begin() == [1]
    assert Recleanings(store, replace(TODAY, everything=True)).begin() == [1, 2]
    assert Recleanings(store, replace(TODAY, everything=True, source="b.example")).begin() == [2]
    assert Recleanings(store, replace(TODAY, everything=True, since=date(2026, 3, 2))).begin() == [2]


def test_a_changed_text_is_a_revision_of_ours(store: Store) -> None:
    """What today's rules change is a revision with the cause rules, its size told, cleaned from the same bytes."""
    put(store, page(), article())
    run = Recleanings(store, TODAY)
    now = cleaned(HARBOUR + " And a line that was lost.")
    found = finding(run, 1, now)
    assert found.fate == CHANGED
    assert run.write(found, run.page(1), now) == Revised(url=page().url, article_id=1, number=2)
    _, second = store.history(1)
    assert (second.cause, second.size, second.words_added, second.fetched_at) == ("rules", "substantial", 6, NOON)
    assert (count(store, Recleaning), run.begin()) == (0, [])
    assert store.page(1) == page()


def test_other_reasons_correct_the_revision(store: Store) -> None:
    """Where text and metadata are the same, the removals are said anew and no revision is made."""
    put(store, page(), article())
    run = Recleanings(store, TODAY)
    (removal,) = article().removals
    now = replace(cleaned(), removals=(replace(removal, reason=Reason.RELATED, rule="generic/related"),))
    found = finding(run, 1, now)
    assert found.fate == REASONS
    assert run.write(found, run.page(1), now) is None
    row = store.article(1)
    assert row is not None and row.article == now
    assert (count(store, Revision), run.begin()) == (1, [])


def test_the_same_is_noted(store: Store) -> None:
    """A revision about which nothing differs is cleaned by today's versions from then on, and not looked at again."""
    put(store, page(), article())
    run = Recleanings(store, TODAY)
    found = finding(run, 1, cleaned())
    assert found.fate == SAME
    run.write_same([found])
    row = store.article(1)
    assert row is not None and row.article == cleaned()
    assert (count(store, Revision), run.begin()) == (1, [])


def test_a_run_goes_on(store: Store) -> None:
    """What was found is not to be cleaned again, whatever ended the run; other rules begin anew; failures too."""
    for number in (1, 2, 3):
        put(store, page(b"%d" % number, url=f"https://a.example/{number}"), article(f"{number} {HARBOUR * 3}"))
    first = Recleanings(store, TODAY)
    finding(first, 1, cleaned())
    first.note([Finding(record_id=2, fate=FAILED)])
    assert first.begin() == [2, 3]
    again = Recleanings(store, TODAY)
    assert [(one.record_id, one.article_id, one.fate) for one in again.findings()] == [(1, 1, CHANGED)]
    assert Recleanings(store, replace(TODAY, rules_version="4")).begin() == [1, 2, 3]


def test_a_refused_page_may_become_an_article(store: Store) -> None:
    """A page that was refused is cleaned again, and stored as any new article; refused again, it is left in peace."""
    store.refuse(page(), store.archive(page()), Rejected(why=Why.TOO_SHORT))
    run = Recleanings(store, TODAY)
    assert (run.begin(), run.before(1)) == ([1], None)
    run.note([Finding(record_id=1, fate=REFUSED)])
    assert run.begin() == []
    assert Recleanings(store, replace(TODAY, everything=True)).begin() == [1]
    assert isinstance(run.write(Finding(record_id=1, fate=NEW), run.page(1), cleaned()), Stored)
    assert (count(store, Recleaning), run.begin()) == (0, [])
    assert store.page(1) == page()


def test_an_article_revised_meanwhile_is_left(store: Store) -> None:
    """The outlet's newer revision is not followed by what our rules made of an older page."""
    put(store, page(), article())
    run = Recleanings(store, TODAY)
    found = finding(run, 1, cleaned("Other."))
    put(store, page(b"2"), cleaned("The outlet's own."))
    assert run.write(found, page(), cleaned("Other.")) is None
    assert [row.cause for row in store.history(1)] == ["outlet", "outlet"]


def test_one_that_the_database_does_not_take_costs_no_other(store: Store) -> None:
    """Of several that are written together one may be refused by the database; the others are written."""
    limit_texts(store)
    for number in (1, 2):
        put(store, page(b"%d" % number, url=f"https://www.sample.example/{number}"), article(HARBOUR * number))
    run = Recleanings(store, TODAY)
    several = []
    for number, now in ((1, cleaned("word " * 50_000)), (2, cleaned("Trams run again on Sunday."))):
        before = run.before(number)
        assert before is not None
        found = Finding(record_id=number, fate=CHANGED, revision_id=before.revision_id, article_id=number)
        several.append((found, run.page(number), now))
    refused, written = run.write_all(several)
    assert isinstance(refused, Failed) and isinstance(written, Revised)
    assert [len(store.history(number)) for number in (1, 2)] == [1, 2]
