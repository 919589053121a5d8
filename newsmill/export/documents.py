"""A file for each article: Markdown with front matter, or TEI."""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newsmill.export.tei import as_tei
from newsmill.markdown import as_markdown
from newsmill.render import moment
from storage import ArticleRow

SUFFIXES = {"markdown": ".md", "tei": ".xml"}
_FAR = 60


def write(folder: Path, rows: Iterable[ArticleRow], form: str) -> int:
    """Write ``SOURCE/ID-title.md`` or ``.xml`` for each article, in place of what is there of it; return their number."""
    count = 0
    for row in rows:
        place = folder / (_safe(row.source) or "unknown")
        place.mkdir(parents=True, exist_ok=True)
        for old in place.glob(f"{row.id}-*{SUFFIXES[form]}"):
            old.unlink()
        text = as_front_matter(row) + as_markdown(row.article) + "\n" if form == "markdown" else as_tei(row)
        name = f"{row.id}-{_safe(row.article.metadata.title or '') or 'untitled'}{SUFFIXES[form]}"
        (place / name).write_text(text, encoding="utf-8")
        count += 1
    return count


def as_front_matter(row: ArticleRow) -> str:
    """The metadata as YAML between two lines of ``---``, as Obsidian and site generators read it.

    Each value is written as JSON, which is YAML too (YAML 1.2.2, section 1.3).
    """
    meta = row.article.metadata
    values: dict[str, Any] = {
        "id": row.id,
        "title": meta.title,
        "url": row.url,
        "source": row.source or None,
        "authors": list(meta.authors),
        "published": moment(meta.published_at),
        "modified": moment(meta.modified_at),
        "section": meta.section,
        "tags": [_tag(tag) for tag in meta.tags if _tag(tag)],
        "language": meta.language,
        "paywall": str(row.article.paywall),
        "words": row.words,
        "revision": row.revision,
    }
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items() if value not in (None, [])
    ]
    return "\n".join(("---", *lines, "---", "", ""))


def _tag(text: str) -> str:
    """A tag as Obsidian takes them: no spaces, letters, digits, hyphen, underscore and slash."""
    return re.sub(r"[^\w/-]+", "-", text).strip("-")


def _safe(text: str) -> str:
    """A text as part of a file name on every system."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text)).strip("-.")
    return plain.encode()[:_FAR].decode(errors="ignore").strip("-.")
