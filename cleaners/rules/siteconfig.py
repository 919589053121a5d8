"""Site configurations in the five-filters format, as wallabag and graby read them: one file a host, XPath 1.0.

``HOST.txt`` is for a host (with or without ``www.``), ``.HOST.txt`` for the hosts below it. A line is ``directive: value``;
``#`` begins a comment line. Lines of one directive are tried in order, but every ``strip`` counts.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

PREFIX = "site-config:"
#: Directives of the format that have nothing to do with text that was fetched already, or that no text needs.
UNUSED = frozenset(
    "autodetect_on_failure convert_double_br_tags dissolve find_string footnotes http_header if_page_contains "
    "insert_detected_image login_extra_fields login_password_field login_uri login_username_field move_into "
    "native_ad_clue next_page_link not_logged_in_xpath parser prune replace_string requires_login single_page_link "
    "single_page_link_in_feed skip_id_or_class skip_json_ld src_lazy_load_attr strip_attr strip_comments "
    "test_contains test_url tidy wrap_in".split()
)
_EXPRESSIONS = ("title", "author", "date", "body", "strip")
_USED = (*_EXPRESSIONS, "strip_id_or_class", "strip_image_src")
_LINE = re.compile(r"([a-z_]+)(?:\(.*\))?\s*:\s*(.*)", re.IGNORECASE)
_QUOTES = str.maketrans("", "", "\"'")
_EMPTY = document_fromstring("<html><body><p>text</p></body></html>")


def host_of(url: str) -> str:
    """The host of a URL in lower case without ``www.``; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # such as a bracket that is no IPv6 address
        return ""


class SiteConfigError(ValueError):
    """A site configuration that cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One file. The expressions are compiled.

    `unused` names the directives that have no effect here; `warnings` has a line for each that is not of the format or
    has no value.
    """

    host: str
    title: tuple[etree.XPath, ...] = ()
    author: tuple[etree.XPath, ...] = ()
    date: tuple[etree.XPath, ...] = ()
    body: tuple[etree.XPath, ...] = ()
    strip: tuple[etree.XPath, ...] = ()
    strip_image_src: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def rule(self, directive: str) -> str:
        """The id under which a directive is reported."""
        return f"{PREFIX}{self.host}/{directive}"


@dataclass(frozen=True, slots=True)
class SiteConfigs:
    """A folder of them, by host."""

    by_host: Mapping[str, SiteConfig] = field(default_factory=dict)
    digest: str = ""

    def for_url(self, url: str) -> SiteConfig | None:
        """That of the URL's host, else that for the hosts below the nearest domain above it."""
        if not self.by_host:
            return None
        host = host_of(url)
        found = self.by_host.get(host)
        while found is None and "." in host:
            host = host.partition(".")[2]
            found = self.by_host.get(f".{host}")
        return found


def load_site_configs(directory: Path) -> SiteConfigs:
    """Read the ``*.txt`` files of a folder. Raises SiteConfigError for a folder or a file that cannot be used."""
    if not directory.is_dir():
        raise SiteConfigError(f"{directory}: no such folder; give one with site configurations (HOST.txt)")
    configs = {}
    digest = hashlib.sha256()
    for file in sorted(directory.glob("*.txt")) + sorted(directory.glob(".*.txt")):
        host = file.name.removesuffix(".txt").lower().removeprefix("www.")
        try:
            content = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise SiteConfigError(f"{file}: cannot be read ({error}); correct it or move it away") from error
        configs[host] = parse(content, host, str(file))
        digest.update(f"{host}\0{content}\0".encode())
    return SiteConfigs(configs, digest.hexdigest())


def parse(content: str, host: str, file: str) -> SiteConfig:
    """Read one file's content; `file` is its name in messages. Raises SiteConfigError for a bad expression."""
    found: dict[str, list[Any]] = {}
    unused, warnings = [], []
    for number, line in enumerate(content.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        where = f"{file}:{number}"
        match = _LINE.fullmatch(line)
        directive, value = (match[1].lower(), match[2].strip()) if match else (line[:40], "")
        if directive in _EXPRESSIONS and value:
            found.setdefault(directive, []).append(_compiled(value, where, nodes=directive in ("body", "strip")))
        elif directive == "strip_id_or_class" and value:
            found.setdefault("strip", []).append(_by_name(value.translate(_QUOTES)))
        elif directive == "strip_image_src" and value:
            found.setdefault(directive, []).append(value.translate(_QUOTES))
        elif directive in UNUSED:
            unused.append(directive)
        else:
            why = "has no value" if directive in _USED else "is no known directive"
            warnings.append(f"{where}: {directive!r} {why}; ignored")
    return SiteConfig(
        host=host,
        unused=tuple(unused),
        warnings=tuple(warnings),
        **{name: tuple(values) for name, values in found.items()},
    )


def _compiled(expression: str, where: str, *, nodes: bool) -> etree.XPath:
    """An expression that was tried on a small page; with `nodes` it must be one that selects elements."""
    try:
        compiled = etree.XPath(expression)
        result = compiled(_EMPTY)
    except etree.XPathError as error:
        raise SiteConfigError(f"{where}: bad XPath {expression!r} ({error}); correct or remove the line") from error
    if nodes and not isinstance(result, list):
        raise SiteConfigError(f"{where}: XPath {expression!r} selects no elements; correct or remove the line")
    return compiled


def _by_name(part: str) -> etree.XPath:
    return etree.XPath(f"//*[contains(@class, '{part}') or contains(@id, '{part}')]")


def elements(expression: etree.XPath, tree: HtmlElement) -> list[HtmlElement]:
    """The elements that an expression selects in a page."""
    return [one for one in expression(tree) if isinstance(one, HtmlElement)]


def texts(expression: etree.XPath, tree: HtmlElement) -> list[str]:
    """What an expression says: its text, or the text of each node that it selects; white space folded, none empty."""
    result = expression(tree)
    parts = result if isinstance(result, list) else [result]
    raw = (part.text_content() if isinstance(part, HtmlElement) else str(part) for part in parts)
    return [text for text in (" ".join(one.split()) for one in raw) if text]
