"""Floor 2: the database and the raw archive. `open_store` is the way in."""

from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import StoreError
from storage.outcomes import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged
from storage.views import ArticleRow, FailureRow, SourceRow, Validators

if TYPE_CHECKING:
    from storage.store import Store

__all__ = [
    "ArticleRow",
    "Duplicate",
    "Failed",
    "FailureRow",
    "Outcome",
    "Refused",
    "Revised",
    "SourceRow",
    "Store",
    "StoreError",
    "Stored",
    "Unchanged",
    "Validators",
    "open_store",
    "upgrade",
]


def open_store(url: str, *, archive: Path | None = None) -> "Store":
    """Open a database: see `storage.store.open_store`, which is imported only now since SQLAlchemy is heavy."""
    from storage.store import open_store as opened

    return opened(url, archive=archive)


def upgrade(url: str) -> tuple[str | None, str]:
    """Bring a database to this version's schema: see `storage.migrate.upgrade`."""
    from storage.migrate import upgrade as upgraded

    return upgraded(url)


def __getattr__(name: str) -> object:
    if name == "Store":
        from storage.store import Store

        return Store
    raise AttributeError(name)
