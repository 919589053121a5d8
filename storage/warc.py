"""Pages to WARC records and back (ISO 28500:2017, WARC/1.1), with warcio.

A page with an http or https address becomes a `response` record, or a `revisit` record where the same bytes are archived
already, and a `request` record where it is known what was sent; any other becomes a `resource` record. Bodies are kept as
they came to us, that is with transfer and content codings undone; the headers that spoke of those codings are kept
under ``X-Archive-Orig-``, the convention of browser-based archivers, so that no reader undoes them a second time.
"""

import gzip
import hashlib
import re
import uuid
import zlib
from base64 import b32encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from isal import isal_zlib
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners.types import Page
from storage.types import storable

ORIGINAL = "X-Archive-Orig-"
_LEVEL = 2  # of ISA-L: a tenth of the time of zlib's 6, for a sixth more bytes
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
    return _sha256(page.body)


@lru_cache(maxsize=4)
def _sha256(body: bytes) -> str:
    # Each step of a page's way asks for it.
    return hashlib.sha256(body).hexdigest()


def address(page: Page) -> str:
    """Return the page's URL, or ``urn:sha256:...`` of its body where nobody knows one."""
    return page.url or f"urn:sha256:{body_sha256(page)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record that holds the body of a revisit: `date` is its WARC-Date."""

    warc_id: str
    url: str
    date: datetime


def is_http(url: str) -> bool:
    """Tell whether the address is an http or https one."""
    return url.lower().startswith(("http://", "https://"))


def encode(page: Page, record_id: str, archived_at: datetime) -> bytes:
    """Return the page as one gzipped WARC record. `archived_at` stands in for an unknown time of fetching."""
    http = is_http(page.url)
    record = RecordBuilder(warc_version="1.1").create_warc_record(
        _uri(address(page)),
        "response" if http else "resource",
        payload=BytesIO(page.body),
        length=len(page.body),
        warc_content_type="" if http else _value(page.content_type) or "application/octet-stream",
        warc_headers_dict=_identity(page, record_id, archived_at),
        http_headers=_http_headers(page) if http else None,
    )
    return _gzipped(record)


def encode_revisit(page: Page, record_id: str, archived_at: datetime, original: Original) -> bytes:
    """Return the gzipped `revisit` record of an answer whose body another record holds (section 6.7.2 of the standard)."""
    record = RecordBuilder(warc_version="1.1").create_revisit_record(
        _uri(address(page)),
        f"sha1:{b32encode(hashlib.sha1(page.body, usedforsecurity=False).digest()).decode()}",
        _uri(original.url),
        _date(original.date),
        http_headers=_http_headers(page),
        warc_headers_dict={**_identity(page, record_id, archived_at), "WARC-Refers-To": original.warc_id},
    )
    return _gzipped(record)


def encode_request(page: Page, response_id: str, archived_at: datetime) -> bytes:
    """Return the gzipped `request` record that belongs to a page's response; empty where nobody knows what was sent."""
    if not page.request_headers or not is_http(page.url):
        return b""
    parts = urlsplit(_uri(page.url))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    given = [(_NOT_TOKEN.sub("-", name) or "-", _value(value)) for name, value in page.request_headers.items()]
    headers = StatusAndHeaders(f"GET {path} HTTP/1.1", [("Host", parts.netloc), *given], is_http_request=True)
    headers.to_ascii_bytes = headers.to_bytes
    record = RecordBuilder(warc_version="1.1").create_warc_record(
        _uri(page.url),
        "request",
        warc_headers_dict={
            **_identity(page, f"<urn:uuid:{uuid.uuid4()}>", archived_at),
            "WARC-Concurrent-To": response_id,
        },
        http_headers=headers,
    )
    return _gzipped(record)


def _identity(page: Page, record_id: str, archived_at: datetime) -> dict[str, str]:
    return {"WARC-Record-ID": record_id, "WARC-Date": _date(page.fetched_at or archived_at)}


def _uri(url: str) -> str:
    return quote(storable(url), safe="!#$%&'()*+,/:;=?@[]~")


def encode_info(file: str) -> bytes:
    """Return the gzipped `warcinfo` record that opens a file."""
    info = {"software": "newsmill", "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    return _gzipped(RecordBuilder(warc_version="1.1").create_warcinfo_record(file, info))


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A record: its `kind` (response, resource, revisit, request, warcinfo, ...), what identifies it, what it holds.

    `refers_to` is the id of the record with a revisit's body, `concurrent_to` that of a request's response.
    """

    kind: str
    warc_id: str
    url: str
    date: datetime | None
    refers_to: str
    concurrent_to: str
    content_type: str
    capture: Capture


def decode(data: bytes) -> Capture:
    """Return what one gzipped record holds. Raises ValueError for bytes that are no such record."""
    try:
        return describe(gzip.decompress(data)).capture
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(str(error)) from error


def describe(data: bytes) -> Described:
    """Return what one record, no longer gzipped, is and holds. Raises ValueError for bytes that are no record."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data), verify_http=False, arc2warc=False)), None)
    except (OSError, ArchiveLoadFailed) as error:
        raise ValueError(str(error)) from error
    if record is None:
        raise ValueError("no WARC record")
    header, http = record.rec_headers.get_header, record.http_headers
    status = http.get_statuscode() if http and record.rec_type != "request" else ""
    headers = _restored(dict(http.headers)) if http else {}
    stated = headers.get("Content-Type", "") if http else header("Content-Type") or ""
    return Described(
        kind=record.rec_type,
        warc_id=header("WARC-Record-ID") or "",
        url=header("WARC-Target-URI") or "",
        date=moment_of(header("WARC-Date")),
        refers_to=header("WARC-Refers-To") or "",
        concurrent_to=header("WARC-Concurrent-To") or "",
        content_type=stated,
        capture=Capture(
            body=record.raw_stream.read(), status=int(status) if status.isdigit() else HTTPStatus.OK, headers=headers
        ),
    )


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that a WARC-Date states, in UTC; None for what is no date."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _gzipped(record: Any) -> bytes:
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="1.1").write_record(record)
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, isal_zlib.MAX_WBITS | 16)
    return packer.compress(out.getbuffer()) + packer.flush()


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
