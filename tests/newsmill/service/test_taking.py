"""What is sent in: cleaned and given back, or stored on the one path, from a body or from an address."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage.memory import Memory
from storage.store import Store, open_store
from tests.crawler.served import Answer, Served
from tests.newsmill.conftest import STORY, STORY_URL
from tests.newsmill.service.conftest import LOOPBACK


@pytest.fixture(scope="module")
def outlet() -> Iterator[Served]:
    """Give an outlet on loopback."""
    answers: dict[str, Answer | str] = {
        "/weir": STORY,
        "/hidden": STORY,
        "/robots.txt": Answer("User-agent: *\nDisallow: /hidden\n", headers={"Content-Type": "text/plain"}),
        "/away": Answer("", 302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}),
    }
    with Served(answers) as served:
        yield served


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give an empty store."""
    folder = tmp_path_factory.mktemp("taking")
    with open_store(f"sqlite:///{folder / 'news.db'}", archive=folder / "archive", patience=0) as opened:
        yield opened


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, outlet: Served) -> Path:
    """Give the folder of source files, with the outlet's, which allows its private address."""
    folder = tmp_path_factory.mktemp("seeds")
    text = f'name = "River Post"\nurl = "{outlet.url}/"\nallow_private = true\ndelay = 0\n'
    (folder / "127.0.0.1.toml").write_text(text)
    return folder


@pytest.fixture(scope="module")
def client(store: Store, seeds: Path) -> Iterator[TestClient]:
    """Give a client of the service over that store, with its cleaning and fetching processes."""
    with wired(store, Config(seeds=seeds, max_page_bytes=100_000, delay=0), local=True) as service:
        yield TestClient(create_app(service), base_url="http://127.0.0.1:8000", client=LOOPBACK)


def test_a_page_is_cleaned_and_not_stored(client: TestClient, store: Store) -> None:
    """HTML and text, in JSON or as the body itself, give the article with every block; nothing is kept."""
    wanted = client.post("/clean", json={"html": STORY, "url": STORY_URL}).json()
    assert wanted["rejected"] is None and wanted["article"]["title"]
    assert {block["kept"] for block in wanted["blocks"]} == {True, False}
    raw = client.post(
        "/clean", params={"url": STORY_URL}, content=STORY.encode(), headers={"Content-Type": "text/html"}
    )
    assert raw.json() == wanted
    text = client.post("/clean", json={"text": wanted["article"]["text"]}).json()
    assert text["article"]["words"] > 50
    assert list(store.articles()) == []


def test_a_page_without_an_article_is_told(client: TestClient) -> None:
    """What is no article comes back with the reason."""
    result = client.post("/clean", json={"html": "<p>Words."}).json()
    assert result["article"] is None and result["rejected"] == "too-short" and result["detail"]


def test_bad_bodies_are_problems(client: TestClient) -> None:
    """What is no page, no JSON, too large or of a foreign type is refused with a line."""
    for sent, status in (
        ({"json": {}}, 422),
        ({"json": {"html": "a", "text": "b"}}, 422),
        ({"json": {"html": "a", "extra": 1}}, 422),
        ({"json": {"url": "https://a.example/1"}}, 422),
        ({"json": {"html": "x" * 100_001}}, 413),
        ({"json": {"html": "a", "url": "javascript:alert(1)"}}, 422),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b'{"html": "\\ud800"}', "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"\xff\xfe", "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"a", "headers": {"Content-Type": "application/pdf"}}, 415),
        ({"content": b"a"}, 415),
    ):
        answer = client.post("/clean", **sent)
        assert answer.status_code == status, (sent, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_document_is_stored_once(client: TestClient, store: Store) -> None:
    """A page that is sent in takes the path of all pages: new, then unchanged, with its bytes in the archive."""
    first = client.post("/articles", json={"html": STORY, "url": STORY_URL}).json()
    again = client.post("/articles", json={"html": STORY, "url": STORY_URL}).json()
    assert (first["fate"], again["fate"], again["article"]) == ("new", "unchanged", first["article"])
    found = client.get(f"/articles/{first['article']}").json()
    assert (found["url"], found["source"]) == (STORY_URL, "riverpost.example")
    assert STORY.encode() in store.page(first["article"]).body


def test_an_address_is_fetched_as_a_crawl_does(client: TestClient, store: Store, outlet: Served) -> None:
    """An address gives its article, with what is known of the page beside; robots.txt is obeyed, requests are counted."""
    url = f"{outlet.url}/weir"
    taken = client.post("/articles", json={"url": url}).json()
    assert taken["fate"] in ("new", "duplicate"), taken
    memory = Memory(store.database)
    assert memory.evidence(url)["found"] == {"how": "given"} and memory.asked("127.0.0.1") >= 1
    refused = client.post("/articles", json={"url": f"{outlet.url}/hidden"}).json()
    assert (refused["fate"], refused["why"]) == ("failed", "robots")
    assert "/hidden" not in outlet.asked and "newsmill" in outlet.sent[-1]["User-Agent"]
    (failure,) = client.get("/failures").json()
    assert failure["url"].endswith("/hidden")


def test_private_addresses_are_not_reached(client: TestClient, outlet: Served) -> None:
    """Neither an address of this machine or of a cloud, nor a redirect to one, nor a name that leads there is followed."""
    port = urlsplit(outlet.url).port
    before = len(outlet.asked)
    for url in (f"http://localhost:{port}/weir", f"http://[::ffff:127.0.0.1]:{port}/weir", "http://169.254.169.254/"):
        refused = client.post("/articles", json={"url": url}).json()
        assert (refused["fate"], refused["why"]) == ("failed", "private-address"), refused
    assert len(outlet.asked) == before
    away = client.post("/articles", json={"url": f"{outlet.url}/away"}).json()
    assert (away["fate"], away["why"]) == ("failed", "offsite")
    for bad in (
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://",
        "//a.example/",
        "http://a b.example/",
        "http://[/",
    ):
        assert client.post("/articles", json={"url": bad}).status_code == 422, bad
