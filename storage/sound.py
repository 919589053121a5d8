"""What a look at the tables by themselves can tell, and what can be put right there."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, or_, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import aliased

from cleaners.types import Page
from storage import frontier, pending, rewriting
from storage.archive import Found
from storage.derived import Band, Cluster, Pair, Pending, Posting, Profile, TermCount
from storage.models import Article, Failure, PageRow, Record, RemovalRow, RetiredFile, Revision

_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Where the tables say that a record lies."""

    id: int
    warc_id: str
    offset: int
    length: int
    request_length: int
    body_sha256: str
    refers_to: int | None

    @property
    def end(self) -> int:
        """The offset of the first byte behind it."""
        return self.offset + self.length + self.request_length


def database(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong with its file (https://www.sqlite.org/pragma.html#pragma_integrity_check)."""
    if connection.dialect.name != "sqlite":
        return []
    lines = [str(row[0]) for row in connection.execute(text(f"PRAGMA integrity_check({_MOST})"))]
    keys = [
        f"{row[0]} row {row[1]} refers to a row of {row[2]} that is not there"
        for row in connection.execute(text("PRAGMA foreign_key_check")).fetchmany(_MOST)
    ]
    return [line for line in lines if line != "ok"] + keys


def search(connection: Connection) -> bool:
    """Tell whether the full-text index is whole, and holds the revisions that it should and no others.

    On SQLite the index checks itself (https://www.sqlite.org/fts5.html#the_integrity_check_command).
    """
    indexed = "SELECT revision_id FROM search"
    if connection.dialect.name == "sqlite":
        indexed = "SELECT id FROM search_docsize"
        try:
            connection.execute(text("INSERT INTO search (search) VALUES ('integrity-check')"))
        except DatabaseError:
            return False
    wanted = "SELECT revision_id FROM profiles"
    differ = f"SELECT count(*) FROM ({indexed} EXCEPT {wanted}) AS a"
    lacks = f"SELECT count(*) FROM ({wanted} EXCEPT {indexed}) AS a"
    return not connection.scalar(text(differ)) and not connection.scalar(text(lacks))


def renew(connection: Connection) -> None:
    """Throw away what can be computed again, and put every article on the list of those that wait for it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search (search) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM search"))
    for model in (Pair, Band, Posting, Profile, Cluster, TermCount):
        connection.execute(delete(model))
    pending.add_all(connection)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something about an article that does not fit together."""

    line: str
    article_id: int
    kind: str


def tables(connection: Connection) -> list[Fault]:
    """Return what does not fit together in the tables."""
    current = select(Revision.id).where(Revision.article_id == Article.id, Revision.number == Article.revision)
    address = select(PageRow.id).where(PageRow.article_id == Article.id)
    counted = select(func.count()).where(RemovalRow.revision_id == Revision.id).scalar_subquery()
    other = aliased(Article)
    twin = select(other.id).where(
        other.url_sha256 == Article.url_sha256, other.source_id == Article.source_id, other.id < Article.id
    )
    torn = select(Revision.article_id).where(Revision.removed != counted)
    looked_at = (
        select(Profile.article_id)
        .join(Revision, Revision.id == Profile.revision_id)
        .where(Profile.article_id == Article.id, Revision.number == Article.revision)
    )
    waits = select(Pending.article_id).where(Pending.article_id == Article.id)
    queries = (
        ("has no current revision", select(Article.id).where(~current.exists())),
        ("has no address", select(Article.id).where(~address.exists())),
        ("lacks removed blocks", torn.distinct()),
        ("is not in search, pairs and clusters", select(Article.id).where(~looked_at.exists(), ~waits.exists())),
        ("is stored twice", select(Article.id).where(twin.exists())),
    )
    return [
        Fault(line=f"article {key} {kind}", article_id=key, kind=kind)
        for kind, query in queries
        for key in connection.scalars(query.limit(_MOST))
    ]


def mend(connection: Connection, fault: Fault, at: datetime) -> bool:
    """Put a fault right where that loses nothing; tell whether it could be."""
    own = Article.id == fault.article_id
    if fault.kind == "has no current revision":
        last = connection.scalar(select(func.max(Revision.number)).where(Revision.article_id == fault.article_id))
        if last is None:  # there is nothing of it but its number
            of = PageRow.article_id == fault.article_id
            connection.execute(update(PageRow).where(of).values(article_id=None, body_sha256=None, etag=None))
            connection.execute(delete(Article).where(own))
        else:
            connection.execute(update(Article).where(own).values(revision=last))
        return True
    if fault.kind == "is not in search, pairs and clusters":
        pending.add(connection, fault.article_id)
        return True
    if fault.kind == "has no address":
        article = connection.execute(select(Article.url, Article.source_id).where(own)).one()
        page_id = frontier.ensure_page(connection, Page(url=article.url, body=b""), at)
        frontier.link(connection, page_id, fault.article_id)
        return True
    return False


def counts(connection: Connection) -> tuple[int, int]:
    """Return the number of articles and of records."""
    articles = connection.scalar(select(func.count()).select_from(Article))
    return articles or 0, connection.scalar(select(func.count()).select_from(Record)) or 0


def retired(connection: Connection) -> list[str]:
    """Return the files that are to be removed."""
    return list(connection.scalars(select(RetiredFile.file).order_by(RetiredFile.file)))


def files(connection: Connection) -> list[str]:
    """Return the archive files that the tables know."""
    return list(connection.scalars(select(Record.file).distinct()))


def rows(connection: Connection, file: str) -> list[Row]:
    """Return what the tables know of a file, in its order."""
    columns = [getattr(Record, field.name) for field in fields(Row)]
    query = select(*columns).where(Record.file == file).order_by(Record.offset)
    return [Row(**row._mapping) for row in connection.execute(query)]


def url_of(connection: Connection, record_id: int) -> str | None:
    """Return the address that a record's bytes came from, None where there is no such record."""
    query = select(PageRow.url).join(Record, Record.page_id == PageRow.id).where(Record.id == record_id)
    return connection.scalar(query)


def move(connection: Connection, record_id: int, found: Found) -> None:
    """Note where a record lies now; where another row has it already, that one takes the place of this one."""
    place = (Record.file == found.file) & (Record.offset == found.offset)
    twin = connection.scalar(select(Record.id).where(place))
    if twin is not None:
        rewriting.take_out(connection, [record_id], instead=twin)
        return
    values = {"file": found.file, "offset": found.offset, "length": found.length}
    connection.execute(
        update(Record).where(Record.id == record_id).values(**values, request_length=found.request_length)
    )


def let_go(connection: Connection, record_id: int) -> None:
    """Forget a record whose bytes are lost, and all that refer to it; the page is fetched whole the next time."""
    page_id = connection.scalar(select(Record.page_id).where(Record.id == record_id))
    forgotten = {"etag": None, "last_modified": None, "body_sha256": None}
    connection.execute(update(PageRow).where(PageRow.id == page_id).values(**forgotten))
    for visit in connection.scalars(select(Record.id).where(Record.refers_to == record_id)).all():
        let_go(connection, visit)
    rewriting.take_out(connection, [record_id])


def waiting(connection: Connection) -> list[int]:
    """Return the records of good answers that are their addresses' latest, and of which nothing became."""
    later = aliased(Record)
    moment = func.coalesce(Record.fetched_at, Record.archived_at)
    newer = select(later.id).where(
        later.page_id == Record.page_id,
        or_(
            func.coalesce(later.fetched_at, later.archived_at) > moment,
            and_(func.coalesce(later.fetched_at, later.archived_at) == moment, later.id > Record.id),
        ),
    )
    noted = select(Failure.id).where(Failure.record_id == Record.id)
    query = (
        select(Record.id)
        .join(PageRow, PageRow.id == Record.page_id)
        .where(Record.status >= 200, Record.status < 300, ~newer.exists(), ~noted.exists())
        .where(func.coalesce(PageRow.body_sha256, "") != Record.body_sha256)
        .where(or_(PageRow.fetched_at.is_(None), PageRow.fetched_at <= moment))
        .order_by(Record.id)
    )
    return list(connection.scalars(query))
