"""The title is the visible headline, without the site's name, a kicker or a date."""

import pytest

from tests.cleaners.metadata.pages import ld, read

SITE = '<meta property="og:site_name" content="Harbour Post">'


def test_heading_confirmed_by_open_graph_wins() -> None:
    """Of several headings the one that a stated title confirms is the title."""
    page = read(
        "<h1>Harbour Post</h1><h1>Night ferry returns to the old pier</h1><h1>Most read</h1>",
        SITE + '<meta property="og:title" content="Night ferry returns to the old pier">',
    )
    assert page.title == "Night ferry returns to the old pier"
    assert page.evidence["title"] == "h1"


@pytest.mark.parametrize(
    "stated",
    [
        "Night ferry returns | Harbour Post",
        "Night ferry returns - Harbour Post Online",
        "Harbour Post: Night ferry returns",
        "Night ferry returns – Harbour Post – 12.05.2024",
    ],
)
def test_site_name_is_no_part_of_the_title(stated: str) -> None:
    """A page without headings gives its title element without the site's name at either end."""
    head = SITE + f"<title>{stated.replace(': ', ' : ')}</title>"
    assert read("<p>Text</p>", head).title == "Night ferry returns"


def test_kicker_inside_the_heading_goes() -> None:
    """A heading that ends with a stated title loses what stands before it."""
    page = read(
        "<h1><span>Shipping</span><br>Night ferry returns to the old pier</h1>",
        '<meta property="og:title" content="Night ferry returns to the old pier">',
    )
    assert page.title == "Night ferry returns to the old pier"


def test_heading_in_a_breadcrumb_is_not_taken() -> None:
    """The last item of a breadcrumb, though an h1, does not beat the headline that JSON-LD confirms."""
    page = read(
        "<nav><h1>Ferry back soon</h1></nav><article><h2>Night ferry returns to the pier</h2></article>",
        "<title>Ferry back soon</title>" + ld('{"@type":"NewsArticle","headline":"Night ferry returns to the pier"}'),
    )
    assert page.title == "Night ferry returns to the pier"


def test_entities_and_soft_hyphens_are_resolved() -> None:
    """A title is plain text: entities read, invisible characters gone."""
    page = read("<p>Text</p>", '<meta property="og:title" content="Schiff&amp;#8217;s Fahr\u00adplan">')
    assert page.title == "Schiff’s Fahrplan"


def test_leading_date_goes() -> None:
    """Press releases put the day before the headline."""
    assert read("<h1>12.05.2024 - Night ferry returns</h1>").title == "Night ferry returns"


def test_page_without_title_has_none() -> None:
    """Nothing is guessed from the text."""
    assert read("<p>The first sentence.</p>").title is None


@pytest.mark.parametrize(
    ("stated", "url"),
    [
        ("Night ferry returns | Harbour Post Business", "https://www.harbourpost.example/ferry"),
        ("Night ferry returns | HarbourPost", "https://getharbourpost.example/ferry"),
        ("Night ferry returns | Harbour Bank Financial Services", "https://hbfs.example/ferry"),
        ("harbour.example Night ferry returns", "https://harbour.example/ferry"),
    ],
)
def test_the_host_tells_the_name_of_the_site(stated: str, url: str) -> None:
    """A site that states no name is known by its host: the words behind the last bar that hold it, or its initials."""
    assert read("<p>Text</p>", f"<title>{stated}</title>", url=url).title == "Night ferry returns"


def test_a_part_of_the_title_is_not_the_site() -> None:
    """What stands behind a bar and has nothing of the host stays."""
    assert read("<p>Text</p>", "<title>Night ferry returns | An island waits</title>").title == (
        "Night ferry returns | An island waits"
    )


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("« Nous ne paierons pas » - Harbour Post", "« Nous ne paierons pas »"),
        ("Pier: »Wir bleiben hier« - Harbour Post", "Pier: »Wir bleiben hier«"),
        ("Harbour Post: »Wir bleiben hier«", "»Wir bleiben hier«"),
        ("Harbour Post »Wir bleiben hier«", "»Wir bleiben hier«"),
        ("Harbour Post » Night ferry returns", "Night ferry returns"),
        ("Night ferry returns » Harbour Post", "Night ferry returns"),
        ("»Wir bleiben hier« » Harbour Post", "»Wir bleiben hier«"),
        ("Night ferry returns |", "Night ferry returns"),
        ("Night ferry returns │ Harbour Post", "Night ferry returns"),
        ("Night ferry returns ┃ Harbour Post Business", "Night ferry returns"),
        ("Night ferry returns - Harbour Post - Webdesign", "Night ferry returns"),
        ("Night ferry returns » Harbour Post Ferry Pages", "Night ferry returns"),
        ("Night ferry returns - The New Harbour Post", "Night ferry returns"),
        ("Night ferry returns - Harbour Post Wiki", "Night ferry returns"),
        ("Quarrel over fares - Harbour Post goes to court", "Quarrel over fares - Harbour Post goes to court"),
        (
            "Leser sind verärgert - ein Brief an die Harbour Post",
            "Leser sind verärgert - ein Brief an die Harbour Post",
        ),
    ],
)
def test_separators_and_guillemets(stated: str, title: str) -> None:
    """A guillemet that closes or opens a quote is no separator; what a separator parts off is the site where it is named."""
    head = SITE + f"<title>{stated.replace('Post: ', 'Post : ')}</title>"
    assert read("<p>Text</p>", head).title == title


def test_heading_keeps_the_quote_that_a_stated_title_lost() -> None:
    """Of two spellings with the same letters the heading's is taken where it has all of the other and more."""
    page = read(
        "<h1>»Wir bleiben hier am alten Pier«</h1>",
        SITE + '<meta property="og:title" content="»Wir bleiben hier am alten Pier">',
    )
    assert page.title == "»Wir bleiben hier am alten Pier«"


def test_of_several_headings_the_one_that_is_called_a_title() -> None:
    """Where no stated title tells, the class of one of several h1 does."""
    page = read(
        "<h1>The Quay</h1><h1 class='entry-title'>Night ferry returns</h1>",
        "<title>Of boats and their people</title>",
    )
    assert page.title == "Night ferry returns"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The Old Quay Page has seen the night ferry return to its old pier", "Night ferry returns"),
        ("Ferries and the people of the harbour - The Old Quay Page", "The Old Quay Page"),
    ],
)
def test_a_low_heading_that_says_a_small_part_of_the_title(stated: str, title: str) -> None:
    """A heading below h1 with less than half of the stated title counts only where a separator parts it off."""
    page = read("<h2>The Old Quay Page</h2><h1>Night ferry returns</h1>", f"<title>{stated}</title>")
    assert page.title == title
