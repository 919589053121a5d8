"""What a rule is, and a loaded set of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lxml.etree import XPath

from cleaners.model import HtmlModel, Model
from cleaners.rules.phrases import Phrases
from cleaners.rules.siteconfig import SiteConfigs, host_of
from cleaners.rules.structure import Structure
from cleaners.types import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that is true of the web or of one outlet.

    `reason` is None for a rule that keeps. Exactly one of `selector` (matched elements with all they hold) and
    `pattern` (searched in a block's text) is set. `until` is the last day on which the outlet's pages were so.
    """

    id: str
    reason: Reason | None
    selector: XPath | None = None
    pattern: re.Pattern[str] | None = None
    until: date | None = None
    max_share: float = 0.5

    def applies_at(self, moment: datetime | None) -> bool:
        """Whether the rule still holds for a page fetched at `moment`; a page of unknown time counts as recent."""
        return self.until is None or (moment is not None and moment.date() <= self.until)

    def described(self) -> str:
        """Its selector or pattern as written."""
        return str(getattr(self.selector, "css", "")) if self.pattern is None else self.pattern.pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All that the cleaner knows; `version` is a digest of it, so that a changed rule shows."""

    generic: tuple[Rule, ...]
    sites: Mapping[str, tuple[Rule, ...]] = field(repr=False)
    structure: tuple[Structure, ...] = field(repr=False)
    phrases: Phrases = field(repr=False)
    version: str
    html_model: HtmlModel = field(repr=False)
    text_model: Any = field(repr=False)
    page_model: Model = field(repr=False)
    site_configs: SiteConfigs = field(default_factory=SiteConfigs, repr=False)

    def for_url(self, url: str) -> tuple[Rule, ...]:
        """The site rules for a URL: those of its host and of the domains above it, the nearest first."""
        host = host_of(url)
        names = []
        while "." in host:
            names.append(host)
            host = host.partition(".")[2]
        return tuple(rule for name in names for rule in self.sites.get(name, ()))
