"""Authors are the people the page names, and organisations only where it names no one else."""

import pytest

from cleaners.html.metadata.names import clean_names
from tests.cleaners.metadata.pages import ld, read

HEAD = "<h1>Night ferry returns</h1>"
SITE = '<meta property="og:site_name" content="Harbour Post">'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Quill", ["Ada Quill"]),
        ("Von Jonas Ufer und Mia Strand, Hamburg", ["Jonas Ufer", "Mia Strand"]),
        ("Por Lucía Mar y Pedro Costa", ["Lucía Mar", "Pedro Costa"]),
        ("Ada Quill, Senior Correspondent", ["Ada Quill"]),
        ("Ada Quill ada.quill@harbour.example @adaq", ["Ada Quill"]),
        ("Ein Kommentar von Jonas Ufer", ["Jonas Ufer"]),
        ("Jonas Ufer, Mia Strand und Olaf Kai", ["Jonas Ufer", "Mia Strand", "Olaf Kai"]),
        ("Mia Strand, dpa", ["Mia Strand", "dpa"]),
        ("Texte: Luc Durand", ["Luc Durand"]),
        ("Автор: Анна Морская", ["Анна Морская"]),
        ("Per Olsson", ["Per Olsson"]),
        ("Oleh Hawanko", ["Oleh Hawanko"]),
        ("Oleh Budi Laut", ["Budi Laut"]),
        ("Mia Strand 12. Mai 2024, 08:15 Uhr", ["Mia Strand"]),
        ("View all posts by Ada Quill", []),
        ("Photo: Ada Quill", []),
        ("12 May 2024", []),
        ("admin", []),
    ],
)
def test_names_in_a_byline(text: str, names: list[str]) -> None:
    """A byline gives its names without "By", job, address, handle, place or date."""
    assert clean_names(text, set(), from_page=True) == names


def test_json_ld_reference_is_followed() -> None:
    """An author given as a reference to a node of the graph is that node's name."""
    graph = ld(
        '{"@graph":[{"@type":"NewsArticle","headline":"Night ferry returns","author":[{"@id":"#ada"}]},'
        '{"@type":"Person","@id":"#ada","name":"Ada Quill"}]}'
    )
    page = read(HEAD + "<p class='byline'>By Ada Quill</p>", graph)
    assert page.authors == ("Ada Quill",)
    assert page.evidence["authors"] == "json-ld:author"


def test_byline_beats_the_site_that_poses_as_author() -> None:
    """Where JSON-LD gives the site, the person in the byline is the author."""
    script = ld(
        '{"@type":"NewsArticle","headline":"Night ferry returns","author":{"@type":"Person","name":"Harbour Post"}}'
    )
    page = read(HEAD + '<div class="author">By <a rel="author" href="/a/q">Ada Quill</a></div>', SITE + script)
    assert page.authors == ("Ada Quill",)


def test_organisation_stands_where_no_one_is_named() -> None:
    """An article that its JSON-LD gives to an organisation alone is that organisation's."""
    script = ld(
        '{"@type":"NewsArticle","headline":"Ferry returns","author":{"@type":"Organization","name":"Harbour Post"}}'
    )
    assert read(HEAD, SITE + script).authors == ("Harbour Post",)


def test_byline_completes_json_ld() -> None:
    """JSON-LD that names the first of two authors is completed by the byline."""
    script = ld(
        '{"@type":"NewsArticle","headline":"Night ferry returns","author":{"@type":"Person","name":"Ada Quill"}}'
    )
    page = read(HEAD + '<p class="byline">By Ada Quill and Ben Rope</p>', script)
    assert page.authors == ("Ada Quill", "Ben Rope")


def test_commenters_and_teasers_are_no_authors() -> None:
    """Names in comments, teasers and photo credits are not the article's."""
    page = read(
        HEAD
        + "<p>Text.</p><div class='comments'><span class='comment-author'>Rude Reader</span></div>"
        + "<section class='related'><span class='author'>Other Writer</span></section>"
    )
    assert page.authors == ()


def test_meta_author_needs_to_be_shown() -> None:
    """The name in a meta element is often the web designer's: it counts when the page shows it."""
    meta = '<meta name="author" content="Dora Design">'
    assert read(HEAD + "<p>Text</p>", meta).authors == ()
    assert read(HEAD + "<p>Dora Design writes from the quay.</p>", meta).authors == ("Dora Design",)


def test_line_that_begins_with_by() -> None:
    """A byline that nothing marks is read from its wording."""
    page = read(HEAD + "<p>Von Jonas Ufer</p><p>Der Dampfer legte an.</p>", lang="de")
    assert page.authors == ("Jonas Ufer",)
    assert page.evidence["authors"] == "byline-text"


def test_page_that_names_no_one() -> None:
    """No author is made up from the text."""
    assert read(HEAD + "<p>Captain Ada Quill said the ferry was late.</p>").authors == ()
