"""A page taken out of the archive again, as it was put in."""

from cleaners.types import Page
from storage import reading
from storage.archive import Archive
from storage.database import Database
from storage.errors import StoreError
from storage.warc import body_sha256


def page_of(database: Database, raw: Archive, found: reading.Kept) -> Page:
    """Return the page that an archived record holds; the body may lie in another, which it refers to.

    Raises StoreError where the bytes are not there, or not what was archived.
    """
    record = found.record
    capture = body = raw.read(record.file, record.offset, record.length)
    if record.refers_to is not None:
        whole = database.read(reading.record, record.refers_to)
        if whole is None:
            raise StoreError(f"record {record.refers_to} with the bytes of {found.url} is gone; fetch it again")
        body = raw.read(whole.record.file, whole.record.offset, whole.record.length)
    page = Page(
        url="" if found.url.startswith("urn:sha256:") else found.url,
        body=body.body,
        content_type=record.content_type,
        fetched_at=record.fetched_at,
        status=record.status,
        headers=capture.headers,
        source=found.source,
        how=record.how,
        listed=found.evidence.get("found", {}),
    )
    if body_sha256(page) != record.body_sha256:
        path = raw.folder / record.file
        raise StoreError(f"{path} holds other bytes at {record.offset} than were archived; restore it from a copy")
    return page
