"""The fields that are read as they are stated, and what holds for all of them."""

from html import escape as html_escape

from lxml import html

from cleaners.html.metadata import read_metadata
from tests.cleaners.metadata.pages import URL, ld, read

HEAD = """
<meta property="og:site_name" content="Harbour Post">
<meta property="og:description" content="It  sails &amp;amp; sings.">
<link rel="canonical" href="/news/ferry"><meta property="og:image" content="/img/ferry.jpg">
<meta property="article:section" content="Shipping"><meta property="article:tag" content="ferry">
<meta property="article:tag" content="pier">
"""


def test_stated_fields() -> None:
    """Description, section, tags, site, canonical address and image are read, addresses made absolute."""
    page = read("<h1>Ferry</h1>", HEAD)
    assert page.description == "It sails & sings."
    assert (page.section, page.tags, page.site_name) == ("Shipping", ("ferry", "pier"), "Harbour Post")
    assert page.canonical_url == "https://www.harbour-post.example/news/ferry"
    assert page.image_url == "https://www.harbour-post.example/img/ferry.jpg"


def test_language_is_iso_639_1() -> None:
    """A declared language loses its region and old or long codes are translated; nonsense is none."""
    assert read("<p>x</p>", lang="de-AT").language == "de"
    assert read("<p>x</p>", lang="deu").language == "de"
    assert read("<p>x</p>", lang="{{lang}}").language is None


def test_every_value_has_its_evidence() -> None:
    """Exactly the fields that carry a value have evidence."""
    page = read("<h1>Ferry</h1>", HEAD + ld('{"@type":"NewsArticle","headline":"Ferry","datePublished":"2024-05-12"}'))
    empty = (None, ())
    filled = {name for name in page.__dataclass_fields__ if name != "evidence" and getattr(page, name) not in empty}
    assert set(page.evidence) == filled


def test_tree_is_left_as_it_was() -> None:
    """Reading changes nothing in the tree."""
    tree = html.document_fromstring(f"<html><head>{HEAD}</head><body><h1>Ferry</h1><p>By Ada Quill</p></body></html>")
    before = html.tostring(tree)
    read_metadata(tree, URL, None)
    assert html.tostring(tree) == before


def test_page_without_address() -> None:
    """A page whose address nobody knows is read; what is relative stays out."""
    page = read("<h1>Ferry</h1>", HEAD, url="")
    assert page.title == "Ferry"
    assert page.canonical_url is None


def test_deep_nesting_is_read_in_bounded_steps() -> None:
    """A page that nests without end is read like any other."""
    body = "<h1>Ferry</h1>" + '<div class="author">' * 3000 + "By Ada Quill"
    tree = html.document_fromstring(f"<html><body>{body}</body></html>", parser=html.HTMLParser(huge_tree=True))
    assert read_metadata(tree, URL, None).title == "Ferry"


def test_site_name_is_a_name() -> None:
    """An address, what a template left unfilled, and the article's own title are no name of a site."""
    title = "Night ferry returns to the old pier after eleven quiet years on the quay"
    for stated in ("{$site.name}", "<%= site %>", "https://www.harbour-post.example", title):
        head = f'<meta property="og:site_name" content="{html_escape(stated)}">'
        page = read(f"<h1>{title}</h1>", head + ld('{"@type":"WebSite","name":"Harbour Post"}'))
        assert page.site_name == "Harbour Post"
        assert page.evidence["site_name"] == "json-ld:WebSite"
