"""Full-text search: what is found, in which order, and that no query is an error; on both databases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaners.types import Paywall
from storage import QueryError, Store, open_store, sound
from storage.engine import make_engine, transaction
from storage.engine import parse as parse_url
from storage.forgetting import delete_articles
from storage.migrate import _config
from storage.search.index import folded
from storage.search.query import for_fts5, for_tsquery, parse
from storage.search.snippet import WORDS, _ascii_snippet, _spaced_snippet, snippet
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


UNSPACED = {
    "中国": {1},
    "人民银行": {1},
    "行": {1},
    "银 行": {1},
    "民人": set(),
    "人民 -利率": set(),
    "三月下调LPR利率": {1},
    "银行下调": set(),
    "LPR": {1},
    "LPR利": {1},
    "2026年": {1},
    "2026年三": {1},
    "京都": {2},
    "東京都知": {2},
    "知事選挙。": {2},
    "事選 OR 银行": {1, 2},
    "東京知": set(),
    "佐々木": {2},
    "น้ำท่วม": {3},
    "ท่วมกรุงเทพ": {3},
    "นำ": set(),
    "हिन्दी": {4},
    "हन्द": set(),
    "समाचार": {4},
}


def test_any_part_of_an_unspaced_text_is_found(store: Store) -> None:
    """Chinese, Japanese and Thai set no spaces: each part of title and text is found, others are not; Hindi has words."""
    _tell_unspaced(store)
    assert {query: _found(store, query) for query in UNSPACED} == UNSPACED
    (hit,) = store.search("人民银行")
    assert hit.snippet.startswith("中国[人民银行]2026年三月下调LPR利率。")
    (hit,) = store.search("京都 佐々木")
    assert "東[京都]は 速い" in hit.snippet and "[佐々木]氏" in hit.snippet
    (hit,) = store.search("事選")
    assert "知[事選]挙" in hit.snippet


def _tell_unspaced(store: Store) -> None:
    tell(
        store,
        "中国人民银行2026年三月下调LPR利率。" + "今天天气很好。" * 60,
        "https://a.example/1",
        title="央行",
        language="zh",
    )
    tell(
        store,
        "東京都は 速い。都知事選挙。佐々木氏が当選。",
        "https://a.example/2",
        title="東京都知事選挙",
        language="ja",
    )
    tell(store, "เกิดน้ำท่วมกรุงเทพมหานคร", "https://a.example/3", title="ข่าว", language="th")
    tell(store, "यह हिन्दी में समाचार है", "https://a.example/4", title="खबर", language="hi")


def test_an_older_index_is_made_anew(url: str, tmp_path: Path) -> None:
    """After the upgrade, what was in the index before is found by its parts, and the index is whole."""
    with open_store(url, archive=tmp_path / "archive") as store:
        _tell_unspaced(store)
        store.settle()
    engine = make_engine(parse_url(url))
    with transaction(engine, writes=True) as connection:
        command.downgrade(_config(connection), "0009")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("UPDATE search SET document = to_tsvector('simple', 'old')")
    engine.dispose()
    with open_store(url, archive=tmp_path / "archive") as store:
        assert {query: _found(store, query) for query in UNSPACED} == UNSPACED
        assert store.database.write(sound.search)
        delete_articles(store, [1])
        assert _found(store, "人民银行") == set() and store.database.write(sound.search)


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


@example("_¨A ¨", "a")
@given(st.text("aAbé ß\n\t.,-_¨ﬁ\xa0'", max_size=60), st.text("abe", min_size=1, max_size=3))
def test_every_word_that_is_found_is_marked(text: str, word: str) -> None:
    """Whatever the case, accents and signs around them: a short text's snippet marks just the tokens that hold the word."""
    marked = [token for token in snippet(text, {word}).split() if "[" in token]
    assert len(marked) == sum(word in folded(token).split() for token in text.split()[:WORDS])


@given(
    st.text("aAbB \n.,'_", max_size=300), st.text("ab", min_size=1, max_size=3), st.text("ab", min_size=1, max_size=2)
)
def test_the_quick_snippet_is_the_same(text: str, word: str, beginning: str) -> None:
    """Of a text in ASCII the quick way gives the snippet that the whole way gives."""
    assert _ascii_snippet(text, {word}, (beginning,)) == _spaced_snippet(text, {word}, (beginning,))
