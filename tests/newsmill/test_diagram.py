"""`newsmill db diagram`: the tables, for a person, a pipe and a page."""

from pathlib import Path

from storage.derived import Base
from tests.newsmill.conftest import Newsmill

SCHEMA = Path(__file__).parents[2] / "docs" / "schema.md"


def test_every_column_is_a_line(newsmill: Newsmill) -> None:
    """Piped, a column is a line: table, column, type, what it holds."""
    lines = [line.split("\t") for line in newsmill("db", "diagram").stdout.splitlines()]
    columns = [(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns]
    assert [(line[0], line[1]) for line in lines] == columns
    assert all(len(line) == 4 and line[3] for line in lines)
    assert ["records", "offset", "integer", "Where the record starts in the file, bytes"] in lines


def test_the_diagram_shows_keys(newsmill: Newsmill) -> None:
    """Every foreign key is a line between two tables."""
    shown = newsmill("db", "diagram", "--format", "mermaid").stdout
    assert shown.startswith("erDiagram\n")
    assert "articles ||--o{ revisions : article_id" in shown
    assert 'integer id PK "Key, never used again after a deletion"' in shown


def test_the_document_is_up_to_date(newsmill: Newsmill) -> None:
    """docs/schema.md is what the command prints now; write it anew with the line at its top."""
    assert SCHEMA.read_text() == newsmill("db", "diagram", "--format", "markdown").stdout
