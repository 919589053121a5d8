"""Reading over the API: lists, searches, one article with all that belongs to it, outlets."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from newsmill.stored import listed_as_dict, row_as_dict
from storage import quick
from storage.filters import Filters
from storage.listing import listed
from storage.memory import Memory
from storage.runs import CrawlRow
from storage.search.query import parse
from storage.service import schedule
from storage.store import Store, open_store
from tests.newsmill.service.conftest import LOOPBACK
from tests.storage.conftest import postgresql, url
from tests.storage.made import HARBOUR, article, page, put

__all__ = ["postgresql", "url"]

ODD = article(
    'Ünïcode \u2028 text 1:2 %s ? with quotes " and \\.',
    None,
    published_at=datetime(2026, 3, 1, 9, 0, 0, 5, tzinfo=timezone(timedelta(hours=-3))),
    authors=('O"Brien', "Žofie"),
    tags=("a", "b"),
    is_accessible_for_free=False,
    evidence={"title": "h1"},
)
DATES: list[date | datetime | None] = [
    date(2026, 3, 1),
    datetime(2026, 3, 1, 9, tzinfo=UTC),
    None,
    date(2026, 2, 1),
    None,
    date(2026, 3, 1),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store of six articles, two without a date; the first one has two revisions."""
    folder = tmp_path_factory.mktemp("reading")
    with open_store(f"sqlite:///{folder / 'news.db'}", archive=folder / "archive", patience=0) as opened:
        fill(opened)
        opened.settle()
        yield opened


def fill(store: Store) -> None:
    """Put the articles in."""
    for number, published in enumerate(DATES, 1):
        text = f"{HARBOUR} It was boat number {number} which came first, said the {'wharfinger ' * number}."
        made = article(text, f"Boat {number}", published_at=published, authors=("Ada",) if number == 4 else ())
        put(store, page(f"<p>{number}</p>".encode(), f"https://www.sample.example/{number}"), made)
    again = article(f"{HARBOUR} It was another boat.", "Boat 1", published_at=DATES[0])
    put(store, page(b"<p>1 again</p>", "https://www.sample.example/1"), again)


@pytest.fixture(scope="module")
def client(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a client of the service over that store, with one source file."""
    seeds = tmp_path_factory.mktemp("seeds")
    (seeds / "sample.example.toml").write_text('name = "Sample"\nurl = "https://sample.example/"\n')
    with wired(store, Config(seeds=seeds), local=True) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8000", client=LOOPBACK)


def parts(client: TestClient, **asked: Any) -> list[list[int]]:
    """The ids of a list, part by part."""
    found, cursor = [], None
    while True:
        answer = client.get("/articles", params=asked | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        found.append([item["id"] for item in answer.json()["items"]])
        cursor = answer.json()["next"]
        if cursor is None:
            return found


def test_a_list_goes_on_where_it_ended(client: TestClient) -> None:
    """Parts of a list hold each article once, the latest published first, equal dates by id, those without one last."""
    assert parts(client, limit=2) == [[2, 6], [1, 4], [5, 3], []]
    assert parts(client, limit=4) == [[2, 6, 1, 4], [5, 3]]
    assert parts(client, limit=4, order="stored") == [[6, 5, 4, 3], [2, 1]]


def test_conditions_bound_a_list(client: TestClient) -> None:
    """Each condition leaves out what does not meet it; all together have to be met."""
    assert parts(client, author="ada") == [[4]]
    assert parts(client, since="2026-03-01", before="2026-03-01T01:00:00Z") == [[6, 1]]
    assert parts(client, source="other.example") == [[]]
    assert parts(client, source="sample.example", language="en") == [[]]


def test_a_search_gives_the_best_first(client: TestClient) -> None:
    """What answers comes with its score and snippet, part by part, and the score of later parts is that of the first."""
    first = client.get("/articles", params={"q": "wharfinger", "limit": 3}).json()
    assert [item["id"] for item in first["items"]] == [6, 5, 4]
    assert first["items"][0]["score"] == 1 and "[wharfinger" in first["items"][0]["snippet"]
    second = client.get("/articles", params={"q": "wharfinger", "limit": 3, "cursor": first["next"]}).json()
    assert [item["id"] for item in second["items"]] == [3, 2]
    assert 0 < second["items"][-1]["score"] < first["items"][-1]["score"]
    assert parts(client, q="wharfinger", author="ada") == [[4]]


def test_cursors_of_other_lists_are_refused(client: TestClient) -> None:
    """A cursor that is none, or is of another list, is a problem and not a page."""
    searched = client.get("/articles", params={"q": "boat", "limit": 1}).json()["next"]
    for wrong in (searched, "WyJwdWJsaXNoZWQiLDEuNSxudWxsXQ", "x", "////", "WyJwdWJsaXNoZWQiLDEsIjk5OTkiXQ"):
        answer = client.get("/articles", params={"cursor": wrong})
        assert answer.status_code == 422 and "cursor" in answer.json()["detail"], wrong


def test_bad_conditions_are_named(client: TestClient) -> None:
    """A wrong value is a problem that says which and how it is written."""
    for asked, where in (
        ({"since": "yesterday"}, "since"),
        ({"before": "2026-03-01T09:00:00"}, "no time zone"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "beyond the calendar"),
        ({"limit": 1000}, "limit"),
        ({"paywall": "some"}, "paywall"),
        ({"q": '"'}, "nothing to search for"),
    ):
        answer = client.get("/articles", params=asked)
        assert answer.status_code == 422 and where in answer.json()["detail"], asked
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_article_has_all_that_belongs_to_it(client: TestClient) -> None:
    """One article comes with its text and removals, its revisions with their steps, its copies and its event."""
    found = client.get("/articles/1", params={"blocks": True}).json()
    assert found["text"].startswith(HARBOUR) and found["revision"] == 2 and found["source"] == "sample.example"
    assert [(block["index"], block["kept"]) for block in found["blocks"]] == [(0, True), (1, False), (2, True)]
    first, second = client.get("/articles/1/revisions").json()
    assert (first["number"], second["number"], second["cause"]) == (1, 2, "outlet") and second["diff"]
    for asked in ({}, {"revision": 1}):
        (removal,) = client.get("/articles/1/removals", params=asked).json()
        assert (removal["reason"], removal["rule"], removal["text"]) == (
            "share",
            "generic/share-bar",
            "Share this story",
        )
    assert {pair["kind"] for pair in client.get("/articles/6/copies").json()} <= {"exact", "near", "rewrite"}
    cluster = client.get("/articles/6/cluster").json()
    assert cluster is None or 6 in [one["id"] for one in cluster["articles"]]
    assert client.get("/clusters").status_code == 200


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    """An unknown article, revision or outlet is 404 and says so; a number beyond all is a problem too."""
    for path in ("/articles/99", "/articles/99/revisions", "/articles/99/copies", "/articles/99/cluster"):
        assert client.get(path).json()["detail"] == "there is no article 99"
    assert client.get("/articles/1/removals", params={"revision": 9}).status_code == 404
    assert client.get("/sources/other.example").status_code == 404
    assert client.get("/sources/other.example/health").status_code == 404
    assert client.get("/articles/99999999999999999999").status_code == 422


def test_what_is_known_is_not_sent_again(client: TestClient) -> None:
    """An answer has an ETag; with it, only what changed is sent."""
    first = client.get("/articles/2")
    again = client.get("/articles/2", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/articles/2", headers={"If-None-Match": '"other"'}).status_code == 200


def test_outlets_have_their_place_in_the_schedule(client: TestClient, store: Store) -> None:
    """An outlet comes with what is stored of it, its crawls, and when it is crawled next; a crawl can be asked for."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    store.database.write(schedule.add, ["sample.example"], at)
    Memory(store.database).note_run(CrawlRow(source="sample.example", started_at=at, new=6))
    (outlet,) = client.get("/sources").json()
    assert (outlet["name"], outlet["articles"], outlet["next_at"]) == ("sample.example", 6, at.isoformat())
    assert client.get("/sources/sample.example").json() == outlet
    health = client.get("/sources/sample.example/health").json()
    assert health["crawls"][0]["new"] == 6 and [one["source"] for one in client.get("/health").json()]
    asked = client.post("/sources/sample.example/crawl")
    assert asked.status_code == 202 and asked.json()["source"] == "sample.example"
    row = store.database.read(schedule.row, "sample.example")
    assert row is not None and row.wanted_at is not None
    assert client.get("/failures").json() == []


def test_a_database_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    """With the database gone, routes answer 503, and so does /readyz; /healthz goes on."""
    archive = tmp_path / "archive"
    with (
        open_store(f"sqlite:///{tmp_path / 'news.db'}", archive=archive, patience=0) as store,
        wired(store, Config(), local=True) as service,
    ):
        client = TestClient(create_app(service), base_url="http://127.0.0.1:8000", client=LOOPBACK)
        assert client.get("/articles").status_code == 200
        store.database.close()
        for file in tmp_path.glob("news.db*"):
            file.unlink()
        (tmp_path / "news.db").mkdir()
        assert client.get("/articles").status_code == 503
        assert client.get("/readyz").json()["detail"] == "the database does not answer"
        assert client.get("/healthz").status_code == 200


def test_the_quick_way_says_the_same(url: str, tmp_path: Path) -> None:
    """What is handed on as it lies in the rows equals what the objects say, in both databases."""
    with open_store(url, archive=tmp_path / "archive") as store:
        fill(store)
        put(store, page(b"<p>7</p>", "https://www.sample.example/7", fetched_at=None, source=""), ODD)
        for row in store.articles():
            found = store.database.read(quick.article, row.id)
            assert found is not None and orjson.loads(orjson.dumps(found)) == json.loads(json.dumps(row_as_dict(row)))
        ids = [3, 1, 7, 99, 6]
        rows = store.database.read(quick.listed, ids)
        assert orjson.loads(orjson.dumps(rows)) == [listed_as_dict(row) for row in store.database.read(listed, ids)]
        assert store.database.read(quick.article, 99) is None and store.database.read(quick.listed, []) == []


def test_the_quick_search_says_the_same(url: str, tmp_path: Path) -> None:
    """The index alone gives the answers, texts and scores that the whole query gives, and never an old revision."""
    with open_store(url, archive=tmp_path / "archive") as store:
        fill(store)
        store.settle()
        query, whole = parse("wharfinger"), Filters(source="sample.example")
        for limit, offset in ((20, 0), (2, 1), (5, 99)):
            quickly = store.database.read(quick.answers, query, Filters(), limit, offset)
            slowly = store.database.read(quick.answers, query, whole, limit, offset)
            assert [one.score for one in quickly] == pytest.approx([one.score for one in slowly])
            assert orjson.dumps([(one.listed, one.text) for one in quickly]) == orjson.dumps(
                [(one.listed, one.text) for one in slowly]
            )
        before = [one.listed["id"] for one in store.database.read(quick.answers, query, Filters(), 20, 0)]
        row = store.article(before[0])
        assert row is not None
        put(store, page(b"<p>new</p>", row.url), article("Nothing of the kind is in the text any more, not a word."))
        after = [one.listed["id"] for one in store.database.read(quick.answers, query, Filters(), 20, 0)]
        assert after == before[1:]
