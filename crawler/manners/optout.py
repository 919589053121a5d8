"""Opt-outs from indexing, archiving, and text and data mining, as outlets state them.

Sources: the robots meta element and X-Robots-Tag (developers.google.com/search/docs/crawling-indexing), the TDM
Reservation Protocol (W3C Community Group, www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202/), ai.txt
(site.spawning.ai/spawning-ai-txt), robots.txt rules for crawlers that gather texts, and Content-Signal lines
(contentsignals.org).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

HEAD = 200_000
"""Bytes of a page in which its meta elements are looked for."""
MOST_RULES = 1000
WORDS = frozenset({"noindex", "noarchive", "none", "noai", "noimageai"})
MINING_AGENTS = ("CCBot", "GPTBot", "ClaudeBot", "anthropic-ai", "Google-Extended", "Applebot-Extended", "Bytespider",
                 "meta-externalagent", "cohere-ai", "PerplexityBot", "Diffbot", "Omgilibot", "TDMBot")  # fmt: skip
META = re.compile(rb"<meta\s[^>]{1,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SIGNAL = re.compile(r"^\s*content-signal\s*:\s*(.*)$", re.IGNORECASE | re.MULTILINE)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """One statement: `what` is noindex, noarchive, noai, or tdm; `where` it stands, such as ``header:tdm-reservation``."""

    what: str
    where: str
    policy: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.where})"


def of_page(headers: Mapping[str, str], body: bytes, agent: str = "newsmill") -> tuple[OptOut, ...]:
    """What a page's headers and meta elements state. Rules for other robots than `agent` do not count."""
    lower = {name.lower(): value for name, value in headers.items()}
    found = list(_words(lower.get("x-robots-tag", ""), "header:x-robots-tag", agent))
    if lower.get("tdm-reservation", "").strip() == "1":
        found.append(OptOut(what="tdm", where="header:tdm-reservation", policy=lower.get("tdm-policy", "")))
    metas = dict(_metas(body[:HEAD], ("robots", agent, "tdm-reservation", "tdm-policy")))
    for name in ("robots", agent):
        found += _words(metas.get(name, ""), f"meta:{name}", agent)
    if metas.get("tdm-reservation", "").strip() == "1":
        found.append(OptOut(what="tdm", where="meta:tdm-reservation", policy=metas.get("tdm-policy", "")))
    return tuple(dict.fromkeys(found))


def _words(text: str, where: str, agent: str) -> Iterable[OptOut]:
    """The directives of a list such as ``googlebot: nofollow, noindex``; an agent holds until the next one."""
    for_us = True
    for part in text.lower().split(","):
        name, colon, rest = part.partition(":")
        if colon and name.strip() not in {"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"}:
            for_us, part = name.strip() in {"*", agent}, rest
        word = part.strip()
        if for_us and word in WORDS:
            yield OptOut(what="noindex" if word == "none" else word, where=where)


def _metas(head: bytes, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Names and contents of the meta elements, those at least that have one of the names (in lower case)."""
    wanted = [name.encode() for name in names]
    for meta in META.findall(COMMENT.sub(b"", head)):
        lower = meta.lower()
        if not any(name in lower for name in wanted):  # most are for others; to take them apart takes longest
            continue
        values = {name.lower(): (one or two or three) for name, one, two, three in ATTRIBUTE.findall(meta)}
        if b"name" in values:
            yield values[b"name"].decode("latin-1").lower(), values.get(b"content", b"").decode("latin-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """What an outlet's files state for all of its pages."""

    robots: str = ""
    ai_txt: str = ""
    tdmrep: tuple[tuple[str, bool, str], ...] = ()

    def of(self, url: str) -> tuple[OptOut, ...]:
        """The statements that hold for an address."""
        return (*self._tdmrep(url), *self._ai_txt(url), *self._robots(url))

    def _tdmrep(self, url: str) -> Iterable[OptOut]:
        path = urlsplit(url).path or "/"
        for location, reserved, policy in self.tdmrep:  # the first location that matches decides
            if _matches(location, path):
                if reserved:
                    yield OptOut(what="tdm", where="file:tdmrep.json", policy=policy)
                return

    def _ai_txt(self, url: str) -> Iterable[OptOut]:
        if self.ai_txt and not _parsed(self.ai_txt).can_fetch(url, "newsmill"):
            yield OptOut(what="noai", where="file:ai.txt")

    def _robots(self, url: str) -> Iterable[OptOut]:
        if not self.robots:
            return
        rules = _parsed(self.robots)
        barred = [agent for agent in MINING_AGENTS if not rules.can_fetch(url, agent)]
        if barred:
            yield OptOut(what="tdm", where=f"robots.txt:{','.join(barred)}")
        for line in SIGNAL.findall(self.robots):
            if "ai-train=no" in line.replace(" ", "").lower():
                yield OptOut(what="noai", where="robots.txt:content-signal")
                return


@lru_cache(maxsize=16)
def _parsed(robots: str) -> Protego:
    return Protego.parse(robots)


def read_tdmrep(body: bytes) -> tuple[tuple[str, bool, str], ...]:
    """The rules of a /.well-known/tdmrep.json, in their order; empty for what is none."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(entries, list):
        return ()
    rules = []
    for entry in entries[:MOST_RULES]:
        if isinstance(entry, dict) and isinstance(entry.get("location"), str):
            reserved = str(entry.get("tdm-reservation", 0)) == "1"
            rules.append((entry["location"][:500], reserved, str(entry.get("tdm-policy") or "")))
    return tuple(rules)


def _matches(location: str, path: str) -> bool:
    """A location is a path with `*` for anything and `$` for its end, as in RFC 9309; found from left to right."""
    first, *rest = location.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1] if location.endswith("$") else rest:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not location.endswith("$"):
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else at == len(path)
