"""The schema's version: a new database is made, an older one upgraded, a newer one refused (Alembic)."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from storage.derived import Base
from storage.engine import make_engine, parse, shown, sqlite_file, transaction, translated
from storage.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
# Any constant will do: whoever creates or upgrades a PostgreSQL schema takes this advisory lock first.
LOCK = 0x6E657773


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring the database to this version's schema, making it where it is new.

    Returns the schema versions before (None for a new database) and after. Raises StoreError as `open_store` does.
    """
    engine = make_engine(parse(url))
    try:
        return prepare(engine)
    finally:
        engine.dispose()


def prepare(engine: Engine) -> tuple[str | None, str]:
    """Do the work of `upgrade` on an engine."""
    newest = head()
    if sqlite_file(engine.url):
        _write_ahead(engine)
    with transaction(engine) as connection:
        before = current(connection)
    if before == newest:
        return before, newest
    with transaction(engine, writes=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = current(connection)  # another process may have been quicker
        _check(connection, before, engine.url)
        if before != newest:
            command.upgrade(_config(connection), "head")
    return before, newest


def head() -> str:
    """Return the newest schema version that this newsmill knows."""
    newest = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert newest is not None
    return newest


def current(connection: Connection) -> str | None:
    """Return the database's schema version, None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _write_ahead(engine: Engine) -> None:
    # The mode stays with the file. It cannot be set inside a transaction, hence the bare driver connection.
    with translated(engine.url), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            driver.execute("PRAGMA journal_mode = WAL")


def _check(connection: Connection, version: str | None, url: URL) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError(
            f"{shown(url)} has schema version {version}, newer than this newsmill knows ({head()}); upgrade newsmill"
        )
    if version is None:
        tables = set(inspect(connection).get_table_names())
        foreign = tables if sqlite_file(url) else tables & set(Base.metadata.tables)
        if foreign:
            raise StoreError(f"{shown(url)} holds tables of another program ({min(foreign)}); give another --db")
