"""Copies, rewrites and events: what is reported, and what is not."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from cleaners.types import Block, Reason, Removal
from storage import Store, open_store
from storage.derived import Band, Pair, Posting, Profile
from storage.engine import transaction
from storage.forgetting import delete_articles
from tests.storage.hundred import stories
from tests.storage.told import DAY, EVENTS, STORIES, tell


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, int]]]:
    """A store with the five events, three reports of each, in three outlets; SQLite, since it is only read."""
    folder: Path = tmp_path_factory.mktemp("told")
    with open_store(f"sqlite:///{folder / 'news.db'}") as store:
        ids = {name: tell(store, text, f"https://outlet{name[-1]}.example/{name}") for name, text in STORIES.items()}
        yield store, ids


def _pairs(store: Store, kind: str | None = None) -> set[tuple[int, int]]:
    return {(row.later.id, row.earlier.id) for row in store.pairs(kind=kind)}


@pytest.mark.parametrize("event", EVENTS)
def test_a_rewrite_is_reported(told: tuple[Store, dict[str, int]], event: str) -> None:
    """A story told again in largely other words is a rewrite of the first."""
    store, ids = told
    assert {ids[f"{event}-1"], ids[f"{event}-2"]} in [set(pair) for pair in _pairs(store, "rewrite")]


@pytest.mark.parametrize("event", EVENTS)
def test_an_independent_report_is_no_rewrite(told: tuple[Store, dict[str, int]], event: str) -> None:
    """Who reports the same facts and quotes the same people in words of his own rewrites nobody."""
    store, ids = told
    assert not [pair for pair in _pairs(store) if ids[f"{event}-3"] in pair]


def test_nothing_else_is_reported(told: tuple[Store, dict[str, int]]) -> None:
    """Of the hundred and five pairs of fifteen articles the five rewrites are reported and no other."""
    store, ids = told
    assert len(list(itertools.combinations(ids, 2))) == 105
    assert len(_pairs(store)) == len(EVENTS)


def test_events_are_never_mixed(told: tuple[Store, dict[str, int]]) -> None:
    """Each event is one cluster that has the report and its rewrite, and nothing of another event."""
    store, ids = told
    names = {id_: name for name, id_ in ids.items()}
    clusters = [{names[article.id] for article in row.articles} for row in store.clusters()]
    assert sorted({name.split("-")[0] for name in cluster}.pop() for cluster in clusters) == EVENTS
    for cluster in clusters:
        assert len({name.split("-")[0] for name in cluster}) == 1
        assert {name[-1] for name in cluster} >= {"1", "2"}


def test_a_hundred_stories_stay_apart(tmp_path: Path) -> None:
    """A hundred stories, ten of each kind in the words of their kind, are a hundred events, no copies, no rewrites."""
    with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        for number, (title, text) in enumerate(stories()):
            tell(store, text, f"https://outlet{number % 7}.example/{number}", title=title)
        assert (store.clusters(), store.pairs()) == ([], [])


def test_syndicated_copies_name_the_earliest_and_the_agency(store: Store) -> None:
    """The same text in three outlets: each later one is a copy of the earliest, and the agency is credited."""
    text = STORIES["comet-1"]
    dateline = Removal(
        block=Block(index=9, text="CERRO ALTO (Reuters) -"), reason=Reason.DATELINE, rule="generic/dateline"
    )
    late = tell(store, text, "https://b.example/comet", published_at=DAY + timedelta(days=1))
    first = tell(store, text, "https://a.example/comet", removals=(dateline,))
    cut = tell(store, text.rsplit("\n\n", 1)[0], "https://c.example/comet", published_at=DAY + timedelta(days=2))
    rows = {(row.later.id, row.earlier.id): row for row in store.pairs()}
    assert rows.keys() == {(late, first), (cut, first), (cut, late)}
    assert {pair: row.kind for pair, row in rows.items()} == {
        (late, first): "exact",
        (cut, first): "near",
        (cut, late): "near",
    }
    assert all(row.syndicated for row in rows.values())
    assert (rows[late, first].agency, rows[cut, first].earlier.source) == ("Reuters", "a.example")
    assert {row.id for row in store.articles(copies=False)} == {first}
    assert {row.id for row in store.articles(copies=True)} == {late, cut}


def test_copies_of_one_outlet_are_not_syndicated(store: Store) -> None:
    """An outlet that prints its text again with small changes has a near-duplicate, not a syndicated one."""
    text = STORIES["dairy-1"]
    tell(store, text, "https://a.example/1")
    tell(store, text.replace("Tuesday", "Wednesday") + " More follows.", "https://a.example/2")
    (row,) = store.pairs()
    assert (row.kind, row.syndicated) == ("near", False)
    assert 0.5 < row.score < 1


def test_it_makes_no_difference_when_an_article_comes(store: Store) -> None:
    """Articles that come one by one, each looked at before the next, are put together as all at once."""
    ids = []
    for name in ("strike-2", "ferry-1", "strike-1", "ferry-2"):
        ids.append(tell(store, STORIES[name], f"https://{name}.example/x"))
        assert store.settle() == 1
    assert sorted(sorted(article.id for article in row.articles) for row in store.clusters()) == [
        [ids[0], ids[2]],
        [ids[1], ids[3]],
    ]
    assert {frozenset(pair) for pair in _pairs(store, "rewrite")} == {
        frozenset((ids[0], ids[2])),
        frozenset((ids[1], ids[3])),
    }


def test_a_month_later_is_another_event(store: Store) -> None:
    """Articles are on one event only within days of each other."""
    tell(store, STORIES["strike-1"], "https://a.example/1", published_at=date(2026, 1, 5))
    tell(store, STORIES["strike-3"], "https://b.example/3", published_at=date(2026, 2, 5))
    tell(store, STORIES["strike-2"], "https://c.example/2", published_at=date(2026, 3, 5))
    assert store.clusters() == []


def test_a_new_revision_is_looked_at_anew(store: Store) -> None:
    """An article whose text changes to another story leaves its copies and its event, and joins others."""
    a = tell(store, STORIES["ferry-1"], "https://a.example/x")
    b = tell(store, STORIES["ferry-2"], "https://b.example/x")
    c = tell(store, STORIES["forger-1"], "https://c.example/x")
    assert _pairs(store) == {(b, a)}
    assert tell(store, STORIES["forger-2"], "https://b.example/x") == b
    assert {frozenset(pair) for pair in _pairs(store)} == {frozenset((b, c))}
    assert [{article.id for article in row.articles} for row in store.clusters()] == [{b, c}]


def test_nothing_of_a_deleted_article_is_left(store: Store) -> None:
    """Deleting an article takes its pairs, keys, terms and search entry with it; its copies are found still."""
    text = STORIES["ferry-1"]
    ids = [tell(store, text, f"https://{name}.example/x") for name in "abc"]
    store.settle()
    delete_articles(store, [ids[0]])
    with transaction(store.database.engine) as connection:
        for table in (Band, Posting, Profile):
            count = select(func.count()).select_from(table).where(table.article_id == ids[0])
            assert connection.scalar(count) == 0
        assert connection.scalar(select(func.count()).select_from(Pair)) == 1
    assert {hit.row.id for hit in store.search("Tollness")} == set(ids[1:])
    assert [row.id for row in store.articles(copies=False)] == [ids[1]]


def test_a_text_of_a_few_words_is_no_near_duplicate(store: Store) -> None:
    """Short texts are copies only where they are equal: what they share may be chance."""
    tell(store, "The match at Tollness was called off on Sunday for fog.", "https://a.example/1")
    tell(store, "The match at Tollness was called off on Sunday for snow.", "https://b.example/1")
    tell(store, "The match at Tollness was called off on Sunday for fog.", "https://c.example/1")
    assert [(row.kind, row.score) for row in store.pairs()] == [("exact", 1.0)]


def test_a_text_that_everybody_prints_stays_cheap(tmp_path: Path) -> None:
    """Of a text in sixty outlets each copy is noted with the earliest ones only, not with all the others."""
    with open_store(f"sqlite:///{tmp_path / 'news.db'}") as store:
        start = datetime(2026, 3, 1, tzinfo=UTC)
        for number in range(60):
            at = start + timedelta(minutes=number)
            tell(store, STORIES["comet-1"], f"https://o{number}.example/x", published_at=at)
        rows = store.pairs()
        assert len(rows) <= 60 * 20
        assert len(list(store.articles(copies=False))) == 1
