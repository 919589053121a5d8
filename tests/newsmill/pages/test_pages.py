"""The pages as answers: what they hold, what they refuse, and what browsers are told to do with them."""

import html
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.pages import mount
from newsmill.pages.signing import local
from newsmill.pages.templating import web
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage import open_store
from storage.service import tokens
from tests.newsmill.cells import DOCS
from tests.newsmill.pages.conftest import Library
from tests.newsmill.pages.made import AT, ATTACK, LEDGER, POST


class Seen(HTMLParser):
    """The tags and the attributes of a page, as a parser that is not ours sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes = set[str](), set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_the_front_tells_what_came_in(client: TestClient) -> None:
    """Today's articles are there by outlet, with the counts; an empty day names the latest that is not."""
    today = client.get("/").text
    assert "7 articles from 4 outlets" in today
    assert f'href="/outlets/{LEDGER}"' in today and "Winter ferry timetable" in today
    empty = client.get("/?day=2020-01-01").text
    assert f'href="/?day={datetime.now(UTC).date()}"' in empty
    assert client.get("/?day=tomorrow").status_code == 422
    assert "1 January 1990" in client.get("/?day=0001-01-01").text and client.get("/?day=9999-12-31").status_code == 200


def test_search_finds_filters_and_turns_pages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits come ranked with their words marked; filters narrow them; pages join without a gap."""
    found = client.get("/search", params={"q": "fog signal"}).text
    assert "<mark>fog</mark>" in found.lower() and found.count('class="row-title"') == 2
    narrowed = client.get("/search", params={"q": "fog signal", "source": POST, "copies": "only"}).text
    assert narrowed.count('class="row-title"') == 1 and "River" not in narrowed
    assert client.get("/search", params={"source": POST, "since": "2031-01-01"}).text.count('class="row-title"') == 0
    feed = html.unescape(narrowed.split('">Atom</a>')[0].rpartition('href="')[2])
    assert client.get(feed).text.count("<entry>") == 1
    monkeypatch.setattr("newsmill.pages.search.SIZE", 2)
    titles, page = [], "/search?"
    while page:
        text = client.get(page).text
        titles += [part.partition("<")[0] for part in text.split('class="row-title">')[1:]]
        page = (
            text.split('rel="next" href="')[1].partition('"')[0].replace("&amp;", "&") if 'rel="next"' in text else ""
        )
    assert len(titles) == 7


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=-only", "Nothing to search for"),
        ("q=%22%22", "Nothing to search for"),
        ("since=yesterday", "is no date"),
    ],
)
def test_what_cannot_be_searched_is_said(client: TestClient, query: str, said: str) -> None:
    """A query without a word, or a bad date, is one line on the page, not an error."""
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200 and said in answer.text


def test_an_article_shows_all_of_its_page(client: TestClient, library: Library) -> None:
    """Every block of the page is there once, kept or removed, in page order, each removed one with its rule."""
    row = library.store.article(library.ids["ferry"])
    assert row is not None
    text = client.get(f"/read/{row.id}").text
    blocks = [*row.article.blocks, *(removal.block for removal in row.article.removals)]
    places = [text.index(f'id="b{index}"') for index in range(len(blocks))]
    assert places == sorted(places) and len(blocks) == text.count(' id="b')
    assert all(f">{removal.rule}</code>" in text for removal in row.article.removals)
    assert "json-ld:datePublished" in text


def test_revisions_copies_and_events_are_shown(client: TestClient, library: Library) -> None:
    """A changed article shows the sentences before and after with their words marked; a copy names what it copies."""
    text = client.get(f"/read/{library.ids['ferry']}").text
    assert "<del>The trust <b>will now look at whether</b>" in text and "<ins>The trust <b>decided on Friday" in text
    first = client.get(f"/read/{library.ids['ferry']}?revision=1").text
    assert "This is revision 1 of 2" in first and "decided on Friday" not in first.partition('id="metadata"')[0]
    copy = client.get(f"/read/{library.ids['copy']}").text
    assert "the same text, syndicated, earlier" in copy and f'href="/read/{library.ids["harbour/fog-signal"]}"' in copy
    assert client.get(f"/read/{library.ids['ferry']}?revision=9").status_code == 404


def test_stored_html_is_sent_for_a_frame_only(client: TestClient, library: Library) -> None:
    """The page comes disarmed and sandboxed, its bytes as text or as a file to keep; never as a page of ours."""
    base = f"/read/{library.ids['hostile']}"
    framed = client.get(f"{base}/page")
    policy = framed.headers["content-security-policy"]
    assert policy.startswith("sandbox;") and "default-src 'none'" in policy and "script" not in policy
    seen = Seen(framed.text)
    assert not seen.tags & {"script", "iframe", "object", "embed", "link", "base", "meta http-equiv", "svg script"}
    assert seen.attributes <= {"charset", "class", "style", "id", "lang", "type"} | {
        f"data-newsmill{more}" for more in ("", "-first", "-link")
    }
    assert client.get(f"{base}/source").headers["content-type"].startswith("text/plain")
    kept = client.get(f"{base}/source?download=1")
    assert (
        kept.headers["content-type"] == "application/octet-stream"
        and "attachment" in kept.headers["content-disposition"]
    )
    assert client.get(f"/read/{library.ids['odd']}/page").status_code == 404
    own = client.get(base).headers["content-security-policy"]
    assert "'unsafe" not in own and "default-src 'none'" in own


def test_a_text_is_framed_by_its_lines(client: TestClient, library: Library) -> None:
    """Plain text has its lines, with those marked that were removed."""
    framed = client.get(f"/read/{library.ids['text']}/page").text
    row = library.store.article(library.ids["text"])
    assert row is not None and row.article.removals
    assert framed.count('data-newsmill="') >= len(row.article.removals)
    assert all(block.text.split()[0] in framed for block in row.article.blocks)


def test_an_outlet_shows_its_health(client: TestClient) -> None:
    """What fell is said in words; crawls, failures and the file are there; an unknown outlet is not."""
    text = client.get(f"/outlets/{LEDGER}").text
    assert "Fallen:" in text and "The Harbour Ledger" in text and "too-short" in text
    assert client.get("/outlets").text.index(LEDGER) < client.get("/outlets").text.index(POST)
    assert client.get("/outlets/nowhere.example").status_code == 404


def test_a_crawl_is_asked_for_by_a_form_of_ours(client: TestClient, library: Library) -> None:
    """With the form's signature the outlet is wanted now; without it, or for an outlet without a file, nothing is."""
    from storage.service import schedule

    text = client.get(f"/outlets/{LEDGER}").text
    csrf = text.split('name="csrf" value="')[1].partition('"')[0]
    assert client.post(f"/outlets/{LEDGER}/crawl", data={"csrf": "1.x"}).status_code == 403
    assert library.store.database.read(schedule.row, LEDGER) is None
    assert client.post(f"/outlets/{POST}/crawl", data={"csrf": csrf}).status_code == 404
    done = client.post(f"/outlets/{LEDGER}/crawl", data={"csrf": csrf}, follow_redirects=False)
    assert done.status_code == 303
    line = library.store.database.read(schedule.row, LEDGER)
    assert line is not None and line.wanted_at is not None
    assert "as soon as there is room" in client.get("/outlets").text


def test_judgements_need_a_signature_and_a_block(client: TestClient, library: Library) -> None:
    """Unsigned, unfilled or about nothing, a judgement is refused and not stored."""
    from storage.service import judgements

    base = f"/read/{library.ids['text']}/blocks"
    csrf = client.get(f"{base}/0").text.split('name="csrf" value="')[1].partition('"')[0]
    good = {"csrf": csrf, "revision": "1", "verdict": "keep", "reason": "share"}
    for block, form, status in (
        (0, {**good, "csrf": ""}, 403),
        (0, {**good, "verdict": "burn"}, 422),
        (0, {**good, "reason": ATTACK}, 422),
        (0, {**good, "revision": "٣"}, 422),
        (0, {**good, "revision": "9" * 30}, 404),
        (4711, good, 404),
    ):
        assert client.post(f"{base}/{block}", data=form).status_code == status, form
    assert library.store.database.read(judgements.of_article, library.ids["text"]) == []
    assert client.get(f"{base}/4711").status_code == 404


def test_a_judgement_is_taken_back(client: TestClient, library: Library) -> None:
    """What was said stands on the block's page with its rule, until its reader takes it back."""
    base = f"/read/{library.ids['copy']}/blocks/0"
    csrf = client.get(base).text.split('name="csrf" value="')[1].partition('"')[0]
    form = {"csrf": csrf, "revision": "1", "verdict": "keep", "reason": "share", "note": "<i>mine</i>"}
    said = client.post(base, data=form).text
    assert "A rule for it" in said and "&lt;i&gt;mine&lt;/i&gt;" in said and "<i>mine" not in said
    assert "A rule for it" not in client.post(f"{base}/take-back", data={"csrf": csrf, "revision": "1"}).text
    assert client.post(f"{base}/take-back", data={"csrf": csrf, "revision": "x"}).status_code == 422


def test_errors_are_pages_for_browsers_only(client: TestClient) -> None:
    """A browser gets a page that says what is wrong, a program problem+json."""
    for_people, for_programs = (
        client.get("/read/4711"),
        client.get("/read/4711", headers={"Accept": "application/json"}),
    )
    assert "There is no article 4711" in for_people.text and for_people.status_code == 404
    assert for_programs.headers["content-type"] == "application/problem+json"
    assert client.get("/read/99999999999999999999").status_code == 422
    assert client.get("/static/../pages.css").status_code == 404


def test_a_token_opens_the_pages_of_a_guarded_service(tmp_path: Path) -> None:
    """Where a token exists, a browser without it is asked for it, gets in with it, and is out after signing out."""
    with (
        open_store(f"sqlite:///{tmp_path}/guarded.db") as store,
        wired(store, Config(seeds=tmp_path), local=True) as service,
    ):
        token = store.database.write(tokens.add, "ada", ["read"], AT)
        client = TestClient(
            create_app(service, mounts=[mount]),
            base_url="http://localhost",
            client=("127.0.0.1", 50000),
            headers={"Accept": "text/html"},
        )
        closed = client.get("/search?q=weir")
        assert closed.status_code == 401 and 'name="to" value="/search?q=weir"' in closed.text
        opened = client.post("/sign-in", data={"token": f" {token} ", "to": "/search?q=weir"})
        assert opened.status_code == 200 and str(opened.url).endswith("/search?q=weir") and "Sign out" in opened.text
        assert client.post("/try", data={"url": "https://x.example/"}).status_code == 403
        assert client.post("/sign-out", follow_redirects=False).status_code == 303
        assert client.get("/").status_code == 401


def test_signing_in_stays_on_this_site(client: TestClient) -> None:
    """The token goes into a cookie that scripts do not get; the way on leads to no other site."""
    form = {"token": "newsmill_abc", "to": "//other.example"}
    done = client.post("/sign-in", data=form, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert "HttpOnly" in done.headers["set-cookie"] and "SameSite=strict" in done.headers["set-cookie"]
    assert client.post("/sign-in", data={**form, "token": "a;b"}, follow_redirects=False).status_code == 401
    for to in ("https://other.example", "/\\other.example", "javascript:1", "", "/a\r\nSet-Cookie: b=c"):
        assert local(to) == "/"
    assert local("/read/1?revision=2") == "/read/1?revision=2"


@pytest.mark.parametrize(
    "url", ["javascript:1", "JAVASCRIPT:1", " data:x", "//x", "http:///", "https://[", "\tjavascript:1", ""]
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    """Whatever else a page calls an address is text."""
    assert web(url) == ""
    assert web("https://x.example/a") == "https://x.example/a"


def test_the_pictures_of_the_docs_are_there() -> None:
    """Every picture that the docs show exists, and every picture that was taken is shown."""
    text = (DOCS / "pages.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"\]\(pages/([\w-]+\.png)\)", text))) == sorted(
        file.name for file in (DOCS / "pages").iterdir()
    )


def test_our_files_are_kept_and_nothing_else_is_served(client: TestClient) -> None:
    """Style sheet and script may be kept for good, since their address changes with them."""
    text = client.get("/").text
    address = text.split('rel="stylesheet" href="')[1].partition('"')[0]
    answer = client.get(address)
    assert "immutable" in answer.headers["cache-control"] and answer.headers["content-type"].startswith("text/css")
    assert client.get(f"/static/{quote('..')}/templates/base.html").status_code == 404


@pytest.mark.parametrize("path", ["/", "/outlets/harbourledger.example"])
def test_every_plot_is_a_table_too(client: TestClient, path: str) -> None:
    """Whoever cannot see a plot finds its figures in a table beside it: on the front and at an outlet."""
    text = client.get(path).text
    assert text.count("plot-card") == text.count("As a table") >= 3
