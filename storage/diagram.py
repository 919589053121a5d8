"""The schema as a picture and as a table: every table, column and key with its comment, from the models themselves."""

from collections.abc import Iterator

from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite

from storage.derived import Base

_KINDS = {"BIGINT": "integer", "INTEGER": "integer", "TEXT": "text", "DATETIME": "moment", "BOOLEAN": "boolean"}

_HEAD = """# Tables

Made by `newsmill db diagram --format markdown > docs/schema.md`. Moments are UTC. Beside these tables there is `search`,
the full-text index (FTS5 on SQLite, `tsvector` on PostgreSQL), and `alembic_version`, the schema's version.
"""


def tables() -> list[Table]:
    """Return the tables, each behind those that it refers to."""
    return list(Base.metadata.sorted_tables)


def kind(column: Column[object]) -> str:
    """Return what a column holds, in a word that is the same on every database."""
    name = column.type.compile(sqlite.dialect()).split("(")[0]
    return _KINDS.get(name, name.lower())


def mermaid() -> str:
    """Return the schema as an entity-relationship diagram in Mermaid (https://mermaid.js.org), which GitHub draws."""
    return "\n".join(["erDiagram", *_relations(), *(line for table in tables() for line in _entity(table))]) + "\n"


def markdown() -> str:
    """Return the schema as a document: the diagram, then a table of columns for each table."""
    parts = [_HEAD, f"```mermaid\n{mermaid()}```\n"]
    for table in tables():
        rows = [f"| `{column.name}` | {kind(column)}{_marks(column)} | {column.comment} |" for column in table.columns]
        parts.append(
            "\n".join([f"## {table.name}\n", f"{table.comment}.\n", "| column | type | |", "|---|---|---|", *rows, ""])
        )
    return "\n".join(parts)


def _relations() -> Iterator[str]:
    for table in tables():
        for column in table.columns:
            for key in column.foreign_keys:
                many = "|o" if column.nullable else "||"
                yield f"    {key.column.table.name} {many}--o{{ {table.name} : {column.name}"


def _entity(table: Table) -> Iterator[str]:
    yield f"    {table.name} {{"
    for column in table.columns:
        keys = [name for name, holds in (("PK", column.primary_key), ("FK", bool(column.foreign_keys))) if holds]
        mark = f" {', '.join(keys)}" if keys else ""
        comment = (column.comment or "").replace('"', "'")
        yield f'        {kind(column)} {column.name}{mark} "{comment}"'
    yield "    }"


def _marks(column: Column[object]) -> str:
    marks = [f"→ {key.column.table.name}" for key in column.foreign_keys]
    marks += ["key"] if column.primary_key else []
    marks += ["may be null"] if column.nullable else []
    return f" ({', '.join(marks)})" if marks else ""
