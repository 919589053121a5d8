"""Rule files: what they may say, and one clear line where they cannot be used."""

from pathlib import Path

import pytest

from cleaners import Reason, RuleError, load_rules


def folder(root: Path, *, generic: str = "", **sites: str) -> Path:
    """A folder of rules; the keywords are hosts with `_` for the dot."""
    (root / "sites").mkdir()
    (root / "generic.toml").write_text(generic)
    for host, content in sites.items():
        (root / "sites" / f"{host.replace('_', '.')}.toml").write_text(content)
    return root


def test_a_rule_has_its_file_in_its_id(tmp_path: Path) -> None:
    """Rules are known as HOST/ID and generic/ID, with their reason, expression, end and share."""
    site = '[[rule]]\nid = "box"\nreason = "promotion"\nselector = "div.box"\nuntil = 2025-03-31\nmax_share = 0.2\n'
    generic = '[[rule]]\nid = "more"\nkeep = true\npattern = "^More$"\n'
    rules = load_rules(folder(tmp_path, generic=generic, heron_example=site))
    (box,), (more,) = rules.sites["heron.example"], rules.generic
    assert (box.id, box.reason, box.described(), str(box.until)) == (
        "heron.example/box",
        Reason.PROMOTION,
        "div.box",
        "2025-03-31",
    )
    assert box.max_share == 0.2
    assert (more.id, more.reason, more.described()) == ("generic/more", None, "^More$")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('[[rule]]\nid = "a"\nreason = "promotion"\nselectr = "p"\n', "rule.0.selectr"),
        ('[[rule]]\nid = "a"\nreason = "boring"\nselector = "p"\n', "rule.0.reason"),
        ('[[rule]]\nid = "a"\nreason = "promotion"\nselector = "p["\n', "rule 'a': .*correct the selector"),
        ('[[rule]]\nid = "a"\nreason = "promotion"\npattern = "("\n', "rule 'a': .*correct the selector or pattern"),
        ('[[rule]]\nid = "a"\nreason = "promotion"\n', "rule 'a': give either a selector or a pattern"),
        ('[[rule]]\nid = "a"\npattern = "x"\n', "rule 'a': give either a reason or keep"),
        ('[[rule]]\nid = "A b"\nreason = "promotion"\npattern = "x"\n', "rule.0.id"),
        ('[[rule]]\nid = "a"\nreason = "promotion"\npattern = "x"\nmax_share = 2\n', "rule.0.max_share"),
        ("[[rule]\n", "not valid TOML"),
        ('[[structure]]\nid = "a"\nelements = ["b"]\n', r"\[\[structure.* stands in the package's generic.toml alone"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, content: str, says: str) -> None:
    """An unknown key, reason, selector or pattern names the file, the rule and what to do."""
    with pytest.raises(RuleError, match=rf"heron\.example\.toml: {says}") as caught:
        load_rules(folder(tmp_path, heron_example=content))
    assert "\n" not in str(caught.value)


def test_a_changed_rule_changes_the_version(tmp_path: Path) -> None:
    """The version is the same for the same rules, and another for any other set of them, site configurations included."""
    site = '[[rule]]\nid = "box"\nreason = "promotion"\nselector = "div.box"\n'
    directory = folder(tmp_path, heron_example=site)
    first, again = load_rules(directory).version, load_rules(directory).version
    (directory / "sites" / "heron.example.toml").write_text(site.replace("box", "fox"))
    changed = load_rules(directory).version
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "heron.example.txt").write_text("body: //article\n")
    configured = load_rules(directory, site_config=tmp_path / "configs").version
    assert first == again
    assert len({first, changed, configured}) == 3


def test_the_nearest_host_comes_first(tmp_path: Path) -> None:
    """A page's rules are those of its host, then those of the domains above it; www. makes no difference."""
    row = '[[rule]]\nid = "a"\nreason = "promotion"\npattern = "x"\n'
    rules = load_rules(folder(tmp_path, heron_example=row, news_heron_example=row))
    assert [rule.id for rule in rules.for_url("https://www.news.heron.example/x")] == [
        "news.heron.example/a",
        "heron.example/a",
    ]
    assert [rule.id for rule in rules.for_url("https://heron.example/")] == ["heron.example/a"]
    assert rules.for_url("https://egret.example/") == rules.for_url("http://[bad") == ()
