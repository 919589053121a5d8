"""Finding articles, on a web made of a dictionary."""

import asyncio
import gzip
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import Discovery
from crawler.discovery.feeds import feed_links, read_feed
from crawler.discovery.fetching import Fetched
from crawler.discovery.pages import article_links, feed_addresses
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.span import Span
from crawler.sources import Source
from crawler.troubles import FetchError, Trouble

HOME = "https://news.example/"
RSS = '<rss version="2.0"><channel><title>E</title>{}</channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>E</title><entry><link href="/atom-1"/></entry></feed>'
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def rss(*paths: str) -> bytes:
    """A feed with links."""
    return RSS.format("".join(f"<item><title>t</title><link>{path}</link></item>" for path in paths)).encode()


def sitemap(*rows: str) -> bytes:
    """A sitemap with `<url>` elements of the given contents."""
    return f"<urlset {NS}>{''.join(f'<url>{row}</url>' for row in rows)}</urlset>".encode()


def index(*rows: str) -> bytes:
    """A sitemap index with `<sitemap>` elements of the given contents."""
    return f"<sitemapindex {NS}>{''.join(f'<sitemap>{row}</sitemap>' for row in rows)}</sitemapindex>".encode()


class Web:
    """A fetcher on a dictionary from path to body; everything else is a 404."""

    def __init__(self, pages: dict[str, bytes], robots_sitemaps: tuple[str, ...] = ()) -> None:
        self.pages, self.robots_sitemaps = pages, list(robots_sitemaps)
        self.asked: list[str] = []

    async def get(self, url: str, known: object = None) -> Fetched:
        self.asked.append(url)
        path = "/" + url.removeprefix(HOME)
        if path not in self.pages:
            raise FetchError(Trouble.HTTP_STATUS, "404 Not Found")
        return Fetched(url=url, body=self.pages[path])


def discover(
    web: Web, limit: int = 100, span: Span | None = None, **keys: object
) -> tuple[list[str], list[tuple[str, str]]]:
    """The paths found, and the troubles reported."""
    troubles: list[tuple[str, str]] = []

    async def report(url: str, trouble: Trouble, detail: str) -> None:
        troubles.append((url.removeprefix(HOME), trouble.value))

    async def search() -> list[str]:
        source = Source.model_validate({"name": "E", "url": HOME} | keys)
        return [one.url.removeprefix(HOME) async for one in Discovery(source, web, report, span=span).candidates(limit)]

    return asyncio.run(search()), troubles


def test_named_places_are_the_only_ones_asked() -> None:
    """Where the file names a feed, neither the front page nor anything else is fetched."""
    web = Web({"/f": rss("https://news.example/1#top", "/2", "/2")})
    assert discover(web, feeds=["/f"]) == (["1", "2"], [])
    assert web.asked == [HOME + "f"]


def test_linked_feed_and_sitemap_of_robots() -> None:
    """The front page's alternate links and robots.txt's Sitemap lines are followed; a comments feed is not."""
    home = b"""<html><link rel="alternate" type="application/rss+xml" href="f">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed"></html>"""
    web = Web({"/": home, "/f": rss("/1"), "/s.xml": sitemap("<loc>/2</loc>")}, (HOME + "s.xml",))
    assert discover(web) == (["1", "2"], [])


def test_common_paths_are_tried_silently() -> None:
    """Without links the usual paths are tried, the first that holds a feed serves, and missing ones are no failure."""
    web = Web({"/": b"<html><p>hello</html>", "/rss.xml": b"<html>no feed</html>", "/atom.xml": ATOM.encode()})
    assert discover(web) == (["atom-1"], [])


def test_section_links_are_the_last_resort() -> None:
    """Without feeds and sitemaps the front page's links that look like articles are taken."""
    home = b"""<html><nav><a href="/sport">Sport</a><a href="/about-us">About us</a></nav>
      <a href="/2025/09/12/ferry">Ferry</a> <a href="/town/roof-slate#c">Roof to be mended in slate</a>
      <a href="https://elsewhere.example/2025/09/12/x">else</a></html>"""
    assert discover(Web({"/": home})) == (["2025/09/12/ferry", "town/roof-slate"], [])


def test_address_that_is_a_feed_itself() -> None:
    """A source whose address is a feed or a sitemap is read as one, and asked for once."""
    web = Web({"/": rss("/1")})
    assert discover(web) == (["1"], [])
    assert web.asked == [HOME]
    assert discover(Web({"/": sitemap("<loc>/2</loc>")})) == (["2"], [])


def test_page_below_the_front_page_is_asked_for_too() -> None:
    """A given address that is no front page may be an article."""
    web = Web(
        {"/a/story": b'<html><link rel="alternate" type="application/rss+xml" href="/f"></html>', "/f": rss("/1")}
    )
    assert discover(web, url=HOME + "a/story") == (["a/story", "1"], [])


def test_trouble_with_one_place_does_not_lose_the_others() -> None:
    """A missing feed and a feed that is none are reported, and the rest is found."""
    web = Web({"/page": b"<html>", "/f": rss("/1")})
    found, troubles = discover(web, feeds=["/gone", "/page", "/f"], sitemaps=["/page"])
    assert found == ["1"]
    assert troubles == [("gone", "http-status"), ("page", "not-a-feed"), ("page", "not-a-sitemap")]


def test_unreachable_start_is_reported_once() -> None:
    """A start that cannot be had is the only line."""
    assert discover(Web({})) == ([], [("", "http-status")])


def test_nothing_found_is_reported() -> None:
    """An outlet where nothing is found gets a line that says so."""
    assert discover(Web({"/": b"<html><p>soon</html>"})) == ([], [("", "nothing-found")])


def test_limit_and_patterns() -> None:
    """At most `limit` addresses are given, and none that the file denies or that is not on the web."""
    web = Web({"/f": rss("/tag/1", "/2", "javascript:void(0)", "file:///etc/hosts", "/3", "/4")})
    assert discover(web, limit=2, feeds=["/f"], deny=["/tag/"])[0] == ["2", "3"]


def test_file_addresses_are_never_fetched() -> None:
    """A sitemap that robots.txt puts at a file: address is a trouble, not a fetch."""
    web = Web({"/": b"<html>"}, ("file:///etc/passwd",))
    assert discover(web) == ([], [("file:///etc/passwd", "download")])
    assert web.asked == [HOME]


def test_index_newest_first_and_loops_end() -> None:
    """The children of an index are read newest first, and an index that lists itself does no harm."""
    web = Web(
        {
            "/i": index(
                "<loc>/old</loc><lastmod>2024-01-01</lastmod>",
                "<loc>/new</loc><lastmod>2025-01-01</lastmod>",
                "<loc>/i</loc>",
            ),
            "/old": sitemap("<loc>/a</loc>"),
            "/new": gzip.compress(sitemap("<loc>/b</loc>")),
        }
    )
    assert discover(web, sitemaps=["/i"]) == (["b", "a"], [])


def test_sitemap_dates_and_pictures() -> None:
    """Pages are sorted by news date or lastmod, newest first; a picture's loc is not the page's."""
    read = read_sitemap(
        sitemap(
            "<loc>/old</loc><lastmod>2025-01-01</lastmod>",
            "<loc>/none</loc>",
            "<loc>/new</loc><news:news><news:publication_date>2025-02-01</news:publication_date></news:news>"
            '<i:image xmlns:i="urn:i"><i:loc>/picture.jpg</i:loc></i:image>',
        ),
        HOME,
    )
    assert read is not None
    assert [entry.url.removeprefix(HOME) for entry in read.pages] == ["new", "old", "none"]


def test_sitemap_entities_are_not_resolved() -> None:
    """A sitemap cannot make us read a file or swell by entities."""
    body = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>/a&e;</loc></url></urlset>'
    read = read_sitemap(body, HOME)
    assert read is not None
    assert [entry.url for entry in read.pages] == [HOME + "a"]


def test_broken_sitemaps() -> None:
    """What is no sitemap is None; a broken end loses only what follows it."""
    assert read_sitemap(b"", HOME) is None
    assert read_sitemap(b"<html><body>no</body></html>", HOME) is None
    assert read_sitemap(b"\x1f\x8bbroken", HOME) is None
    read = read_sitemap(sitemap("<loc>/a</loc>").removesuffix(b"</urlset>") + b"<url><lo", HOME)
    assert read is not None
    assert [entry.url for entry in read.pages] == [HOME + "a"]


def test_feed_text_that_looks_like_an_address_is_not_fetched() -> None:
    """A feed body that is an address or a file name is no feed; nothing is opened."""
    assert feed_links(b"https://news.example/feed", HOME) is None
    assert feed_links(b"/etc/hosts", HOME) is None


def test_one_bad_link_does_not_lose_the_others() -> None:
    """An address that cannot be parsed is left out of a feed, a sitemap and a page."""
    assert feed_links(rss("http://[", "/1"), HOME) == [HOME + "1"]
    assert article_links(b'<a href="http://[/2025/01/02/a">x</a><a href="/2025/01/02/b">x</a>', HOME) == [
        HOME + "2025/01/02/b"
    ]
    read = read_sitemap(sitemap("<loc>//[x</loc>", "<loc>/1</loc>"), HOME)
    assert read is not None
    assert [entry.url for entry in read.pages] == [HOME + "1"]


@given(st.binary(max_size=200), st.integers(0, 200))
@settings(deadline=None, max_examples=200)
def test_broken_bytes_never_raise(junk: bytes, at: int) -> None:
    """Whatever bytes stand in a feed, a sitemap or a page, reading it gives a value."""
    for body in (rss("/1", "/2"), sitemap("<loc>/1</loc>"), b"<html><a href='/a'>b</a></html>"):
        broken = body[:at] + junk + body[at:]
        for read in (feed_links, read_sitemap, feed_addresses, article_links):
            read(broken, HOME)


def test_empty_pages_have_no_links() -> None:
    """An empty body is a page without links, not an error."""
    assert feed_addresses(b"", HOME) == []
    assert article_links(b"", HOME) == []


def test_hostile_feeds_are_bounded() -> None:
    """Entities do not swell or read files, nesting and numbers of entries end, and nothing of it raises."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    bomb = b'<!DOCTYPE rss [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/hostname">' + laughs + b"]>"
    item = b"<rss><channel><item><title>x&a9;&f;</title><link>/1</link></item></channel></rss>"
    assert sum(len(entry.title) for entry in read_feed(bomb + item, HOME) or []) < 10
    outside = b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + item.replace(b"&a9;", b"")
    assert [entry.title for entry in read_feed(outside, HOME) or []] == ["x&f;"]
    assert read_feed(b"<rss>" + b"<a>" * 100_000, HOME) == []
    assert read_feed(b"<rss>" + b"<" * 1_000_000, HOME) == []
    assert len(read_feed(rss(*(f"/{n}" for n in range(5000))), HOME) or []) == 2000
    assert read_feed(b"{" + b'"a":[' * 100_000, HOME) is None
    assert read_feed(b'{"version": "https://jsonfeed.org/version/1", "items": [3, {"url": []}, {"url": "/1"}]}', HOME)


def test_one_article_has_one_address() -> None:
    """Tracking parameters, fragments and AMP variants of an address in the feed do not make it a second one."""
    web = Web({"/f": rss("/a?utm_source=rss", "/a#top", "/a/amp", "/b?id=1", "/b?id=2")})
    assert discover(web, feeds=["/f"])[0] == ["a?utm_source=rss", "b?id=1", "b?id=2"]


def test_archive_pages_of_days() -> None:
    """With a span the archive pages that the file names are read for each day, the last first; each address tells how."""
    links = "".join(f'<a href="/town/story-of-{{0}}-{name}-here">A story of the harbour {name}</a>' for name in "abc")
    web = Web({f"/archive/2026/03/{day}/": links.format(day).encode() for day in ("01", "02", "03")})
    span = Span(since=date(2026, 3, 2), until=date(2026, 3, 3))
    found, troubles = discover(web, span=span, feeds=["/f"], archives=["/archive/{year}/{month}/{day}/"])
    assert found == [f"town/story-of-{day}-{name}-here" for day in ("03", "02") for name in "abc"]
    assert web.asked[-2:] == [HOME + "archive/2026/03/03/", HOME + "archive/2026/03/02/"]
    assert troubles == []


def test_hostile_sitemaps_are_bounded() -> None:
    """Entities do not swell or read files, nesting and numbers end, a gzip bomb is read up to the protocol's limit."""
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10) for n in range(9))
    head = b'<!DOCTYPE urlset [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/hostname">' + laughs + b"]>"
    bomb = read_sitemap(head + b"<urlset><url><loc>/1?&a9;&f;</loc></url><url><loc>/2</loc></url></urlset>", HOME)
    assert bomb is None or all(len(page.url) < 60 for page in bomb.pages)
    assert read_sitemap(b"<urlset>" + b"<a>" * 100_000, HOME) is None
    many = read_sitemap(b"<urlset>" + b"<url><loc>/1</loc></url>" * 50_100, HOME)
    assert many is not None and len(many.pages) == 50_000
    assert read_sitemap(gzip.compress(b"<urlset><url><loc>/1</loc></url>" + b" " * 60_000_000, 1), HOME) is not None


def test_span_of_days() -> None:
    """With a span the sitemaps of its months are read, others are not asked for, and only its days are taken."""
    names = [("/sitemap-2025-12.xml", "2026-01-01"), ("/sitemap-2026-02.xml", "2026-03-02"), ("/old.xml", "2020-01-01")]
    web = Web(
        {
            "/f": rss("/2026/02/10/in-feed"),
            "/i": index(*(f"<loc>{name}</loc><lastmod>{changed}</lastmod>" for name, changed in names)),
            "/sitemap-2026-02.xml": sitemap(
                "<loc>/2026/02/09/before</loc><lastmod>2026-02-11</lastmod>",
                "<loc>/2026/02/10/first</loc><lastmod>2026-03-01</lastmod>",
                "<loc>/last</loc><lastmod>2026-02-12T23:00:00+01:00</lastmod>",
                "<loc>/after</loc><lastmod>2026-02-13</lastmod>",
                "<loc>/undated</loc>",
            ),
        }
    )
    span = Span(since=date(2026, 2, 10), until=date(2026, 2, 12))
    found, troubles = discover(web, span=span, feeds=["/f"], sitemaps=["/i"])
    assert (found, troubles) == (["2026/02/10/first", "last"], [])
    assert web.asked == [HOME + "i", HOME + "sitemap-2026-02.xml"]
