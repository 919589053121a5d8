"""JSON Lines and CSV."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any, TextIO

from storage.exports.flat import COLUMNS, NAMES, Column, Row

Values = dict[str, Any]


def values(row: Row) -> Values:
    """Return a row as JSON types under the names of its columns; moments in ISO 8601 with their offset."""
    return {column.name: _value(column, value) for column, value in zip(COLUMNS, row, strict=True)}


def news_article(row: Row) -> Values:
    """Return a row as JSON-LD of https://schema.org/NewsArticle; what is not stated is left out."""
    ours = values(row)
    outlet = {"@type": "NewsMediaOrganization", "name": ours["site_name"] or ours["source"]}
    theirs = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": str(ours["id"]),
        "url": ours["url"],
        "mainEntityOfPage": ours["canonical_url"],
        "headline": ours["title"],
        "description": ours["description"],
        "author": [{"@type": "Person", "name": name} for name in ours["authors"]],
        "publisher": outlet if outlet["name"] else None,
        "datePublished": ours["published_stated"],
        "dateModified": ours["modified_stated"],
        "articleSection": ours["section"],
        "keywords": ours["tags"],
        "inLanguage": ours["language"],
        "image": ours["image_url"],
        "isAccessibleForFree": ours["is_accessible_for_free"],
        "wordCount": ours["words"],
        "version": ours["revision"],
        "articleBody": ours["text"],
    }
    return {name: value for name, value in theirs.items() if value is not None and value != []}


def write_jsonl(stream: TextIO, pages: Iterable[list[Row]], form: Callable[[Row], Values] = values) -> int:
    """Write an object a line; return the number of articles."""
    count = 0
    for page in pages:
        stream.write(as_jsonl(page, form))
        count += len(page)
    return count


def as_jsonl(page: Iterable[Row], form: Callable[[Row], Values] = values) -> str:
    """Return rows as an object a line."""
    return "".join(json.dumps(form(row), ensure_ascii=False) + "\n" for row in page)


def write_csv(stream: TextIO, pages: Iterable[list[Row]]) -> int:
    """Write a table with a head (RFC 4180); lists are joined by semicolons. Return the number of articles."""
    stream.write(csv_head())
    count = 0
    for page in pages:
        stream.write(as_csv(page))
        count += len(page)
    return count


def csv_head() -> str:
    """Return the head of the table."""
    return _csv([NAMES])


def as_csv(page: Iterable[Row]) -> str:
    """Return rows of the table."""
    return _csv(map(_cells, page))


def _csv(rows: Iterable[Iterable[Any]]) -> str:
    stream = StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def _cells(row: Row) -> Iterator[Any]:
    for value in values(row).values():
        if isinstance(value, list):
            yield "; ".join(value)
        else:
            yield str(value).lower() if isinstance(value, bool) else value


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return [] if column.kind == "list" else None
    if column.kind == "list":
        return json.loads(value) if isinstance(value, str) else value
    if column.kind == "truth":
        return bool(value)
    if column.kind == "moment":
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()
    return value
