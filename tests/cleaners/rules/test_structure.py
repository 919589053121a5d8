"""Structure rules: data in generic.toml that sets flags on what an element holds."""

import pytest
from pydantic import ValidationError

from cleaners.html.structure import STRUCTURE, Flag, class_flags, element_flags
from cleaners.rules.structure import Structure, package_structure


def test_flags_are_named_by_rule() -> None:
    """Every rule has a flag of its own, a power of two, under its id."""
    ids = [rule.id for rule in package_structure()]
    flags = [getattr(Flag, name.replace("class-", "c-").replace("-", "_").upper()) for name in ids]
    assert flags == [1 << number for number in range(len(ids))]
    assert len(set(ids)) == len(ids)


def test_precedence_is_the_order_in_the_file() -> None:
    """The rules that tell a reason come in the file's order; facts without one tell none."""
    told = [label.rule for _, label in STRUCTURE]
    assert told == [f"generic/{rule.id}" for rule in package_structure() if rule.reason is not None]
    assert told[0] == "generic/hidden"


@pytest.mark.parametrize(
    ("tag", "attributes", "flag"),
    [
        ("nav", {}, Flag.NAV),
        ("div", {"role": "navigation"}, Flag.NAV),
        ("div", {"hidden": ""}, Flag.HIDDEN),
        ("div", {"aria-hidden": "true"}, Flag.HIDDEN),
        ("div", {"aria-hidden": "false"}, 0),
        ("div", {"style": "color: red; Display : none"}, Flag.HIDDEN),
        ("div", {"itemprop": "articleBody"}, Flag.BODY),
        ("div", {"itemprop": "textual"}, 0),
        ("aside", {"role": "search"}, Flag.ASIDE | Flag.FORM),
        ("p", {"id": "x"}, 0),
    ],
)
def test_elements_roles_and_attributes(tag: str, attributes: dict[str, str], flag: int) -> None:
    """An element's name, role and attributes set the flags of the rules that they fit, no others."""
    assert element_flags(tag, attributes.get) == flag


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("story-byline", Flag.C_AUTHOR),
        ("storyByline", Flag.C_AUTHOR),
        ("article_body", Flag.C_BODY),
        ("download", 0),
        ("roads", 0),
        ("ad", Flag.C_AD),
        ("overflow-x-hidden", 0),
        ("md:hidden", 0),
        ("hidden-xs", 0),
        ("hidden", Flag.C_HIDDEN),
        ("d-none d-md-block", 0),
        ("d-none", Flag.C_HIDDEN),
        ("hide-for-print", 0),
        ("no-print", 0),
        ("print", Flag.C_SHARE),
        ("margin-bottom", 0),
        ("page-bottom", Flag.C_FOOTER),
        ("relative", 0),
        ("cmp-text", 0),
        ("twitter-tweet", Flag.C_EMBED),
        ("no-ads", 0),
        ("volcano-ads", Flag.C_AD),
        ("with-sidebar", 0),
        ("blog-subscription", Flag.C_PROMO),
        ("subscription", Flag.C_PAYWALL | Flag.C_PROMO),
    ],
)
def test_words_are_whole_parts_of_names(name: str, flag: int) -> None:
    """A word counts where it is a whole part of a class name or id, or two parts are: "ad" is not in "download"."""
    assert class_flags(name, "") == class_flags("", name) == flag


def test_a_rule_must_test_something() -> None:
    """A rule without elements, roles, attributes or words, or with an unknown key or bad word, is refused."""
    for row in ({}, {"elments": ["p"]}, {"words": "(("}, {"elements": ["p"], "reason": "dull"}):
        with pytest.raises(ValidationError):
            Structure.model_validate({"id": "a"} | row)
    assert Structure.model_validate({"id": "a", "words": "one\ntwo-?x"}).described() == "class or id: one|two-?x"


def test_an_articles_own_categories_say_nothing_of_its_blocks() -> None:
    """WordPress writes the names of an article's categories and tags into its class; elsewhere they are labels."""
    assert class_flags("post-7 type-post hentry category-cookies tag-twitter", "") == 0
    assert class_flags("tag-twitter", "") & Flag.C_TAGS
