"""Site configurations in the five-filters format: read from a folder, applied to the pages of their host."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners import Article, Page, Reason, RuleError, clean, load_rules
from cleaners.rules.siteconfig import SiteConfigError, load_site_configs, parse

PAGE = """<html lang="en"><head><title>Wrong title</title><meta property="og:title" content="Wrong title">
<meta property="og:image" content="https://crane.example/pixel/1.gif"></head><body>
<nav><a href="/">Home</a></nav>
<div id="head"><h2 class="real">Cranes rest on the new island</h2><p class="who">By Ada Brook and Noel Wren</p>
<p class="when">4 March 2025, 10:30 +01:00</p></div>
<div class="feed"><div id="one">
<p>The first cranes of the year came down on the island that the ferry company heaped up from gravel last autumn.</p>
<p>Wardens counted sixty birds before sunset, and then lost count, because the birds would not stay where they were.</p>
<div class="shop-now"><p>Binoculars of every strength are to be had from the shop beside the landing stage, open daily.</p></div>
<figure><img src="/c.jpg"><figcaption>Cranes in the last light. Photo: Ada Brook</figcaption></figure>
<p>The company says that the island will stay closed to people until the middle of May, when the young can fly.</p>
</div></div>
<div id="two"><p>Another story of the same site, which has nothing to do with cranes but is long enough to be kept by most.</p>
<p>It goes on for a second paragraph, so that whoever looks at lengths alone will be tempted to keep it as well.</p></div>
</body></html>"""
CONFIG = """
# A comment, and a blank line above
title: //h1[@class='real']
title: //h2[@class='real']
author: //p[@class='who']
date: //p[@class='when']
body: //div[@id='nowhere']
body: //div[@id='one']
strip: //p[contains(., 'nothing like this')]
strip_id_or_class: "shop-"
strip_image_src: /pixel/
tidy: no
replace_string(<p>:): <p>
test_url: https://crane.example/story
bodyy: //div
"""


def configured(folder: Path, **files: str) -> Path:
    """A folder of configurations; the keywords are file names with `_` for the dot."""
    for name, content in files.items():
        (folder / f"{name.replace('_', '.')}.txt").write_text(content)
    return folder


def cleaned(folder: Path, url: str = "https://www.crane.example/story", html: str = PAGE) -> Article:
    """The page with the configurations of a folder."""
    page = Page(body=html.encode(), url=url, content_type="text/html", fetched_at=datetime(2025, 3, 5, tzinfo=UTC))
    article = clean(page, load_rules(site_config=folder))
    assert isinstance(article, Article)
    return article


@pytest.fixture
def article(tmp_path: Path) -> Article:
    """The page of the host with a configuration."""
    return cleaned(configured(tmp_path, crane_example=CONFIG))


def test_body_is_what_is_kept(article: Article) -> None:
    """Blocks inside of the body are kept unless something names them; kept blocks outside become not-main-text."""
    assert article.text.startswith("The first cranes")
    assert article.text.endswith("the young can fly.")
    assert len(article.blocks) == 3
    removed = {removal.block.text[:12]: removal for removal in article.removals}
    assert removed["Cranes in th"].reason is Reason.CAPTION
    other = removed["Another stor"]
    assert (other.reason, other.rule) in {
        (Reason.NOT_MAIN_TEXT, "site-config:crane.example/body"),
        (Reason.NOT_MAIN_TEXT, "model:html"),
    }


def test_structure_around_the_body_does_not_count(tmp_path: Path) -> None:
    """A body in a container whose class or hidden style speaks against it is kept all the same."""
    hidden = PAGE.replace('<div class="feed">', '<div class="related" style="display:none">')
    assert len(cleaned(configured(tmp_path, crane_example=CONFIG), html=hidden).blocks) == 3


def test_strip_removes_under_its_own_rule(article: Article) -> None:
    """Elements by XPath or by a part of id or class are removed by the rule site-config:HOST/strip."""
    (stripped,) = [removal for removal in article.removals if removal.rule == "site-config:crane.example/strip"]
    assert stripped.block.text.startswith("Binoculars")


def test_strip_that_takes_nearly_all_is_not_applied(tmp_path: Path) -> None:
    """A strip line that is out of date and would take most of the text is a warning."""
    article = cleaned(configured(tmp_path, crane_example="body: //div[@id='one']\nstrip: //p\n"))
    assert article.text.startswith("The first cranes")
    assert any("site-config:crane.example/strip: not applied" in line for line in article.warnings)


def test_metadata_are_overridden_with_evidence(article: Article) -> None:
    """Title, authors and date come from the first line that finds any; an image that is none is forgotten."""
    found = article.metadata
    assert found.title == "Cranes rest on the new island"
    assert found.authors == ("Ada Brook", "Noel Wren")
    assert isinstance(found.published_at, datetime)
    assert found.published_at.isoformat() == "2025-03-04T10:30:00+01:00"
    assert found.image_url is None
    for field, by in (("title", "title"), ("authors", "author"), ("published_at", "date")):
        assert found.evidence[field] == f"site-config:crane.example/{by}"


def test_a_date_of_no_use_is_a_warning(tmp_path: Path) -> None:
    """A date that lies after the fetching, or is none, changes nothing."""
    future = PAGE.replace("4 March 2025", "4 March 2026")
    article = cleaned(configured(tmp_path, crane_example=CONFIG), html=future)
    assert article.metadata.evidence.get("published_at") != "site-config:crane.example/date"
    assert any("is no date of this page" in line for line in article.warnings)


def test_a_body_that_matches_nothing_is_a_warning(tmp_path: Path) -> None:
    """Where no body line matches, the page is cleaned as without one."""
    article = cleaned(configured(tmp_path, crane_example="body: //div[@id='gone']\n"))
    assert article.warnings == ("site-config:crane.example/body: matches nothing on this page",)
    assert "The first cranes" in article.text


def test_conservation_holds(article: Article) -> None:
    """Kept and removed blocks are the page, each once."""
    numbers = sorted([b.index for b in article.blocks] + [r.block.index for r in article.removals])
    assert numbers == list(range(len(numbers)))


def test_hosts_and_the_hosts_below(tmp_path: Path) -> None:
    """HOST.txt is for the host alone, with or without www.; .HOST.txt for the hosts below it, the nearest first."""
    configs = load_site_configs(
        configured(tmp_path, crane_example="tidy: no", _crane_example="tidy: no", _birds_crane_example="tidy: no")
    )
    hosts = {
        "https://www.crane.example/x": "crane.example",
        "https://crane.example/": "crane.example",
        "https://news.crane.example/": ".crane.example",
        "https://grey.birds.crane.example/": ".birds.crane.example",
        "https://birds.crane.example/": ".crane.example",
        "https://heron.example/": None,
        "": None,
    }
    found = {url: configs.for_url(url) for url in hosts}
    assert {url: config and config.host for url, config in found.items()} == hosts


def test_directives_without_effect_are_listed() -> None:
    """Directives that newsmill has no use for are named; unknown ones and those without a value are warnings."""
    config = parse(CONFIG + "body:\nno colon here\n", "crane.example", "crane.example.txt")
    assert config.unused == ("tidy", "replace_string", "test_url")
    assert config.warnings == (
        "crane.example.txt:15: 'bodyy' is no known directive; ignored",
        "crane.example.txt:16: 'body' has no value; ignored",
        "crane.example.txt:17: 'no colon here' is no known directive; ignored",
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("body: //div[", r"crane\.example\.txt:2: bad XPath '//div\['"),
        ("title: unknown-function(//p)", r"crane\.example\.txt:2: bad XPath"),
        ("strip: string(//p)", r"crane\.example\.txt:2: XPath .* selects no elements"),
    ],
)
def test_a_bad_expression_is_one_line(tmp_path: Path, line: str, says: str) -> None:
    """A bad XPath names the file and the line."""
    folder = configured(tmp_path, crane_example=f"# here\n{line}\n")
    with pytest.raises(SiteConfigError, match=says) as caught:
        load_site_configs(folder)
    assert "\n" not in str(caught.value)
    with pytest.raises(RuleError, match=says):
        load_rules(site_config=folder)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """A missing folder, or a file that is no text, is one line."""
    with pytest.raises(SiteConfigError, match="no such folder"):
        load_site_configs(tmp_path / "gone")
    (tmp_path / "crane.example.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SiteConfigError, match="cannot be read"):
        load_site_configs(tmp_path)
