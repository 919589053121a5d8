"""Every kind of feed gives the same entries."""

from datetime import UTC, datetime

import pytest

from crawler.discovery.candidates import moment
from crawler.discovery.feeds import read_feed

HOME = "https://news.example/"
NAMESPACES = """xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/"
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" """
FEEDS = {
    "RSS 0.91": b"""<!DOCTYPE rss PUBLIC "-//Netscape" "http://x.invalid/rss-0.91.dtd"><rss version="0.91"><channel>
      <item><title>Fog &amp; ice</title><link>/1</link></item></channel></rss>""",
    "RSS 1.0": f"""<rdf:RDF {NAMESPACES}><item rdf:about="/1"><title>Fog &amp; ice</title><link>/1</link>
      <dc:creator>Ada Quill</dc:creator><dc:date>2026-03-01T09:00:00+01:00</dc:date></item></rdf:RDF>""".encode(),
    "RSS 2.0": b"""\n<?xml version="1.0"?><rss version="2.0"><channel><item><title><![CDATA[Fog & ice]]></title>
      <guid>https://news.example/1</guid><author>ada@news.example (Ada Quill)</author>
      <pubDate>Sun, 01 Mar 2026 09:00:00 +0100</pubDate></item></channel></rss>""",
    "Atom": b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Fog &amp; ice</title>
      <link rel="self" href="/1.atom"/><link rel="alternate" href="/1"/><author><name>Ada Quill</name></author>
      <published>2026-03-01T08:00:00Z</published></entry></feed>""",
    "JSON Feed": b"""{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/1",
      "title": "Fog & ice", "authors": [{"name": "Ada Quill"}], "date_published": "2026-03-01T09:00:00+01:00"}]}""",
}


@pytest.mark.parametrize("kind", FEEDS)
def test_every_kind_of_feed(kind: str) -> None:
    """Address, title, author and moment are read from every kind of feed; RSS 0.91 has no author and no date."""
    (entry,) = read_feed(FEEDS[kind], HOME) or []
    assert (entry.url, entry.title) == (HOME + "1", "Fog & ice")
    if kind != "RSS 0.91":
        assert entry.authors == ("Ada Quill",)
        assert moment(entry.date) == datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("RSS 0.91", {"title": "title"}),
        ("RSS 1.0", {"title": "title", "date": "dc:date", "authors": "dc:creator"}),
        ("RSS 2.0", {"title": "title", "date": "pubDate", "authors": "author"}),
        ("Atom", {"title": "title", "date": "published", "authors": "author"}),
        ("JSON Feed", {"title": "title", "date": "date_published", "authors": "authors"}),
    ],
)
def test_elements_are_named(kind: str, names: dict[str, str]) -> None:
    """Each entry tells which element of the feed each of its words was read from."""
    (entry,) = read_feed(FEEDS[kind], HOME) or []
    assert entry.names == names


def test_time_of_the_feed_is_none_of_its_entries() -> None:
    """Where all entries carry the very same time it is the feed's; it orders them and is no evidence."""
    same = "<pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate>"
    for times, kept in ((3, False), (2, True)):
        items = "".join(f"<item><link>/{n}</link>{same}</item>" for n in range(times))
        entries = read_feed(f"<rss><channel>{items}</channel></rss>".encode(), HOME) or []
        assert [("date" in entry.names, bool(entry.date)) for entry in entries] == [(kept, True)] * times
