"""How far the exports into a place went."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.derived import Export
from storage.frontier import insert_into
from storage.rows import sha256


def done(connection: Connection, place: str) -> tuple[int, str | None]:
    """Return the last revision that an earlier export took into account, and what was exported; 0 and None for none."""
    query = select(Export.until_revision, Export.what).where(Export.target_sha256 == sha256(place))
    row = connection.execute(query).first()
    return (0, None) if row is None else (row[0], row[1])


def note(connection: Connection, target: tuple[str, str], until: int, articles: int, at: datetime) -> None:
    """Write down that an export ended."""
    statement = insert_into(connection.dialect.name, Export)
    new = statement.excluded
    changes = {"until_revision": new.until_revision, "exported_at": new.exported_at}
    statement = statement.on_conflict_do_update(
        index_elements=["target_sha256"], set_={**changes, "articles": Export.articles + new.articles}
    )
    place, what = target
    values = {"target_sha256": sha256(place), "target": place, "what": what, "until_revision": until}
    connection.execute(statement, {**values, "articles": articles, "exported_at": at})
