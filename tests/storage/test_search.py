"""Full-text search: what is found, in which order, and that no query is an error; on both databases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.types import Paywall
from storage import QueryError, Store, open_store
from storage.engine import transaction
from storage.search.query import for_fts5, for_tsquery, parse
from storage.search.snippet import snippet
from tests.storage.told import STORIES, tell

SIGNS = "\" * - OR AND NOT NEAR( ) ( ^ : ' \\ & | ! <-> a ß \x00".split(" ")
hostile = st.text(st.characters(exclude_categories=[])) | st.lists(st.sampled_from(SIGNS)).map(" ".join)


def _found(store: Store, query: str, **conditions: object) -> set[int]:
    return {hit.row.id for hit in store.search(query, **conditions)}  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A SQLite store with two stories, only read."""
    folder: Path = tmp_path_factory.mktemp("search")
    with open_store(f"sqlite:///{folder / 'news.db'}") as store:
        tell(store, STORIES["ferry-1"], "https://a.example/ferry", title="Ferry aground off Tollness")
        tell(store, STORIES["dairy-1"], "https://b.example/dairy", title="Straße zur Käserei")
        yield store


QUERIES = {
    "ferry": {1},
    "FERRY passengers": {1},
    "ferry milk": set(),
    "ferry OR milk": {1, 2},
    '"drifting fishing net"': {1},
    '"fishing drifting"': set(),
    "said -passengers": {2},
    'said -"town hall"': {1},
    "refund*": {1},
    "refun": set(),
    "Lüscher": {2},
    "luscher": {2},
    "straße": {2},
    "3.4": {2},
    "half-past": {1},
    "title:ferry": set(),
}


def test_queries(store: Store) -> None:
    """Words, phrases, exclusions, beginnings and alternatives; letter case and accents make no difference."""
    tell(store, STORIES["ferry-1"], "https://a.example/ferry", title="Ferry aground off Tollness")
    tell(store, STORIES["dairy-1"], "https://b.example/dairy", title="Straße zur Käserei")
    assert {query: _found(store, query) for query in QUERIES} == QUERIES


def test_the_best_comes_first(store: Store) -> None:
    """A word in the title counts more than one in the text, and the best has score 1."""
    tell(store, STORIES["strike-1"] + "\n\nThe harbour is not affected.", "https://a.example/1", title="Buses stand")
    tell(store, STORIES["comet-1"], "https://a.example/2", title="A comet over the harbour")
    hits = list(store.search("harbour"))
    assert [hit.row.id for hit in hits] == [2, 1]
    assert hits[0].score == 1.0 > hits[1].score > 0
    assert "The [harbour] is not affected." in hits[1].snippet


def test_conditions_narrow_the_answer(store: Store) -> None:
    """Source, language, section, author, paywall, dates and copies: each leaves what meets it."""
    text = STORIES["ferry-1"]
    meta: dict[str, Any] = {
        "section": "Coast",
        "authors": ("Noël Brück", "Ada Brook"),
        "published_at": date(2026, 3, 1),
    }
    tell(store, text, "https://a.example/x", **meta)
    tell(store, text, "https://b.example/x", language="nl", paywall=Paywall.TEASER, published_at=date(2026, 3, 9))
    for conditions, found in (
        ({"source": "a.example"}, {1}),
        ({"source": "nobody.example"}, set()),
        ({"language": "nl"}, {2}),
        ({"section": "coast"}, {1}),
        ({"author": "brook"}, {1}),
        ({"author": "br%k"}, set()),
        ({"paywall": "teaser"}, {2}),
        ({"since": date(2026, 3, 2)}, {2}),
        ({"before": date(2026, 3, 9)}, {1}),
        ({"copies": False}, {1}),
        ({"copies": True}, {2}),
        ({"limit": 1}, {2}),
    ):
        assert _found(store, "tollness", **conditions) == found, conditions


def test_a_new_revision_replaces_the_old(store: Store) -> None:
    """After a change the old words are not found any more, the new ones are."""
    tell(store, STORIES["ferry-1"], "https://a.example/x")
    assert _found(store, "lifeboats") == {1}
    tell(store, STORIES["comet-1"], "https://a.example/x")
    assert (_found(store, "lifeboats"), _found(store, "comets")) == (set(), {1})
    with transaction(store.database.engine, writes=True) as connection:
        if connection.dialect.name == "sqlite":  # FTS5 compares the index with the texts, and raises where they differ
            assert connection.exec_driver_sql("SELECT count(*) FROM search_docsize").scalar() == 1


@settings(deadline=None)
@given(query=hostile)
def test_no_query_is_an_error_in_sqlite(both: Store, query: str) -> None:
    """Any text is searched for, or holds no word and is refused in one line."""
    try:
        list(both.search(query))
    except QueryError as error:
        assert "\n" not in str(error)


def test_no_query_is_an_error(store: Store) -> None:
    """What means something to a database is words to us, on both."""
    tell(store, STORIES["ferry-1"], "https://a.example/x")
    for query in (
        "a & b",
        "'); DROP TABLE search; --",
        "<-> a !",
        "a:*b",
        "x\\'",
        "x\x00y",
        "\ud800z",
        '"a\' b"',
        "a" * 5000,
        "a " * 5000,
    ):
        assert isinstance(list(store.search(query)), list)


@pytest.mark.parametrize("query", ["", " ", '"', '""', "***", "-ferry", '-"a b"', "OR", "\x00", "¿?"])
def test_a_query_without_a_word_says_so(query: str) -> None:
    """Where nothing is wanted, the one line says what to give."""
    with pytest.raises(QueryError, match="give at least one word that is wanted"):
        parse(query)


@settings(deadline=None)
@given(query=hostile)
def test_queries_are_quoted_whole(query: str) -> None:
    """What is handed to a database has our operators only: every word of the query is inside quotes."""
    try:
        parsed = parse(query)
    except QueryError:
        return
    for text, quote in ((for_fts5(parsed), '"'), (for_tsquery(parsed), "'")):
        outside = text.split(quote)[::2]
        assert len(text.split(quote)) % 2 == 1
        assert all(set(part) <= set("() *:&|!<->ANDORT") for part in outside)


def test_a_snippet_shows_the_best_part() -> None:
    """About thirty words on one line, where most of the words are, with marks inside the punctuation."""
    text = "Nothing here. " * 40 + "The captain’s\n\n“Maren” ran aground. " + "Nothing there. " * 40
    found = snippet(text, {"maren", "aground"})
    assert "The captain’s “[Maren]” ran [aground]. Nothing" in found
    assert found.startswith("… ") and found.endswith(" …") and len(found.split()) == 32
    assert snippet("Refunds for all", set(), ["refund"]) == "[Refunds] for all"
    assert snippet("", {"a"}) == ""
