"""Rules that are offered for a judged block: each is one that loads, and does what it says."""

import tomllib
from pathlib import Path

import pytest

import cleaners
from cleaners.types import Article, Page
from newsmill.offers import golden_name, offers, quoted, rule_host
from newsmill.render import verdicts
from newsmill.sample_server import HOME

URL = "https://www.harbourledger.example/harbour/ferry-timetable"


@pytest.fixture(scope="module")
def page() -> Page:
    """A page of the sample outlet."""
    body = (HOME / "site" / "harbour" / "ferry-timetable.html").read_bytes()
    return Page(body=body, url=URL, content_type="text/html; charset=utf-8")


@pytest.fixture(scope="module")
def article(page: Page) -> Article:
    """Its article."""
    result = cleaners.clean(page, cleaners.load_rules())
    assert isinstance(result, Article)
    return result


def cleaned_with(rule: str, page: Page, folder: Path) -> Article:
    """The article with one more rule for the outlet, in a folder of rules as the package has it."""
    import cleaners.rules

    own = Path(cleaners.rules.__file__).parent
    (folder / "sites").mkdir(parents=True)
    (folder / "generic.toml").write_text(
        (own / "generic.toml").read_text(encoding="utf-8").partition("[[structure]]")[0]
    )
    (folder / "sites" / f"{rule_host(page.url)}.toml").write_text(rule, encoding="utf-8")
    result = cleaners.clean(page, cleaners.load_rules(folder))
    assert isinstance(result, Article)
    return result


def test_an_offered_rule_keeps_what_was_removed(page: Page, article: Article, tmp_path: Path) -> None:
    """Each rule for a block that should be kept has it kept, and is about the blocks that it names."""
    every = {one.block.index: one for one in verdicts(article)}
    removal = next(one for one in article.removals if one.reason == "related")
    found = offers(page, removal.block, None, every)
    assert found and found == sorted(found, key=lambda one: (one.others, len(one.blocks)))
    for number, offer in enumerate(found):
        kept = {block.index for block in cleaned_with(offer.toml, page, tmp_path / str(number)).blocks}
        assert removal.block.index in offer.blocks <= kept


def test_an_offered_rule_removes_what_was_kept(page: Page, article: Article, tmp_path: Path) -> None:
    """Each rule for a block that should go removes it for the reader's reason, unless it would take half of the text."""
    every = {one.block.index: one for one in verdicts(article)}
    block = next(one for one in article.blocks if one.kind == "heading")
    (offer, *_) = offers(page, block, "promotion", every)
    assert tomllib.loads(offer.toml)["rule"][0]["reason"] == "promotion" and offer.others == 0
    removed = {one.block.index: one for one in cleaned_with(offer.toml, page, tmp_path).removals}
    assert removed[block.index].reason == "promotion" and removed[block.index].rule.startswith("harbourledger.example/")
    whole = [one for one in offers(page, block, "promotion", every) if len(one.blocks) > 5]
    assert all(one.others > 5 for one in whole)


def test_a_text_is_offered_patterns(article: Article) -> None:
    """Without HTML the block's own words are the rule, as TOML that reads back, whatever is in them."""
    for text in ("Read on (free)!", 'He said "no" \\ yes', "it's 5 o'clock", "Ünïcode — 100 %"):
        block = article.blocks[0].__class__(index=0, text=text)
        every = {0: next(verdicts(article)).__class__(block=block, kept=True)}
        (offer,) = offers(None, block, "promotion", every)
        (rule,) = tomllib.loads(offer.toml)["rule"]
        assert offer.blocks == {0} and rule["pattern"].startswith("^") and rule["id"]


def test_arguments_are_safe_in_a_shell() -> None:
    """What the page calls itself cannot end the command that is offered."""
    assert quoted("https://x.example/$(touch a)") == "'https://x.example/$(touch a)'"
    assert quoted("javascript:1") == "" and rule_host("urn:sha256:0") == "HOST"
    assert golden_name(URL, "article-1.html") == "harbourledger.example/harbour-ferry-timetable"
    assert golden_name("https://[", "article-1.html") == "samples/article-1"
