"""`newsmill rules` and `--site-config`: what applies to a host, what fires, and what cannot be used."""

import json
from pathlib import Path

import pytest

from cleaners import Article, Page, load_rules
from newsmill.golden import ROOT, find
from newsmill.rulebook import check
from newsmill.worker import CleanerProcess
from tests.newsmill.conftest import STORY, STORY_URL, Newsmill

GOLDENS = Path(__file__).parent.parent / "golden"
BOX = '[[rule]]\nid = "box"\nreason = "promotion"\nselector = "aside.supper"\nuntil = 2025-12-31\nmax_share = 0.3\n'
KEEP = '[[rule]]\nid = "next"\nkeep = true\npattern = "^What happens next$"\n'


@pytest.fixture
def rules(folder: Path) -> Path:
    """A folder of rules for one host."""
    (folder / "rules" / "sites").mkdir(parents=True)
    (folder / "rules" / "sites" / "riverpost.example.toml").write_text(BOX + KEEP)
    return folder / "rules"


def golden(folder: Path, html: str) -> None:
    """A golden page of the host, fetched while the rule held."""
    place = folder / ROOT / "riverpost.example" / "weir"
    place.mkdir(parents=True)
    (place / "page.html").write_text(html, encoding="utf-8")
    known = (
        f'url = "{STORY_URL}"\ncontent_type = "text/html; charset=utf-8"\nfetched_at = "2025-03-05T00:00:00+00:00"\n'
    )
    (place / "page.toml").write_text(known)


def test_every_rule_fires_in_a_golden() -> None:
    """Structure, phrases and site rules: each decides a block of at least one of the goldens."""
    result = check(load_rules(), find(GOLDENS))
    assert result.dead == []
    assert result.goldens == len(list(GOLDENS.glob("*/*/page.toml")))


def test_check_reports_the_dead(newsmill: Newsmill, folder: Path, rules: Path) -> None:
    """A rule that decides nothing is printed and the status is 1; one that does, and one that keeps, are not."""
    supper = '<aside class="supper"><p>Supper club on Fridays</p></aside></article>'
    golden(folder, STORY.replace("</article>", supper))
    result = newsmill("rules", "check", "--rules", str(rules), "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["goldens"] == 1
    assert report["fires"]["riverpost.example/box"] == ["riverpost.example/weir"]
    assert "phrases.de/share" in report["dead"]
    assert "riverpost.example/box" not in report["dead"]
    lines = newsmill("rules", "check", "--rules", str(rules)).stdout.splitlines()
    assert "phrases.de/share: dead, it decides no block of any golden page" in lines


def test_a_rule_that_keeps_fires_where_it_matters(newsmill: Newsmill, folder: Path, rules: Path) -> None:
    """A keep rule is alive where less would be kept without it, and dead where it changes nothing."""
    golden(folder, STORY)
    call = ("rules", "check", "--rules", str(rules), "--json")
    assert "riverpost.example/next" in json.loads(newsmill(*call).stdout)["dead"]
    remove = '[[rule]]\nid = "headings"\nreason = "related"\nselector = "h2"\n'
    (rules / "sites" / "riverpost.example.toml").write_text(remove + KEEP)
    assert "riverpost.example/next" not in json.loads(newsmill(*call).stdout)["dead"]


def test_check_of_a_bad_file_is_one_line(newsmill: Newsmill, rules: Path) -> None:
    """A rule file that cannot be used ends the check with one line and status 1."""
    (rules / "sites" / "riverpost.example.toml").write_text(BOX.replace("selector", "selectr"))
    result = newsmill("rules", "check", "--rules", str(rules))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "riverpost.example.toml: rule.0.selectr" in result.stderr


def test_explain_in_order_of_precedence(newsmill: Newsmill, folder: Path, rules: Path) -> None:
    """Site keep, site remove, the site configuration, generic rules: each with reason, expression, until and share."""
    (folder / "configs").mkdir()
    (folder / "configs" / "riverpost.example.txt").write_text("body: //article\n")
    (rules / "generic.toml").write_text('[[rule]]\nid = "any"\nreason = "share"\npattern = "^Send$"\n')
    call = ("rules", "explain", "www.riverpost.example", "--rules", str(rules), "--site-config", "configs")
    lines = [line.split("\t") for line in newsmill(*call).stdout.splitlines()]
    assert lines[:5] == [
        ["riverpost.example/next", "keep", "-", "-", "^What happens next$"],
        ["riverpost.example/box", "promotion", "2025-12-31", "30%", "aside.supper"],
        ["site-config:riverpost.example/body", "keep", "-", "-", "//article"],
        ["generic/any", "share", "-", "50%", "^Send$"],
        ["generic/hidden", "hidden", "-", "-", lines[4][4]],
    ]
    entries = json.loads(newsmill(*call, "--json", "--language", "en").stdout)
    phrases = [entry["id"] for entry in entries if entry["id"].startswith("phrases.")]
    assert {name.partition("/")[0] for name in phrases} == {"phrases.any", "phrases.en"}


def test_explain_says_what_it_leaves_out(newsmill: Newsmill) -> None:
    """Without a language the phrases are counted on standard error, not listed."""
    result = newsmill("rules", "explain", "heron.example")
    assert "phrases.en/" not in result.stdout
    assert "phrases, by the page's language" in result.stderr


@pytest.fixture
def configs(folder: Path) -> Path:
    """A folder with one site configuration."""
    (folder / "configs").mkdir()
    (folder / "configs" / "riverpost.example.txt").write_text("title: //h2\nprune: no\nboddy: //p\n")
    return folder / "configs"


def test_clean_with_site_configurations(newsmill: Newsmill, story: Path, configs: Path) -> None:
    """The option reaches the cleaner, and what of the configurations has no effect is said once."""
    result = newsmill("clean", str(story), "--url", STORY_URL, "--site-config", configs.name, "--format", "jsonl")
    assert json.loads(result.stdout)["title"] == "What happens next"
    assert result.stderr.splitlines() == [
        "newsmill: configs/riverpost.example.txt:3: 'boddy' is no known directive; ignored",
        "newsmill: configs: 1 site configurations; not used: prune (1)",
    ]


def test_a_cleaning_process_has_the_site_configurations(configs: Path) -> None:
    """They are read in the process that cleans many documents and the pages of a crawl, too."""
    with CleanerProcess(site_config=configs) as cleaner:
        article = cleaner.clean(Page(body=STORY.encode(), url=STORY_URL, content_type="text/html"))
    assert isinstance(article, Article)
    assert article.metadata.title == "What happens next"


def test_a_bad_site_configuration_is_one_line(newsmill: Newsmill, story: Path, configs: Path) -> None:
    """A bad expression, or no such folder, is one line with status 1, from the option or the configuration."""
    (configs / "riverpost.example.txt").write_text("\nbody: //p[\n")
    result = newsmill("clean", str(story), "--site-config", "configs")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "configs/riverpost.example.txt:2: bad XPath '//p['" in result.stderr
    (story.parent / "newsmill.toml").write_text('site_config = "gone"\n')
    assert "gone: no such folder" in newsmill("clean", str(story)).stderr
