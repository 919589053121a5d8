"""Site keep > site remove > generic keep > generic remove, with `until` and `max_share`."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cleaners import Block, Metadata, Reason, Rule, Rules, load_rules
from cleaners.draft import Draft, Label
from cleaners.labels import apply_rules

URL = "https://heron.example/story"
MODEL = Label(reason=None, rule="model")
WEAK = Label(reason=Reason.NOT_MAIN_TEXT, rule="model")


@pytest.fixture(scope="module")
def package() -> Rules:
    """The rules of the package."""
    return load_rules()


def rule(name: str, pattern: str, reason: Reason | None = Reason.PROMOTION, **more: object) -> Rule:
    """A rule with a pattern."""
    return replace(Rule(id=name, reason=reason, pattern=re.compile(pattern)), **more)  # type: ignore[arg-type]


def draft(*blocks: tuple[str, Label]) -> Draft:
    """A page of these blocks and labels."""
    return Draft(
        blocks=tuple(Block(index=n, text=text) for n, (text, _) in enumerate(blocks)),
        labels=tuple(label for _, label in blocks),
        metadata=Metadata(),
    )


def applied(
    package: Rules, page: Draft, *, site: tuple[Rule, ...] = (), generic: tuple[Rule, ...] = (), day: str = ""
) -> tuple[list[tuple[Reason | None, str]], list[str]]:
    """The labels that come out, and the warnings."""
    rules = replace(package, sites={"heron.example": site}, generic=generic)
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    labels, warnings = apply_rules(page, rules, URL, moment)
    return [(label.reason, label.rule) for label in labels], warnings


LONG = ("A body of some length, which the rules leave alone. " * 5, MODEL)


def test_the_levels_overrule_each_other(package: Rules) -> None:
    """Each of the four levels has its way over those below it."""
    levels = {
        "site keep": {"site": (rule("s/keep", "more", None),)},
        "site remove": {"site": (rule("s/remove", "more"),)},
        "generic keep": {"generic": (rule("g/keep", "more", None),)},
        "generic remove": {"generic": (rule("g/remove", "more"),)},
    }
    names = list(levels)
    for high, low in [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]:
        both: dict[str, tuple[Rule, ...]] = {}
        for level in (low, high):  # the order in the file does not matter
            for key, value in levels[level].items():
                both[key] = both.get(key, ()) + value
        page = draft(LONG, ("more", MODEL))
        labels, _ = applied(package, page, site=both.get("site", ()), generic=both.get("generic", ()))
        assert (labels[1][0] is None) == high.endswith("keep"), (high, low)


def test_a_site_names_what_is_removed_already(package: Rules) -> None:
    """A site's rule gives its own reason and id to a block that others removed before."""
    named = Label(reason=Reason.NAVIGATION, rule="generic/nav")
    labels, _ = applied(package, draft(LONG, ("more", named)), site=(rule("s/box", "more"),))
    assert labels[1] == (Reason.PROMOTION, "s/box")


def test_a_generic_rule_names_what_has_no_name(package: Rules) -> None:
    """A generic rule renames "not main text", but no block that has a better name."""
    named = Label(reason=Reason.TITLE, rule="generic/title")
    page = draft(LONG, ("more", WEAK), ("more", named))
    labels, _ = applied(package, page, generic=(rule("g/box", "more"),))
    assert labels[1:] == [(Reason.PROMOTION, "g/box"), (Reason.TITLE, "generic/title")]


def test_a_generic_rule_leaves_a_site_configuration_alone(package: Rules) -> None:
    """What a site configuration kept or removed is not for generic rules to change."""
    kept = Label(reason=None, rule="site-config:heron.example/body")
    labels, _ = applied(package, draft(LONG, ("more", kept)), generic=(rule("g/box", "more"),))
    assert labels[1] == (None, "site-config:heron.example/body")


def test_the_first_rule_of_a_level_decides(package: Rules) -> None:
    """Where two rules of a level fit, the first names the block."""
    two = (rule("s/one", "more"), rule("s/two", "more", Reason.SHARE))
    labels, _ = applied(package, draft(LONG, ("more", MODEL)), site=two)
    assert labels[1] == (Reason.PROMOTION, "s/one")


def test_until_is_judged_by_the_page(package: Rules) -> None:
    """A rule ends with its last day, by the time of fetching; a page of unknown time counts as recent."""
    ended = (rule("s/box", "more", until=date(2025, 3, 31)),)
    page = draft(LONG, ("more", MODEL))
    assert applied(package, page, site=ended, day="2025-03-31T23:00")[0][1][0] is Reason.PROMOTION
    assert applied(package, page, site=ended, day="2025-04-01T00:00")[0][1][0] is None
    assert applied(package, page, site=ended)[0][1][0] is None


def test_a_rule_that_takes_too_much_is_not_applied(package: Rules) -> None:
    """Above max_share nothing is removed and a warning says so; what is removed already does not count."""
    greedy = (rule("s/box", "body|more", max_share=0.5),)
    labels, warnings = applied(package, draft(LONG, ("more", MODEL)), site=greedy)
    assert labels == [(None, "model"), (None, "model")]
    assert warnings == ["s/box: not applied, it would have removed more than 50% of the text"]
    page = draft(LONG, ("more of the same, at length. " * 20, WEAK))
    assert applied(package, page, site=(rule("s/box", "^more", max_share=0.01),))[1] == []
