"""JSON-LD is read as pages write it, and the page's own article is told from others."""

import pytest
from lxml import html

from cleaners.html.metadata import article_node, read_facts
from cleaners.html.metadata.jsonld import parse
from tests.cleaners.metadata.pages import URL, ld, read


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"name": "Ada"} -->',
        '//<![CDATA[\n{"name": "Ada"}\n//]]>',
        '{"name": "Ada",}',
        '{"name": "Ada"};',
        "{&quot;name&quot;: &quot;Ada&quot;}",
        '\ufeff{"name": "Ada"}',
    ],
)
def test_broken_scripts_are_mended(text: str) -> None:
    """Comments, CDATA, trailing commas, entities and marks around the JSON do no harm."""
    assert parse(text) == [{"name": "Ada"}]


def test_several_values_in_one_script() -> None:
    """Every value of a script counts, control characters and all."""
    assert parse('{"name": "A\nda"} {"name": "Ben"}') == [{"name": "A\nda"}, {"name": "Ben"}]


def test_fields_are_saved_from_what_is_no_json() -> None:
    """A quotation mark inside a string breaks the script; its plain fields are still read."""
    text = '{"@type": "NewsArticle", "description": "The "old" pier", "datePublished": "2024-05-12"}'
    assert parse(text) == [{"@type": "NewsArticle", "datePublished": "2024-05-12"}]


def test_nothing_is_read_from_nonsense() -> None:
    """A script that holds no JSON gives nothing."""
    assert parse("var a = 1") == []


def test_own_article_among_several() -> None:
    """Of several articles the page's own is the one with its address."""
    nodes = ",".join(
        f'{{"@type":"NewsArticle","headline":"Story number {n}","url":"https://www.harbour-post.example/news/{name}"}}'
        for n, name in enumerate(("pier", "ferry", "crane"))
    )
    tree = html.document_fromstring(f"<html><head>{ld('[' + nodes + ']')}</head><body><p>Text</p></body></html>")
    node = article_node(tree, URL)
    assert node is not None
    assert node["headline"] == "Story number 1"


def test_listing_has_no_article() -> None:
    """A page that lists articles, none of which is itself, has no article node, and says what it is."""
    items = ",".join(f'{{"@type":"NewsArticle","headline":"Story number {n}","url":"/n/{n}"}}' for n in range(5))
    script = ld(f'{{"@type":"CollectionPage","mainEntity":{{"@type":"ItemList","itemListElement":[{items}]}}}}')
    tree = html.document_fromstring(f"<html><head>{script}</head><body><h1>News</h1></body></html>")
    facts = read_facts(tree, URL)
    assert facts.article is None
    assert "collectionpage" in facts.page_types


@pytest.mark.parametrize(
    ("value", "expected"), [("false", False), ('"False"', False), ('"true"', True), ("true", True)]
)
def test_accessible_for_free(value: str, expected: bool) -> None:
    """`isAccessibleForFree` is read as a boolean and as the string that pages write instead."""
    page = read("<h1>Ferry</h1>", ld(f'{{"@type":"NewsArticle","headline":"Ferry","isAccessibleForFree":{value}}}'))
    assert page.is_accessible_for_free is expected


def test_other_nodes_say_nothing_about_access() -> None:
    """The site's own statement of free access is not the article's."""
    assert read("<h1>Ferry</h1>", ld('{"@type":"WebSite","isAccessibleForFree":true}')).is_accessible_for_free is None
