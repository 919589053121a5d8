"""Today's rules over the archive: what is to be cleaned again, what came of it, and writing that down.

What a run finds is kept in `recleanings` until it is written, so that a run that was stopped goes on, and a dry run
need not be done twice. The fates: *same* (nothing differs), *reasons* (text and metadata are the same; blocks, reasons
or rules differ), *changed*, *new* (a page that was refused is an article now), *refused* (a page that is no article,
any more or still: what is stored of it stays), *failed* (it could not be cleaned).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.orm import Session

from cleaners import types
from cleaners.types import Page
from storage import frontier, records, saving
from storage.addresses import outlet_names
from storage.errors import RowError
from storage.models import Article, Failure, PageRow, Recleaning, Record, RemovalRow, Revision, Source
from storage.outcomes import Duplicate, Failed, Revised, Stored, Unchanged
from storage.reading import is_current
from storage.rows import article_of, content_sha256
from storage.store import Store
from storage.warc import address

SAME, REASONS, CHANGED, NEW, REFUSED, FAILED = "same", "reasons", "changed", "new", "refused", "failed"
TO_WRITE = (SAME, REASONS, CHANGED, NEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which pages a run is about: of one outlet, fetched from a day on, those that these versions have not cleaned.

    `everything` takes pages too that these versions did clean.
    """

    cleaner_version: str
    rules_version: str
    source: str | None = None
    since: date | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of one record: its fate, and the words gained and lost by reason.

    `revision_id` and `article_id` are what it was compared with, None where the page was refused before.
    """

    record_id: int
    fate: str
    revision_id: int | None = None
    article_id: int | None = None
    gained: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is stored of a record now."""

    revision_id: int
    article_id: int
    article: types.Article
    content_sha256: str

    def fate(self, now: types.Article) -> str:
        """Return how the article that it is cleaned to now differs."""
        if content_sha256(now) != self.content_sha256:
            return CHANGED
        same = (now.metadata, now.blocks, now.removals) == (
            self.article.metadata,
            self.article.blocks,
            self.article.removals,
        )
        return SAME if same else REASONS


Cleaned = tuple[Finding, Page, types.Article]
"""What was found, the page, and what it is cleaned to."""
Written = Revised | Stored | Duplicate | Failed | None


class Recleanings:
    """The store as a run of re-cleaning sees it. Every method raises StoreError as the store's do."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store, self._database, self._scope = store, store.database, scope

    def begin(self) -> list[int]:
        """Return the keys of the records that are to be cleaned, in the order in which they lie in the archive."""
        return self._database.write(_begin, self._scope)

    def page(self, record_id: int) -> Page:
        """Return the page that a record holds. Raises StoreError too where its bytes are not there."""
        return self._store.record(record_id)

    def before(self, record_id: int) -> Before | None:
        """Return what is stored of a record, None for a page that was refused."""
        return self._database.read(_before, record_id)

    def note(self, findings: Sequence[Finding]) -> None:
        """Keep what was found."""
        if findings:
            self._database.write(_note, self._scope, findings)

    def findings(self) -> list[Finding]:
        """Return what this run and those before it have found and not written, in the order of the archive."""
        return self._database.read(_findings, self._scope)

    def write(self, finding: Finding, page: Page, article: types.Article) -> Revised | Stored | Duplicate | None:
        """Write one down: a revision that is marked as ours, or a new article; None where there was nothing to do."""
        return self._database.write(_write, finding, page, article, datetime.now(UTC))

    def write_all(self, several: Sequence[Cleaned]) -> list[Written]:
        """Write several down in one transaction; one that the database does not take is `Failed`, with no effect."""
        try:
            return [*self._database.write(_write_all, several, datetime.now(UTC))]
        except RowError:
            return [self._write_alone(*one) for one in several]

    def _write_alone(self, finding: Finding, page: Page, article: types.Article) -> Written:
        try:
            return self.write(finding, page, article)
        except RowError as error:
            return Failed(url=address(page), why=saving.UNSTORABLE, detail=str(error))

    def write_same(self, findings: Sequence[Finding]) -> None:
        """Note of revisions that today's rules change nothing about them."""
        if findings:
            self._database.write(_write_same, self._scope, findings)


def _begin(connection: Connection, scope: Scope) -> list[int]:
    today = (Recleaning.cleaner_version == scope.cleaner_version) & (Recleaning.rules_version == scope.rules_version)
    connection.execute(delete(Recleaning).where(~today | (Recleaning.fate == FAILED)))  # these are tried again
    unwritten = connection.scalar(select(func.count()).where(Recleaning.fate.in_(TO_WRITE)))
    if scope.everything and not unwritten:
        connection.execute(delete(Recleaning))
    done = select(Recleaning.record_id).where(Recleaning.record_id == Record.id).exists()
    newer = (Revision.cleaner_version != scope.cleaner_version) | (Revision.rules_version != scope.rules_version)
    current = select(Revision.id).join(Article, is_current()).where(Revision.record_id == Record.id)
    stale = current if scope.everything else current.where(newer)
    refused = (
        select(Failure.id)
        .where(Failure.record_id == Record.id, Failure.kind == saving.REFUSED, Failure.why == PageRow.refused)
        .where(Failure.url_sha256 == PageRow.url_sha256)
    )
    query = _in_scope(select(Record.id), scope).where(~done, or_(stale.exists(), refused.exists()))
    return list(connection.scalars(query.order_by(Record.file, Record.offset)))


def _in_scope(query: Any, scope: Scope) -> Any:
    query = query.join(PageRow, PageRow.id == Record.page_id)
    if scope.source is not None:
        query = query.join(Source, Source.id == PageRow.source_id).where(Source.name.in_(outlet_names(scope.source)))
    if scope.since is not None:
        day = datetime.combine(scope.since, time(), UTC)
        query = query.where(func.coalesce(Record.fetched_at, Record.archived_at) >= day)
    return query


def _before(connection: Connection, record_id: int) -> Before | None:
    query = select(Revision).join(Article, is_current()).where(Revision.record_id == record_id)
    with Session(connection) as session:
        row = session.scalars(query).first()
        if row is None:
            return None
        removals = select(RemovalRow).where(RemovalRow.revision_id == row.id).order_by(RemovalRow.block_index)
        return Before(
            revision_id=row.id,
            article_id=row.article_id,
            article=article_of(row, session.scalars(removals)),
            content_sha256=row.content_sha256,
        )


def _note(connection: Connection, scope: Scope, findings: Sequence[Finding]) -> None:
    versions = {"cleaner_version": scope.cleaner_version, "rules_version": scope.rules_version}
    # An article may have been deleted, or cleaned by another run, since its record was read.
    gone = {one.record_id for one in findings} - set(
        connection.scalars(select(Record.id).where(Record.id.in_([one.record_id for one in findings])))
    )
    rows = [
        {
            "record_id": one.record_id,
            "revision_id": one.revision_id,
            "fate": one.fate,
            "gained": dict(one.gained),
            "lost": dict(one.lost),
            "created_at": datetime.now(UTC),
            **versions,
        }
        for one in findings
        if one.record_id not in gone
    ]
    if rows:
        statement = frontier.insert_into(connection.dialect.name, Recleaning).on_conflict_do_nothing()
        connection.execute(statement, rows)


def _findings(connection: Connection, scope: Scope) -> list[Finding]:
    query = (
        _in_scope(select(Recleaning, Revision.article_id).join(Record, Record.id == Recleaning.record_id), scope)
        .outerjoin(Revision, Revision.id == Recleaning.revision_id)
        .order_by(Record.file, Record.offset)
    )
    with Session(connection) as session:
        return [
            Finding(
                record_id=row.record_id,
                fate=row.fate,
                revision_id=row.revision_id,
                article_id=article_id,
                gained=row.gained,
                lost=row.lost,
            )
            for row, article_id in session.execute(query)
        ]


def _write(
    connection: Connection, finding: Finding, page: Page, article: types.Article, at: datetime
) -> Revised | Stored | Duplicate | None:
    connection.execute(delete(Recleaning).where(Recleaning.record_id == finding.record_id))
    if finding.revision_id is None:
        archived = records.known(connection, page).same
        outcome = saving.save(connection, page, archived, article, at)
        return None if isinstance(outcome, Unchanged) else outcome
    if finding.fate == REASONS:
        saving.correct(connection, finding.revision_id, article)
        return None
    return saving.revise(connection, address(page), finding.revision_id, article, at)


def _write_all(connection: Connection, several: Sequence[Cleaned], at: datetime) -> list[Written]:
    return [_write(connection, *one, at) for one in several]


def _write_same(connection: Connection, scope: Scope, findings: Sequence[Finding]) -> None:
    versions = {"cleaner_version": scope.cleaner_version, "rules_version": scope.rules_version}
    revisions = [one.revision_id for one in findings]
    connection.execute(update(Revision).where(Revision.id.in_(revisions)).values(**versions))
    connection.execute(delete(Recleaning).where(Recleaning.record_id.in_([one.record_id for one in findings])))
