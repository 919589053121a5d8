"""The quality sets: folders with gold.jsonl and pages/ID.html.gz or pages/ID.txt.gz."""

import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cleaners.types import Page

#: Pages of the sets count as fetched long after they were published.
FETCHED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """The rows of gold.jsonl in their order."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_page(folder: Path, row: dict[str, Any]) -> Page:
    """The page of a gold row as it came in."""
    html = folder / "pages" / f"{row['id']}.html.gz"
    file, kind = (html, "text/html") if html.exists() else (folder / "pages" / f"{row['id']}.txt.gz", "text/plain")
    return Page(
        body=gzip.decompress(file.read_bytes()), url=row.get("url") or "", content_type=kind, fetched_at=FETCHED_AT
    )


def pages(folder: Path) -> Iterator[tuple[dict[str, Any], Page]]:
    """Each gold row with its page."""
    for row in read_gold(folder):
        yield row, read_page(folder, row)


def digest(folder: Path) -> str:
    """A hash over the gold and the pages of a set."""
    total = hashlib.sha256((folder / "gold.jsonl").read_bytes())
    for file in sorted((folder / "pages").iterdir()):
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
