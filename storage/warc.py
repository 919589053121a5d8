"""Pages to WARC records and back (ISO 28500:2017, WARC/1.1), with warcio.

A page with an http or https address becomes a `response` record, any other a `resource` record. Bodies are kept as
they came to us, that is with transfer and content codings undone; the headers that spoke of those codings are kept
under ``X-Archive-Orig-``, the convention of browser-based archivers, so that no reader undoes them a second time.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners.types import Page
from storage.types import storable

ORIGINAL = "X-Archive-Orig-"
_CODED = {"content-encoding", "transfer-encoding"}
_NOT_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")  # RFC 9110, section 5.6.2
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What a record holds: the body, and for an HTTP response its status and headers."""

    body: bytes
    status: int
    headers: Mapping[str, str]


def body_sha256(page: Page) -> str:
    """Return the SHA-256 of the page's body, hexadecimal."""
    return hashlib.sha256(page.body).hexdigest()


def address(page: Page) -> str:
    """Return the page's URL, or ``urn:sha256:...`` of its body where nobody knows one."""
    return page.url or f"urn:sha256:{body_sha256(page)}"


def encode(page: Page, record_id: str, archived_at: datetime) -> bytes:
    """Return the page as one gzipped WARC record. `archived_at` stands in for an unknown time of fetching."""
    is_http = page.url.lower().startswith(("http://", "https://"))
    record = RecordBuilder(warc_version="1.1").create_warc_record(
        quote(storable(address(page)), safe="!#$%&'()*+,/:;=?@[]~"),
        "response" if is_http else "resource",
        payload=BytesIO(page.body),
        length=len(page.body),
        warc_content_type="" if is_http else _value(page.content_type) or "application/octet-stream",
        warc_headers_dict={"WARC-Record-ID": record_id, "WARC-Date": _date(page.fetched_at or archived_at)},
        http_headers=_http_headers(page) if is_http else None,
    )
    return _gzipped(record)


def encode_info(file: str) -> bytes:
    """Return the gzipped `warcinfo` record that opens a file."""
    info = {"software": "newsmill", "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    return _gzipped(RecordBuilder(warc_version="1.1").create_warcinfo_record(file, info))


def decode(data: bytes) -> Capture:
    """Return what one gzipped record holds. Raises ValueError for bytes that are no such record."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(gzip.decompress(data)), verify_http=False, arc2warc=False)), None)
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed) as error:
        raise ValueError(str(error)) from error
    if record is None:
        raise ValueError("no WARC record")
    http = record.http_headers
    return Capture(
        body=record.raw_stream.read(),
        status=int(http.get_statuscode()) if http else HTTPStatus.OK,
        headers=_restored(dict(http.headers)) if http else {},
    )


def _gzipped(record: Any) -> bytes:
    out = BytesIO()
    WARCWriter(out, gzip=True, warc_version="1.1").write_record(record)
    return out.getvalue()


def _http_headers(page: Page) -> Any:
    headers = list(_kept(page))
    if page.content_type and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", _value(page.content_type)))
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    result = StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1")
    # warcio would percent-encode values that are not ASCII; as UTF-8 they come back as they were.
    result.to_ascii_bytes = result.to_bytes
    return result


def _kept(page: Page) -> Iterator[tuple[str, str]]:
    length = str(len(page.body))
    for name, value in page.headers.items():
        clean = _NOT_TOKEN.sub("-", name) or "-"
        if clean.lower() in _CODED or (clean.lower() == "content-length" and value != length):
            yield ORIGINAL + clean, _value(value)
        else:
            yield clean, _value(value)


def _restored(headers: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(ORIGINAL): value for name, value in headers.items()}


def _value(text: str) -> str:
    return _CONTROL.sub(" ", storable(text)).strip()


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
