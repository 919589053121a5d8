"""What a feed or sitemap says fills what the page leaves open, and nothing else."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

import cleaners
from cleaners.listed import with_listed
from cleaners.types import Article, Metadata, Page

FETCHED = datetime(2026, 3, 2, 12, tzinfo=UTC)
RSS = {"title": "title", "date": "pubDate", "authors": "dc:creator"}
MOMENT = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
LISTED: dict[str, Any] = {
    "how": "feed",
    "title": "Fog holds the ferries",
    "date": "Sun, 01 Mar 2026 09:00:00 +0100",
    "authors": ["Ada Quill"],
    "names": RSS,
}


def fill(metadata: Metadata | None = None, **listed: Any) -> Metadata:
    """The metadata with what the feed says."""
    return with_listed(metadata or Metadata(), LISTED | listed, FETCHED)


def test_what_the_page_does_not_state() -> None:
    """Title, date and authors come from the feed, with the elements that state them as evidence."""
    found = fill()
    assert (found.title, found.published_at, found.authors) == ("Fog holds the ferries", MOMENT, ("Ada Quill",))
    assert found.evidence == {"title": "feed:title", "published_at": "feed:pubDate", "authors": "feed:dc:creator"}


def test_what_the_page_states_stays() -> None:
    """Nothing that the page states itself is touched, however much it differs."""
    own = Metadata(title="Ferries stay in", authors=("Ben Tern",), published_at=datetime(2026, 2, 28, 8, tzinfo=UTC),
                   evidence={"title": "h1", "authors": "byline", "published_at": "json-ld:datePublished"})  # fmt: skip
    assert fill(own) == own


@pytest.mark.parametrize(
    ("stated", "where", "taken"),
    [
        (date(2026, 3, 1), "time", True),
        (date(2026, 3, 2), "time", False),
        (date(2026, 3, 2), "url", True),
        (date(2026, 2, 27), "url", False),
    ],
)
def test_a_day_becomes_a_moment(stated: date, where: str, taken: bool) -> None:
    """A day gains the feed's time of that day; only a day out of the address may be one off."""
    found = fill(Metadata(published_at=stated, evidence={"published_at": where}))
    assert found.published_at == (MOMENT if taken else stated)
    assert found.evidence["published_at"] == ("feed:pubDate" if taken else where)


@pytest.mark.parametrize(
    "listed",
    [
        {"names": RSS | {"date": "updated"}},
        {"names": {"date": "lastmod"}, "how": "sitemap"},
        {"names": {}},
        {"date": "Mon, 02 Mar 2026 14:00:00 GMT"},
        {"date": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"date": "soon"},
        {"how": "section"},
        {"how": "given"},
        {"date": 5, "authors": 7, "title": None},
    ],
)
def test_dates_that_say_nothing_of_publication(listed: dict[str, Any]) -> None:
    """A date of change, of the future, of the epoch or of no named element is none; odd JSON is passed over."""
    assert fill(**listed).published_at is None


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Fog holds…", "Fog holds the ferries"),
        ("Fog holds ...", "Fog holds the ferries"),
        ("Fog lifts…", "Fog lifts…"),
        ("Fog", "Fog"),
    ],
)
def test_a_title_that_is_cut(stated: str, title: str) -> None:
    """A title that ends in dots is made whole where the feed's begins with it."""
    assert fill(Metadata(title=stated)).title == title


@pytest.mark.parametrize(
    ("given", "authors"),
    [
        (["By Ada Quill and Ben Tern"], ("Ada Quill", "Ben Tern")),
        (["Reuters"], ("Reuters",)),
        (["admin"], ()),
        (["web@harbour.example"], ()),
        (["The Harbour Ledger"], ()),
    ],
)
def test_authors_are_persons_and_agencies(given: list[str], authors: tuple[str, ...]) -> None:
    """Accounts, addresses and the outlet itself are no authors."""
    assert fill(Metadata(site_name="The Harbour Ledger"), authors=given).authors == authors


def test_the_outlet_itself_gives_way_to_a_person() -> None:
    """An article that the page signs with the outlet's name has the author whom the feed names."""
    own = Metadata(authors=("Harbour Ledger",), site_name="Harbour Ledger", evidence={"authors": "json-ld:author"})
    assert fill(own).authors == ("Ada Quill",)


def test_the_pipeline_fills_it_in() -> None:
    """A page without a date, cleaned with its listing, has the listing's."""
    text = "".join(
        f"<p>{f'Paragraph {n} of the story tells what the harbour did that week and why. ' * 3}</p>" for n in range(5)
    )
    body = f"<html><body><article><h1>Fog holds the ferries</h1>{text}</article></body></html>".encode()
    page = Page(body=body, url="https://a.example/x", content_type="text/html", fetched_at=FETCHED, listed=LISTED)
    article = cleaners.clean(page, cleaners.load_rules())
    assert isinstance(article, Article)
    assert (article.metadata.published_at, article.metadata.evidence["published_at"]) == (MOMENT, "feed:pubDate")
    assert article.metadata.evidence["title"] != "feed:title"
