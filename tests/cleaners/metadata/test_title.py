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
