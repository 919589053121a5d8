"""When two addresses are one article, and when they are not."""

import pytest

from storage import Duplicate, Revised, Stored
from storage.duplicates import identity, text_key
from storage.store import Store
from tests.storage.made import HARBOUR, article, page, put

OWN = "https://www.sample.example/harbour"
TAGGED = OWN + "?utm_source=feed"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.a.example/x", "http://a.example/x"),
        ("https://a.example/x/", "https://a.example/x#top"),
        ("https://a.example:443/x", "https://A.example/x"),
    ],
)
def test_spellings_of_an_address_are_one(one: str, other: str) -> None:
    """Scheme, www, letter case of the host, default port, fragment and final slash tell no articles apart."""
    assert identity(one, None) == identity(other, None)


@pytest.mark.parametrize(
    "broken", ["https://a.example/", "not an address", "http://[", "https://a.example:99999/x", ""]
)
def test_useless_canonical_address_is_passed_over(broken: str) -> None:
    """A front page or no address at all as canonical address says nothing: the page's own address counts."""
    assert identity("https://a.example/story", broken) == "a.example/story"


def test_queries_and_paths_tell_articles_apart() -> None:
    """Addresses that differ in path or query are not one."""
    assert len({identity(f"https://a.example{end}", None) for end in ("", "/x", "/y", "/x?id=1", "/x?id=2")}) == 5


def test_equal_texts_meet_whatever_their_white_space_and_case() -> None:
    """Letter case, white space and compatibility forms do not tell texts apart; words do."""
    assert text_key("u", None, "Ｔwo  ships\n" * 30) == text_key("v", "title", "two ships " * 30)
    assert text_key("u", None, "two ships " * 30) != text_key("u", None, "two boats " * 30)


def test_short_texts_meet_only_under_one_title() -> None:
    """One line that an outlet prints under many titles does not make them one article; no text makes none."""
    assert text_key("u", "Storm", "Watch the film.") != text_key("v", "Flood", "Watch the film.")
    assert text_key("u", "Storm", "Watch the film.") == text_key("v", "STORM", "Watch the  film.")
    assert text_key("u", "Storm", "") != text_key("v", "Storm", "")


def test_own_address_takes_over_the_article(store: Store) -> None:
    """Where the canonical address turns up second, it becomes the principal one and its later changes count."""
    put(store, page(url=TAGGED), article(canonical_url=OWN))
    assert put(store, page(), article(canonical_url=OWN)) == Duplicate(url=OWN, of=1)
    row = store.article(1)
    assert row is not None
    assert row.url == OWN
    changed = page(b"changed")
    assert put(store, changed, article("New text.", canonical_url=OWN)) == Revised(url=OWN, article_id=1, number=2)
    assert put(store, page(b"x", url=TAGGED), article("New text.", canonical_url=OWN)) == Duplicate(url=TAGGED, of=1)


def test_own_address_with_a_newer_text_revises(store: Store) -> None:
    """Where the canonical address turns up second with a changed text, that is a revision."""
    put(store, page(url=TAGGED), article(canonical_url=OWN))
    changed = article(HARBOUR + " Ferries follow.", canonical_url=OWN)
    assert put(store, page(), changed) == Revised(url=OWN, article_id=1, number=2)


def test_wrong_canonical_address_loses_no_article(store: Store) -> None:
    """Two different articles that state one canonical address are both stored."""
    put(store, page(), article(canonical_url="https://www.sample.example/section/city"))
    other = page(url="https://www.sample.example/flood")
    flood = article(
        "Rain has filled cellars across northern valleys.",
        "Flood",
        canonical_url="https://www.sample.example/section/city",
    )
    assert put(store, other, flood) == Stored(url=other.url, article_id=2)


def test_same_text_in_two_outlets_is_two_articles(store: Store) -> None:
    """A copy in another outlet is an article of its own: who published it matters."""
    put(store, page(), article())
    assert isinstance(put(store, page(url="https://b.example/h", source="b.example"), article()), Stored)


def test_duplicate_that_goes_its_own_way_is_stored(store: Store) -> None:
    """An address that showed another article's text and now shows its own becomes an article."""
    second = "https://www.sample.example/other"
    put(store, page(), article())
    assert isinstance(put(store, page(url=second), article()), Duplicate)
    changed = page(b"own text", url=second)
    assert put(store, changed, article("A text of its own about tramways.", "Trams")) == Stored(
        url=second, article_id=2
    )
