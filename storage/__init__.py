"""Floor 2: the database and the raw archive. `open_store` is the way in."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from storage.conditions import Conditions
from storage.errors import QueryError, StoreError
from storage.outcomes import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged
from storage.views import ArticleRow, Brief, ClusterRow, FailureRow, Hit, PairRow, RevisionRow, SourceRow, Validators

if TYPE_CHECKING:
    from storage.archive import Archived
    from storage.exports.exporting import Exporting
    from storage.item import Item
    from storage.store import Store

__all__ = [
    "Archived",
    "ArticleRow",
    "Brief",
    "ClusterRow",
    "Conditions",
    "Duplicate",
    "Exporting",
    "Failed",
    "FailureRow",
    "Hit",
    "Item",
    "Outcome",
    "PairRow",
    "QueryError",
    "Refused",
    "Revised",
    "RevisionRow",
    "SourceRow",
    "Store",
    "StoreError",
    "Stored",
    "Unchanged",
    "Validators",
    "open_store",
    "upgrade",
]


def open_store(
    url: str,
    *,
    archive: Path | None = None,
    on_wait: Callable[[str], None] = lambda _: None,
    patience: float | None = None,
    short: bool = False,
) -> "Store":
    """Open a database: see `storage.store.open_store`, which is imported only now since SQLAlchemy is heavy."""
    from storage.database import PATIENCE
    from storage.store import open_store as opened

    waits = PATIENCE if patience is None else patience
    return opened(url, archive=archive, on_wait=on_wait, patience=waits, short=short)


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database to this version's schema: see `storage.migrate.upgrade`."""
    from storage.migrate import upgrade as upgraded

    return upgraded(url)


_HEAVY = {"Archived": "archive", "Exporting": "exports.exporting", "Item": "item", "Store": "store"}


def __getattr__(name: str) -> object:
    if name not in _HEAVY:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"storage.{_HEAVY[name]}"), name)
