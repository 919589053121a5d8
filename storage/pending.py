"""The list of articles that wait for `storage.analysis`: written with each revision, worked off in batches."""

from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, text

from storage.derived import Pending
from storage.frontier import insert_into
from storage.models import Article

# Any constant will do: whoever works the list off on PostgreSQL takes this advisory lock first.
_LOCK = 0x6E657774


def add(connection: Connection, article_id: int) -> None:
    """Put an article on the list, in the transaction that stores its revision."""
    statement = insert_into(connection.dialect.name, Pending).on_conflict_do_nothing()
    connection.execute(statement, {"article_id": article_id})


def add_all(connection: Connection) -> None:
    """Put every article on the list, to be looked at again."""
    connection.execute(delete(Pending))
    connection.execute(insert(Pending).from_select(["article_id"], select(Article.id)))


def any_left(connection: Connection) -> bool:
    """Tell whether an article waits."""
    return bool(connection.scalar(select(exists(select(Pending.article_id)))))


def count(connection: Connection) -> int:
    """Return how many articles wait."""
    return connection.scalar(select(func.count()).select_from(Pending)) or 0


def take(connection: Connection, most: int) -> list[int]:
    """Take articles off the list, the first stored first; their rows stay locked until the transaction ends.

    One process at a time does this: two that look at copies of each other must not miss them.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    waiting = list(connection.scalars(select(Pending.article_id).order_by(Pending.article_id).limit(most)))
    # Articles are locked before their rows of the list, as whoever stores a revision does.
    locked = select(Article.id).where(Article.id.in_(waiting)).order_by(Article.id).with_for_update(key_share=True)
    found = list(connection.scalars(locked))
    connection.execute(delete(Pending).where(Pending.article_id.in_(waiting)))
    return found


def is_pending(article_id: Any) -> Any:
    """The condition that an article waits."""
    return exists().where(Pending.article_id == article_id)
