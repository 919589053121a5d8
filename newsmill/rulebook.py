"""The rules as a person reads them: which apply to a host, and which of all of them fire in a golden page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import cleaners
from cleaners.rules import Rule, Rules
from cleaners.rules.siteconfig import SiteConfig
from cleaners.types import Article, Page
from newsmill.golden import Golden


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A rule: `does` is ``keep`` or the reason of what it removes, `fits` what it looks for; `until` is an ISO date."""

    id: str
    does: str
    fits: str
    until: str | None = None
    max_share: float | None = None


@dataclass(slots=True, kw_only=True)
class Check:
    """`fires` has for every rule's id the names of the goldens in which it decides a block."""

    goldens: int = 0
    fires: dict[str, list[str]] = field(default_factory=dict)

    @property
    def dead(self) -> list[str]:
        """The rules that decide nothing in any golden."""
        return [rule for rule, names in self.fires.items() if not names]


def applying(rules: Rules, host: str, languages: Iterable[str] = ()) -> list[Entry]:
    """The rules for pages of a host, the one with the last word first; the phrases are those of `languages`."""
    url = host if "://" in host else f"https://{host}/"
    config = rules.site_configs.for_url(url)
    entries = [*_entries(rules.for_url(url)), *(_directives(config) if config else ()), *_entries(rules.generic)]
    wanted = tuple(f"phrases.{language}/" for language in languages)
    for label, pattern in rules.phrases.rows():
        if label.rule.startswith(wanted):
            entries.append(Entry(id=label.rule, does=str(label.reason), fits=pattern))
    return [*entries, *_structure(rules)]


def _entries(level: Iterable[Rule]) -> list[Entry]:
    """Rules of a level; those that keep come first."""
    return [
        Entry(
            id=rule.id,
            does=str(rule.reason or "keep"),
            fits=rule.described(),
            until=rule.until.isoformat() if rule.until else None,
            max_share=rule.max_share if rule.reason else None,
        )
        for rule in sorted(level, key=lambda rule: rule.reason is not None)
    ]


def _directives(config: SiteConfig) -> Iterator[Entry]:
    for name in ("title", "author", "date", "body", "strip"):
        for expression in getattr(config, name):
            does = {"body": "keep", "strip": "not-main-text"}.get(name, "metadata")
            yield Entry(id=config.rule(name), does=does, fits=expression.path)
    for part in config.strip_image_src:
        yield Entry(id=config.rule("strip_image_src"), does="metadata", fits=part)


def _structure(rules: Rules) -> list[Entry]:
    return [
        Entry(id=f"generic/{rule.id}", does=str(rule.reason), fits=rule.described())
        for rule in rules.structure
        if rule.reason is not None
    ]


def check(rules: Rules, goldens: Iterable[Golden]) -> Check:
    """Clean every golden and see which rules decide a block of it. Raises `GoldenError` for an incomplete one."""
    result = Check(fires={rule: [] for rule in _every(rules)})
    for golden in goldens:
        result.goldens += 1
        page = golden.page()
        article = cleaners.clean(page, rules)
        if isinstance(article, Article):
            for rule in sorted({removal.rule for removal in article.removals} | _keeping(page, article, rules)):
                if rule in result.fires:
                    result.fires[rule].append(golden.name)
    return result


def _every(rules: Rules) -> Iterator[str]:
    yield from (rule.id for level in rules.sites.values() for rule in level)
    yield from (rule.id for rule in rules.generic)
    yield from (label.rule for label, _ in rules.phrases.rows())
    yield from (entry.id for entry in _structure(rules))


def _keeping(page: Page, article: Article, rules: Rules) -> set[str]:
    """The rules without which less of a page would be kept."""
    found = set()
    for rule in (*rules.for_url(page.url), *rules.generic):
        if rule.reason is None and rule.applies_at(page.fetched_at):
            sites = {host: tuple(one for one in level if one is not rule) for host, level in rules.sites.items()}
            generic = tuple(one for one in rules.generic if one is not rule)
            without = cleaners.clean(page, replace(rules, sites=sites, generic=generic))
            if not isinstance(without, Article) or without.blocks != article.blocks:
                found.add(rule.id)
    return found
