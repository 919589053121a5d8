"""Which spellings of an address are one article's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.addresses import host_name, is_plain, normalised
from storage.duplicates import identity
from storage.store import Store
from tests.storage.told import STORIES, tell

PLAIN = "https://www.ledger.example/2026/03/harbour"
VARIANTS = (
    f"{PLAIN}?utm_source=feed&utm_medium=rss",
    f"{PLAIN}?fbclid=IwAR0x",
    f"{PLAIN}?gclid=1&mc_cid=2",
    f"{PLAIN}/amp",
    f"{PLAIN}/amp/",
    f"{PLAIN}?amp=1",
    f"{PLAIN}?outputType=amp",
    "https://amp.ledger.example/2026/03/harbour",
    "https://www.ledger.example/amp/2026/03/harbour",
    "https://m.ledger.example/2026/03/harbour",
    "http://mobile.ledger.example/2026/03/harbour/",
    "https://ledger.example/2026/03/harbour.amp",
    "https://www-ledger-example.cdn.ampproject.org/c/s/www.ledger.example/2026/03/harbour",
    "https://www.google.com/amp/s/www.ledger.example/2026/03/harbour",
    f"{PLAIN}#comments",
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_variants_are_one_address(variant: str) -> None:
    """Tracking parameters, AMP and mobile variants, caches of AMP pages and fragments tell no articles apart."""
    assert identity(variant, None) == identity(PLAIN, None)
    assert not is_plain(variant) or "#" in variant


def test_an_international_host_is_one_in_both_spellings() -> None:
    """A page that states its address in its own script is the one that was asked for in ASCII."""
    assert normalised("https://www.bücher.example/1") == normalised("https://xn--bcher-kva.example/1")
    assert is_plain("https://bücher.example/1")
    assert host_name("ü" * 80 + ".example") == "ü" * 80 + ".example"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/story?id=1&utm_id=3", "https://a.example/story?id=2&utm_id=3"),
        ("https://a.example/camp", "https://a.example/c"),
        ("https://a.example/lamp", "https://a.example/l"),
        ("https://sport.a.example/x", "https://a.example/x"),
        ("https://m.example/x", "https://example/x"),
        ("https://a.example/x?view=full", "https://a.example/x"),
        ("https://www.google.com/amp-guide", "https://www.google.com/guide"),
    ],
)
def test_other_addresses_stay_apart(one: str, other: str) -> None:
    """What names an article stays in its address: parameters, words that end in amp, other hosts of an outlet."""
    assert normalised(one) != normalised(other)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.ledger.example", "ledger.example"),
        ("M.Ledger.example", "ledger.example"),
        ("amp.www.ledger.example", "ledger.example"),
        ("m.tv", "m.tv"),
        ("amp.dev", "amp.dev"),
        ("metro.example", "metro.example"),
    ],
)
def test_an_outlet_has_one_name(host: str, name: str) -> None:
    """Hosts of variants are the outlet's; a host that is called so itself keeps its name."""
    assert host_name(host) == name


@settings(deadline=None)
@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    """Whatever stands where an address should, there is an answer, and the article has an identity."""
    for url in (text, f"https://{text}", f"https://a.example/{text}", f"https://a.example/?{text}"):
        assert normalised(url) is None or normalised(url)
        assert identity(url, text) is not None


def test_the_amp_page_of_an_article_is_no_second_article(store: Store) -> None:
    """The mobile and the AMP page of a stored article belong to it, and the plain address is the principal one."""
    text = STORIES["ferry-1"]
    first = tell(store, text, VARIANTS[0])
    assert {tell(store, text, variant) for variant in (VARIANTS[7], VARIANTS[9], PLAIN, VARIANTS[3])} == {first}
    row = store.article(first)
    assert row is not None
    assert (row.url, row.source) == (PLAIN, "ledger.example")
