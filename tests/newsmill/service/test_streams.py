"""Exports, feeds, webhooks and judgements over the API."""

import base64
import csv
import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.service.api import exports
from newsmill.service.app import create_app
from newsmill.service.jobs.telling import signed
from newsmill.service.wiring import wired
from storage.exports import parquet
from storage.exports.flat import NAMES, Row
from storage.store import Store, open_store
from tests.newsmill.service.conftest import LOOPBACK
from tests.newsmill.service.test_reading import fill
from tests.storage.made import HARBOUR, article, page, put

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store of seven articles, the last of them hostile to whoever writes XML."""
    folder = tmp_path_factory.mktemp("streams")
    with open_store(f"sqlite:///{folder / 'news.db'}", archive=folder / "archive", patience=0) as opened:
        fill(opened)
        text = f"{HARBOUR} ]]> <script>alert(1)</script> \x0b & buoy."
        put(opened, page(b"<p>7</p>", "https://www.sample.example/7?a=1&b=<2>"), article(text, 'A "title" <b>'))
        opened.settle()
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Give a client of the service over that store."""
    with wired(store, Config(seeds=Path("none")), local=True) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8000", client=LOOPBACK)


def test_an_export_is_the_same_as_the_commands(client: TestClient, store: Store) -> None:
    """JSON Lines and CSV have a row for each article with the columns of an export; `after` gives what is newer."""
    rows = [json.loads(line) for line in client.get("/export").text.splitlines()]
    assert [row["id"] for row in rows] == list(range(1, 8)) and tuple(rows[0]) == NAMES
    table = list(csv.reader(io.StringIO(client.get("/export", params={"format": "csv"}).text)))
    assert tuple(table[0]) == NAMES and len(table) == 8
    theirs = client.get("/export", params={"names": "schema.org", "author": "ada"}).text.splitlines()
    assert [json.loads(line)["@type"] for line in theirs] == ["NewsArticle"]
    until = client.get("/export").headers["newsmill-until"]
    assert client.get("/export", params={"after": until}).text == ""


def test_an_export_as_parquet(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream is one Parquet file with the rows of the others; without pyarrow it is a problem in one line."""
    answer = client.get("/export", params={"format": "parquet"})
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    table = pq.read_table(io.BytesIO(answer.content))
    rows = [json.loads(line) for line in client.get("/export").text.splitlines()]
    assert tuple(table.column_names) == NAMES
    assert table.column("text").to_pylist() == [row["text"] for row in rows]
    nothing = client.get("/export", params={"format": "parquet", "source": "no.example"})
    assert pq.read_table(io.BytesIO(nothing.content)).num_rows == 0
    monkeypatch.setattr(exports, "find_spec", lambda _: None)
    missing = client.get("/export", params={"format": "parquet"})
    assert missing.status_code == 501 and missing.headers["content-type"] == "application/problem+json"
    assert "newsmill[export]" in missing.json()["detail"]


def test_parquet_comes_in_parts() -> None:
    """A part is given away with each row group, before the next page is read: memory holds one."""
    read = 0

    def pages() -> Iterator[list[Row]]:
        nonlocal read
        for number in range(3 * parquet.GROUP):
            read += 1
            yield [[number, *[None] * (len(NAMES) - 1)]]

    parts, seen = [], []
    for part in parquet.parts(pages()):
        parts.append(part)
        seen.append(read)
    assert seen == [parquet.GROUP, 2 * parquet.GROUP, 3 * parquet.GROUP, 3 * parquet.GROUP]
    assert pq.read_table(io.BytesIO(b"".join(parts))).column("id").to_pylist() == list(range(3 * parquet.GROUP))


def test_head_is_get_without_the_body(client: TestClient) -> None:
    """HEAD has the status and headers of GET on every kind of route, errors and streams included, and no body."""
    changing = {"date", "newsmill-until"}
    for path in (
        "/articles",
        "/articles/1",
        "/articles/999",
        "/articles?limit=0",
        "/export",
        "/feed.atom",
        "/healthz",
        "/no",
    ):
        get, head = client.get(path), client.head(path)
        assert head.status_code == get.status_code and head.content == b"", path
        assert {k: v for k, v in head.headers.items() if k not in changing} == {
            k: v for k, v in get.headers.items() if k not in changing
        }, path
    etag = client.get("/articles").headers["etag"]
    assert client.head("/articles", headers={"If-None-Match": etag}).status_code == 304
    assert client.head("/clean").status_code == 405


def test_feeds_hold_the_latest_of_a_search(client: TestClient) -> None:
    """Atom and JSON Feed give what answers a search, the latest stored first, well-formed whatever the texts hold."""
    root = ElementTree.fromstring(client.get("/feed.atom").content)
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries][:2] == ['A "title" <b>', "Boat 6"]
    content = entries[0].find(f"{ATOM}content")
    assert content is not None and content.get("type") == "text" and "<script>" in (content.text or "")
    asked = client.get("/feed.json", params={"q": "wharfinger", "limit": 2}).json()
    assert [item["title"] for item in asked["items"]] == ["Boat 6", "Boat 5"]
    assert asked["items"][0]["date_published"] == "2026-03-01T00:00:00+00:00"
    first = client.get("/feed.atom")
    assert client.get("/feed.atom", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert len(ElementTree.fromstring(client.get("/feed.atom", params={"source": "no.example"}).content)) == 4


def test_webhooks_are_made_shown_and_taken_away(client: TestClient) -> None:
    """A webhook's secret is shown once; a wrong address or query makes none."""
    made = client.post("/webhooks", json={"url": "https://hooks.example/a", "q": "ferry", "source": "sample.example"})
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    hook = made.json()["id"]
    (shown,) = client.get("/webhooks").json()
    assert "secret" not in shown and shown["conditions"] == {"source": "sample.example"}
    assert client.get(f"/webhooks/{hook}").json() == shown
    assert client.get(f"/webhooks/{hook}/deliveries").json() == {"items": [], "next": None}
    assert client.post(f"/webhooks/{hook}/resume").status_code == 200
    assert client.delete(f"/webhooks/{hook}").status_code == 204
    assert client.delete(f"/webhooks/{hook}").status_code == 404
    for wrong in ({"url": "file:///etc/passwd"}, {"url": "https://a.example", "q": '"'}, {"url": "https://a\r\nb/"}):
        assert client.post("/webhooks", json=wrong).status_code == 422


def test_a_delivery_is_signed_as_the_standard_says() -> None:
    """The signature is the HMAC-SHA-256 of id, time and body under the secret's bytes."""
    secret = f"whsec_{base64.b64encode(b'k' * 32).decode()}"
    headers = signed(secret, "msg_1", datetime(2026, 3, 1, tzinfo=UTC), b'{"a": 1}')
    wanted = hmac.new(b"k" * 32, b'msg_1.1772323200.{"a": 1}', hashlib.sha256).digest()
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1772323200",
        "webhook-signature": f"v1,{base64.b64encode(wanted).decode()}",
    }


def test_a_reader_says_what_is_wrong(client: TestClient) -> None:
    """A judgement on a block is kept, listed and taken back; one on a block that is not there is refused."""
    made = client.post("/articles/2/judgements", json={"block": 1, "verdict": "keep", "note": "It belongs here."})
    assert made.status_code == 201 and made.json()["rule"] == "generic/share-bar"
    assert client.get("/articles/2/judgements").json() == [made.json()]
    assert client.get("/judgements.json").json() == {"items": [made.json()], "next": None}
    assert client.post("/articles/2/judgements", json={"block": 9, "verdict": "keep"}).status_code == 404
    assert client.post("/articles/2/judgements", json={"block": 1, "verdict": "burn"}).status_code == 422
    assert client.delete(f"/judgements/{made.json()['id']}").status_code == 204
