"""Reads the rule files. Unknown keys, bad selectors and bad patterns fail here, with the file and the rule's id."""

import hashlib
import re
import tomllib
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPath
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cleaners.model import Boosted, HtmlModel
from cleaners.rules.model import Rule, Rules
from cleaners.rules.phrases import PhraseError, Phrases, load_phrases
from cleaners.rules.siteconfig import SiteConfigError, SiteConfigs, load_site_configs
from cleaners.rules.structure import Structure, package_structure
from cleaners.types import Reason

if TYPE_CHECKING:
    from cleaners.text.model import TextModel


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to do."""


class _RuleRow(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    reason: Reason | None = None
    keep: bool = False
    selector: str | None = None
    pattern: str | None = None
    until: date | None = None
    max_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    test_url: str | None = None


class _RuleFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rule: list[_RuleRow] = []
    structure: list[Structure] = []


def load_rules(directory: Path | None = None, *, site_config: Path | None = None) -> Rules:
    """The rules of the package, or of a folder of the same form (``generic.toml``, ``sites/HOST.toml``).

    `site_config` is a folder of site configurations in the five-filters format. Structure, phrases and models always come
    from the package. Raises RuleError for a file that cannot be used.
    """
    root: Traversable = directory or files("cleaners.rules").joinpath("")
    digest = hashlib.sha256()
    generic = _read(root / "generic.toml", "generic", digest, structure=directory is None)
    sites = {}
    folder = root / "sites"
    for file in sorted(folder.iterdir(), key=lambda f: f.name) if folder.is_dir() else []:
        if file.name.endswith(".toml"):
            host = file.name.removesuffix(".toml")
            sites[host] = _read(file, host, digest)
    return Rules(
        generic=generic,
        sites=sites,
        structure=package_structure(),
        phrases=_phrases(digest),
        site_configs=_site_configs(site_config, digest),
        html_model=HtmlModel(_content("html.txt", digest)),
        text_model=_text_model(digest),
        page_model=Boosted(_content("pagetypes.txt", digest)),
        version=digest.hexdigest()[:12],
    )


def _phrases(digest: "hashlib._Hash") -> Phrases:
    try:
        phrases = load_phrases()
    except PhraseError as error:
        raise RuleError(str(error)) from error
    digest.update(phrases.fingerprint.encode())
    return phrases


def _site_configs(folder: Path | None, digest: "hashlib._Hash") -> SiteConfigs:
    if folder is None:
        return SiteConfigs()
    try:
        configs = load_site_configs(folder)
    except SiteConfigError as error:
        raise RuleError(str(error)) from error
    digest.update(configs.digest.encode())
    return configs


def _text_model(digest: "hashlib._Hash") -> "TextModel":
    from cleaners.text.model import TextModel  # which needs the rules' types itself

    return TextModel(_content("text.txt", digest))


def _content(name: str, digest: "hashlib._Hash") -> str:
    """The text of a trained model."""
    content = files("cleaners").joinpath("models", name).read_bytes()
    digest.update(content)
    return content.decode("ascii")


def _read(file: Traversable, prefix: str, digest: "hashlib._Hash", *, structure: bool = False) -> tuple[Rule, ...]:
    if not file.is_file():
        return ()
    content = file.read_bytes()
    digest.update(content)
    try:
        parsed = _RuleFile.model_validate(tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{file}: not valid TOML ({error}); correct the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RuleError(f"{file}: {where}: {first['msg']}; correct or remove it") from error
    if parsed.structure and not structure:
        raise RuleError(f"{file}: [[structure]] stands in the package's generic.toml alone; write a [[rule]] instead")
    return tuple(_rule(row, prefix, file) for row in parsed.rule)


def _rule(row: _RuleRow, prefix: str, file: Traversable) -> Rule:
    where = f"{file}: rule {row.id!r}"
    if (row.selector is None) == (row.pattern is None):
        raise RuleError(f"{where}: give either a selector or a pattern")
    if row.keep == (row.reason is not None):
        raise RuleError(f"{where}: give either a reason or keep = true")
    selector: XPath | None = None
    pattern: re.Pattern[str] | None = None
    try:
        if row.selector is not None:
            selector = CSSSelector(row.selector, translator="html")
        if row.pattern is not None:
            pattern = re.compile(row.pattern)
    except (SelectorError, re.error) as error:
        raise RuleError(f"{where}: {error}; correct the selector or pattern") from error
    return Rule(
        id=f"{prefix}/{row.id}",
        reason=row.reason,
        selector=selector,
        pattern=pattern,
        until=row.until,
        max_share=row.max_share,
    )
