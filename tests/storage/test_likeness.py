"""The measures: signatures, common wording, terms, agencies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.analysis import minhash
from storage.analysis.agencies import agency
from storage.analysis.terms import dumped, likeness, loaded, terms_of, weighed
from storage.analysis.wording import own_words, shared
from storage.analysis.words import running_words
from tests.storage.told import STORIES

words = st.lists(st.sampled_from("harbour ferry Tollness captain 212 the of storm new Grimsund . “ ”".split()))
texts = words.map(" ".join)


@settings(deadline=None)
@given(one=texts, other=texts)
def test_common_wording_is_a_share(one: str, other: str) -> None:
    """The share is between 0 and 1, whatever the order of the texts; a text shares with no longer text more than with itself."""
    a, b = own_words(one, "en"), own_words(other, "en")
    assert 0 <= shared(a, b).share <= 1
    assert (shared(a, b).runs > 0) == (shared(b, a).runs > 0)
    if sum(word is not None for word in a) <= sum(word is not None for word in b):
        assert shared(a, a).share >= shared(a, b).share


def test_names_and_quotations_are_no_wording() -> None:
    """Two texts that share titles, names and what somebody said share no wording."""
    title = "Foreign Minister Anna Maria Lindqvist Sørby of the Kingdom of Norway"
    said = "“We shall never accept that fishing boats are turned away from these waters,”"
    one = f"Yesterday evening {title} arrived late. {said} she told reporters at the quay."
    other = f"Nobody expected {title} to speak so plainly. {said} were her parting words."
    assert shared(own_words(one, "en"), own_words(other, "en")).runs == 0


def test_wording_without_spaces_between_words_counts() -> None:
    """In a script without spaces a copied sentence is common wording; five common characters are not."""
    copied = "運航会社は潮が予想より早く引いたため船が航路を外れたと説明した。"
    one, other = own_words(copied + "乗客は全員無事だった。", "ja"), own_words("海上保安庁によると、" + copied, "ja")
    assert shared(one, other).share > 0.4
    assert shared(own_words("知事は記者会見で述べた", "ja"), own_words("市長は記者会見に欠席", "ja")).runs == 0


@settings(deadline=None)
@given(st.text())
def test_running_words_take_any_text(text: str) -> None:
    """No text is an error, in any language, known or not."""
    for language in (None, "en", "de", "xx"):
        assert all(word is None or word.plain for word in running_words(text, language))


@pytest.mark.parametrize("changed", [0, 3, 10, 40])
def test_signatures_estimate_the_jaccard_similarity(changed: int) -> None:
    """The estimate is within four standard errors (0.18) of the true similarity of shingles."""
    one = STORIES["ferry-1"]
    tokens = one.split()
    for at in range(0, len(tokens), max(1, len(tokens) // (changed + 1))) if changed else ():
        tokens[at] = "otherwise"
    other = " ".join(tokens)
    a, b = set(minhash.shingles(one)), set(minhash.shingles(other))
    first, second = minhash.signatures([one, other])
    assert abs(minhash.jaccard(first, second) - len(a & b) / len(a | b)) < 0.18


def test_signatures_and_terms_come_back_from_the_database() -> None:
    """What is dumped is loaded the same."""
    (signature,) = minhash.signatures([STORIES["comet-1"]])
    assert minhash.jaccard(minhash.loaded(minhash.dumped(signature)), signature) == 1.0
    terms = terms_of("Comet", STORIES["comet-1"], "en")
    back = loaded(dumped(terms))
    assert np.array_equal(back.hashes, terms.hashes) and np.array_equal(back.names, terms.names)


def test_news_of_one_kind_is_not_news_of_one_event() -> None:
    """Texts that share only their words, or only their names, are not alike; with both they are."""
    fire = "Firefighters in {} took {} hours to put out a blaze in the barn of {}, where straw had caught fire."
    kind = [fire.format("Arlow", 12, "Lindqvist"), fire.format("Hessing", 31, "Okafor")]
    other = "Lindqvist of Arlow has won the regatta with 12 points; it rained and nobody minded."
    again = "In Arlow, firefighters needed 12 hours: a blaze in Lindqvist's barn, with straw all over the yard."
    a, b, c, d = (weighed(terms_of(None, text, "en"), 4, {}) for text in (*kind, other, again))
    values = likeness(a, [b, c, d])
    assert values[2] > 0.5 > 0.3 > max(values[:2])


def test_a_language_without_capitals_has_its_words() -> None:
    """Where a script knows no names, all its words count."""
    one, other = "市長は港の新しい橋について説明した。", "港の新しい橋は来年完成すると市長が述べた。"
    a, b = (weighed(terms_of(None, text, "ja"), 2, {}) for text in (one, other))
    assert likeness(a, [b])[0] > 0.2


@pytest.mark.parametrize(
    ("source", "authors", "text", "left_out", "name"),
    [
        ("a.example", ["Reuters"], "", [], "Reuters"),
        ("a.example", ["Ada Brook and AFP"], "", [], "AFP"),
        ("a.example", ["dpa/tmn"], "", [], "dpa"),
        ("a.example", [], "BERLIN (dpa) - Der Fluss steigt.", [], "dpa"),
        ("a.example", [], "MOSCOW, May 5. /TASS/. The river rises.", [], "TASS"),
        ("a.example", [], "The river rises.\n\n© AFP", [], "AFP"),
        ("a.example", [], "The river rises.", ["LONDON (Reuters) -"], "Reuters"),
        ("en.yna.co.kr", [], "The river rises.", [], "Yonhap"),
        ("a.example", ["Ada Brook"], "The river rises, according to the news agency Yonhap.", [], None),
        ("a.example", [], "The ap was late (a long story).", [], None),
        ("a.example", ["Pa Ndiaye"], "The river rises.", [], None),
    ],
)
def test_the_agency_is_who_is_credited(
    source: str, authors: list[str], text: str, left_out: list[str], name: str | None
) -> None:
    """An agency is credited in the byline, the dateline or the last line; one that is only quoted is not."""
    assert agency(source, authors, text, left_out) == name
