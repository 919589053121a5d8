"""Goldens: pages with the article that must come out of them, one folder a page, `tests/golden/HOST/SLUG/`.

page.html or page.txt   the page
page.toml               url, content_type, fetched_at: what is known beside the bytes
expected.json           the article, or {"rejected": why}; written by `newsmill golden accept`
must.txt                lines `must: words` and `must_not: words`, written by hand, that no `accept` ever touches
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cleaners
from cleaners.types import Page, Rejected
from newsmill.render import as_dict

ROOT = Path("tests/golden")
LOCAL = "samples"
"""The folder in place of a host for documents whose address nobody knows."""

_PASSING = ("id", "words", "cleaner_version", "rules_version")
"""Fields of an article that are no claim about the page."""

_MUST = """\
# What a reader of this page must find in the text, and must not; a line each, looked for word for word:
# must: the last words of the story
# must_not: Subscribe now
"""


class GoldenError(Exception):
    """A golden that cannot be read, added or accepted. The message is one line: what, where, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Must:
    """A hand-written line: the text must hold these words, or must not where `present` is False."""

    present: bool
    words: str

    def holds(self, text: str) -> bool:
        """Whether the text is as demanded."""
        return (self.words in text) is self.present


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """One folder of goldens."""

    folder: Path

    @property
    def name(self) -> str:
        """HOST/SLUG."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    def page(self) -> Page:
        """The page as it came in. Raises `GoldenError` for a folder that lacks a part."""
        try:
            known = tomllib.loads((self.folder / "page.toml").read_text(encoding="utf-8"))
            file = self.folder / "page.txt"
            body = (file if file.exists() else self.folder / "page.html").read_bytes()
            moment = datetime.fromisoformat(known["fetched_at"]) if known.get("fetched_at") else None
            return Page(body=body, url=known["url"], content_type=known["content_type"], fetched_at=moment)
        except (OSError, KeyError, ValueError) as error:
            raise GoldenError(f"{self.folder}: incomplete ({error!r}); remove it and add the page again") from error

    def expected(self) -> dict[str, Any]:
        """What must come out. Raises `GoldenError` where nothing was accepted yet."""
        file = self.folder / "expected.json"
        try:
            value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GoldenError(f"{file}: cannot be read; run `newsmill golden accept {self.name}`") from error
        return value

    def actual(self, rules: cleaners.Rules) -> dict[str, Any]:
        """What comes out today: the article's fields as JSON types, or why the page is none."""
        page = self.page()
        result = cleaners.clean(page, rules)
        if isinstance(result, Rejected):
            return {"rejected": str(result.why)}
        fields = {key: value for key, value in as_dict(result, url=page.url).items() if key not in _PASSING}
        # The reason is the claim; which of several right rules came first is not.
        return fields | {"removed": [f"{removal.reason}: {removal.block.text}" for removal in result.removals]}

    def musts(self) -> list[Must]:
        """The hand-written lines."""
        file = self.folder / "must.txt"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [_must(line, file) for line in lines if line.strip() and not line.startswith("#")]


def _must(line: str, file: Path) -> Must:
    key, _, words = line.partition(":")
    if key not in ("must", "must_not") or not words.strip():
        raise GoldenError(f"{file}: {line!r} is no such line; write `must: words` or `must_not: words`")
    return Must(present=key == "must", words=words.strip())


def find(root: Path = ROOT, names: tuple[str, ...] = ()) -> Iterator[Golden]:
    """The goldens under `root` in order, all of them or those of the given HOST or HOST/SLUG names.

    Raises `GoldenError` for a name that there is no golden of.
    """
    folders = sorted(file.parent for file in root.glob("*/*/page.toml"))
    for name in names:
        if not any(name in (f"{folder.parent.name}/{folder.name}", folder.parent.name) for folder in folders):
            raise GoldenError(f"{root / name}: no such golden; `newsmill golden add` makes one")
    for folder in folders:
        golden = Golden(folder=folder)
        if not names or golden.name in names or folder.parent.name in names:
            yield golden


def folder_of(url: str, stem: str, root: Path = ROOT) -> Path:
    """The folder of a page: after its address, or after its file where nobody knows that."""
    host = urlsplit(url).hostname or LOCAL
    path = urlsplit(url).path.strip("/") or ("" if url else stem)
    return root / host.removeprefix("www.") / (re.sub(r"[^\w-]+", "-", path).strip("-") or "index")


def add(file: Path, *, url: str, content_type: str, fetched_at: datetime | None = None, root: Path = ROOT) -> Golden:
    """Make the folder of a saved page, without `expected.json`; `fetched_at` is aware, None for now.

    Raises `GoldenError` where the folder exists already.
    """
    folder = folder_of(url, file.stem, root)
    if folder.exists():
        raise GoldenError(f"{folder}: exists already; remove it first, or change the page in it and accept")
    try:
        body = file.read_bytes()
    except OSError as error:
        raise GoldenError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    folder.mkdir(parents=True)
    (folder / f"page{'.txt' if content_type.startswith('text/plain') else '.html'}").write_bytes(body)
    moment = (fetched_at or datetime.now(UTC)).isoformat(timespec="seconds")
    known = {"url": url, "content_type": content_type, "fetched_at": moment}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in known.items())
    (folder / "page.toml").write_text("".join(lines), encoding="utf-8")
    (folder / "must.txt").write_text(_MUST, encoding="utf-8")
    return Golden(folder=folder)


def accept(golden: Golden, rules: cleaners.Rules) -> dict[str, tuple[Any, Any]]:
    """Write what comes out today as expected; returns {field: (before, after)} of what changed.

    Raises `GoldenError`, and writes nothing, where a hand-written line would not hold.
    """
    actual = golden.actual(rules)
    for must in golden.musts():
        if not must.holds(str(actual.get("text", ""))):
            demand = "must" if must.present else "must_not"
            raise GoldenError(f"{golden.name}: not accepted, `{demand}: {must.words}` does not hold; mend the cleaning")
    file = golden.folder / "expected.json"
    before = golden.expected() if file.exists() else {}
    file.write_text(json.dumps(actual, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return {
        key: (before.get(key), actual.get(key))
        for key in {**before, **actual}
        if before.get(key, ...) != actual.get(key, ...)
    }
