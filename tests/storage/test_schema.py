"""The schema: made by migrations, equal to the models, commented, and refused where it is not ours."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

import storage
from storage import StoreError
from storage.derived import Base
from storage.engine import make_engine, parse, transaction
from storage.migrate import head
from tests.storage.made import article, page


def test_migrations_make_what_the_models_say(url: str) -> None:
    """After all migrations the database differs in nothing from the models: tables, types, indexes, keys, comments."""
    assert storage.upgrade(url) == (None, head())
    engine = make_engine(parse(url))
    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _has_a_model}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def _has_a_model(name: str | None, kind: str, _: object) -> bool:
    # The full-text index is not of SQLAlchemy's kinds; on SQLite it keeps tables of its own, search_data and so on.
    return not (kind == "table" and (name or "").split("_")[0] == "search")


def test_upgrade_is_idempotent_and_keeps_data(url: str, tmp_path: Path) -> None:
    """Upgrading a current, filled database changes nothing."""
    with storage.open_store(url, archive=tmp_path / "archive") as store:
        store.save(page(), store.archive(page()), article())
    assert storage.upgrade(url) == (head(), head())
    with storage.open_store(url, archive=tmp_path / "archive") as store:
        assert store.article(1) is not None


def test_everything_has_a_comment() -> None:
    """Every table and column says what it holds."""
    for table in Base.metadata.sorted_tables:
        assert table.comment, table.name
        assert [column.name for column in table.columns if not column.comment] == []


def test_constraints_have_names() -> None:
    """Every constraint and index follows the naming convention, so that later migrations can address it."""
    for table in Base.metadata.sorted_tables:
        for item in [*table.constraints, *table.indexes]:
            assert str(getattr(item, "name", ""))[:3] in ("pk_", "fk_", "uq_", "ix_"), item


def test_foreign_keys_have_indexes(url: str) -> None:
    """Each foreign key is the start of an index, so that deletions need not read whole tables."""
    storage.upgrade(url)
    engine = make_engine(parse(url))
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        starts = {index["column_names"][0] for index in inspector.get_indexes(table.name)}
        starts |= {unique["column_names"][0] for unique in inspector.get_unique_constraints(table.name)}
        starts |= set(inspector.get_pk_constraint(table.name)["constrained_columns"][:1])
        for key in inspector.get_foreign_keys(table.name):
            assert key["constrained_columns"][0] in starts, (table.name, key)
    engine.dispose()


def test_newer_database_is_refused(url: str) -> None:
    """A schema version that this newsmill does not know is named, and left as it is."""
    storage.upgrade(url)
    engine = make_engine(parse(url))
    with transaction(engine, writes=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"schema version 9999, newer than .*; upgrade newsmill") as caught:
        storage.open_store(url)
    assert "\n" not in str(caught.value)


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A SQLite file with somebody else's tables gets none of ours."""
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match=r"tables of another program \(bookmarks\); give another --db"):
        storage.open_store(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    connection.close()
