"""Pages and articles for the storage tests, written for this project."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, func, select, text
from warcio.archiveiterator import ArchiveIterator

from cleaners.types import Article, Block, Kind, Link, Metadata, Page, Paywall, Reason, Removal
from storage import Outcome
from storage.store import Store

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HARBOUR = "The harbour opened again on Monday after repairs that took three weeks and cost two million."


def page(body: bytes = b"<html>harbour</html>", url: str = "https://www.sample.example/harbour", **more: Any) -> Page:
    """Return a page of the sample outlet."""
    values: dict[str, Any] = {
        "content_type": "text/html; charset=utf-8",
        "fetched_at": NOON,
        "headers": {"Content-Type": "text/html; charset=utf-8", "ETag": '"v1"'},
        "source": "sample.example",
    }
    return Page(body=body, url=url, **{**values, **more})


def article(text: str = HARBOUR, title: str | None = "Harbour opens", **metadata: Any) -> Article:
    """Return a cleaned page of three blocks, one of them removed."""
    return Article(
        metadata=Metadata(title=title, **{"published_at": date(2026, 2, 28), **metadata}),
        blocks=(
            Block(index=0, text=text, path="/html/body/p[1]", links=(Link(start=4, end=11, url="https://x.example/"),)),
            Block(index=2, text="Ships came in by noon.", kind=Kind.QUOTE, path="/html/body/blockquote"),
        ),
        removals=(
            Removal(
                block=Block(index=1, text="Share this story", kind=Kind.ITEM, path="/html/body/ul/li"),
                reason=Reason.SHARE,
                rule="generic/share-bar",
            ),
        ),
        paywall=Paywall.UNKNOWN,
        paywall_evidence=("json-ld:isAccessibleForFree",),
        warnings=("the page ends in the middle of a tag",),
        cleaner_version="1",
        rules_version="2",
    )


def put(store: Store, page: Page, article: Article) -> Outcome:
    """Archive and save, the way every page takes."""
    return store.save(page, store.archive(page), article)


def count(store: Store, model: type) -> int:
    """Return the number of rows of a table."""
    query = select(func.count()).select_from(model)
    return store.database.read(lambda connection: connection.scalar(query)) or 0


def bodies_of(path: Path) -> list[bytes]:
    """Return the bodies of a file's records after the first, as warcio reads them with digests checked."""
    with path.open("rb") as stream:
        return [record.raw_stream.read() for record in ArchiveIterator(stream, check_digests="raise")][1:]


def limit_texts(store: Store) -> None:
    """Have the database refuse texts of more than a hundred thousand characters."""
    if store.database.engine.dialect.name == "sqlite":
        event.listen(
            store.database.engine, "connect", lambda made, _: made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 100_000)
        )
        store.database.close()
    else:
        refusing = (
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF length(NEW.text) > 100000 THEN "
            "RAISE 'string is too long' USING ERRCODE = '54000'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER refusing BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION refuse()",
        )
        store.database.write(lambda connection: [connection.execute(text(one)) for one in refusing])
