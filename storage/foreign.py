"""Pages out of WARC files of others (ISO 28500, also packed with gzip or Zstandard), and out of WACZ packages of such.

A WACZ (https://specs.webrecorder.net/wacz/1.1.1/) is a ZIP whose folder `archive` holds WARC files. Bodies come with
transfer and content codings undone, as a crawl's do.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import brotli
from backports import zstd
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from cleaners.types import Page
from storage.errors import StoreError
from storage.frontier import host_of
from storage.unzipping import Unzipped
from storage.warc import is_http, moment_of

TEXTS = re.compile(r"(?i)\s*(text/html|application/xhtml\+xml|text/plain)\b")
# RFC 8878, section 3.1: how a frame begins, and a frame to be skipped with a dictionary, as archives have it at the start
# (https://iipc.github.io/warc-specifications/specifications/warc-zstd/).
_ZSTD, _DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
_GZIP = b"\x1f\x8b"  # RFC 1952, section 2.3
_TRAINED = b"\x37\xa4\x30\xec"  # how a dictionary begins that is more than text
_MOST_DICTIONARY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A record that is no page for us, and why, in a few words that many such records share."""

    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address was visited at a moment, and sent what it had sent before (a revisit record)."""

    url: str
    at: datetime


def read(path: Path, *, limit: int) -> Iterator[Page | Visit | Passed]:
    """Yield what the records of a WARC or WACZ file hold, in their order; of a body at most `limit` bytes are taken.

    Raises StoreError, with one line, where the file cannot be read or is damaged; what stood before was yielded.
    """
    try:
        if zipfile.is_zipfile(path):
            yield from _package(path, limit)
        else:
            with path.open("rb") as stream:
                yield from _records(stream, str(path), limit)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror or error}); check the name and its mode") from error


def _package(path: Path, limit: int) -> Iterator[Page | Visit | Passed]:
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.search(r"\.w?arc(\.gz|\.zst)?$", name)]
        if not names:
            raise StoreError(f"{path}: holds no WARC file in its folder archive/; is it a WACZ?")
        for name in names:
            try:
                with package.open(name) as stream:
                    yield from _records(stream, f"{path}:{name}", limit)  # type: ignore[arg-type]
            except zipfile.BadZipFile as error:
                raise StoreError(f"{path}: {name} is damaged ({error}); fetch the file again") from error


def _records(stream: BinaryIO, name: str, limit: int) -> Iterator[Page | Visit | Passed]:
    requests: dict[str, dict[str, str]] = {}
    held: tuple[str, Page] | None = None
    seen = 0
    try:
        unpacked = _unpacked(stream)
        for record in ArchiveIterator(unpacked, verify_http=False):
            if record.format != "warc":
                raise ArchiveLoadFailed("no WARC record")
            seen += 1
            header = record.rec_headers.get_header
            if record.rec_type == "request":
                requests = {
                    header("WARC-Concurrent-To") or "": _asked(record),
                    header("WARC-Record-ID") or "": _asked(record),
                }
            if held is not None:
                yield replace(held[1], request_headers=held[1].request_headers or requests.get(held[0], {}))
                held = None
            one = _read(record, limit)
            if isinstance(one, Page):
                known = requests.get(header("WARC-Record-ID") or "") or requests.get(header("WARC-Concurrent-To") or "")
                held = header("WARC-Record-ID") or "", replace(one, request_headers=known or {})
            elif one is not None:
                yield one
        if not seen:
            raise ArchiveLoadFailed("no record")
        if getattr(unpacked, "torn", False) or getattr(record.raw_stream, "limit", 0) > 0:
            raise EOFError("it ends in the middle of a record")
        if held is not None:
            yield held[1]
    except (ArchiveLoadFailed, EOFError, zlib.error, zstd.ZstdError, ValueError) as error:
        if held is not None:
            yield held[1]
        raise StoreError(_broken(name, seen, error)) from error


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """Undo gzip, or Zstandard with the dictionary that the file brings where it does."""
    magic, dictionary = stream.read(4), None
    if magic == _DICTIONARY:
        size = int.from_bytes(stream.read(4), "little")
        data = stream.read(min(size, _MOST_DICTIONARY))
        if data[:4] == _ZSTD:
            data = _zstd(data, _MOST_DICTIONARY)
        dictionary = zstd.ZstdDict(data, is_raw=data[:4] != _TRAINED)
    else:
        stream.seek(0)
    if magic[:2] == _GZIP:  # warcio would take a member that breaks off for the end
        return Unzipped(stream)  # type: ignore[return-value]
    if magic not in (_ZSTD, _DICTIONARY):
        return stream
    return zstd.ZstdFile(stream, zstd_dict=dictionary)  # type: ignore[return-value]


def _broken(name: str, seen: int, error: Exception) -> str:
    if not seen:
        return f"{name}: is no WARC file; WARC (.warc, .warc.gz, .warc.zst) and WACZ files can be imported"
    reason = " ".join(str(error).split())[:100] or type(error).__name__
    return f"{name}: is damaged or torn behind record {seen:,} ({reason}); what stands before was imported"


def _read(record: Any, limit: int) -> Page | Visit | Passed | None:
    """Return what a record holds; None for a kind of record that has no page."""
    header = record.rec_headers.get_header
    url = (header("WARC-Target-URI") or "").strip("<>")
    at = moment_of(header("WARC-Date")) or datetime.now(UTC)
    if record.rec_type == "revisit":
        return Visit(url=url, at=at)
    if record.rec_type not in ("response", "resource"):
        return None
    http = record.http_headers
    status = http.get_statuscode() if http else "200"
    kind = (http.get_header("Content-Type") if http else header("Content-Type")) or ""
    if record.rec_type == "response" and not (http and is_http(url)):
        return Passed(url=url, why="no answer of a web server")
    if not status.startswith("2"):
        return Passed(url=url, why=f"status {status}")
    if kind and not TEXTS.match(kind):
        return Passed(url=url, why="neither HTML nor text")
    coding = (http.get_header("Content-Encoding") or "" if http else "").strip().lower()
    if coding and coding not in _DECODERS:
        return Passed(url=url, why=f"coded as {coding[:20]}")
    is_chunked = http is not None and (http.get_header("Transfer-Encoding") or "").lower() == "chunked"
    sent = (ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream).read(limit + 1)
    body = _decoded(sent, coding, limit + 1)
    if max(len(sent), len(body)) > limit:
        return Passed(url=url, why="too large")
    if getattr(record.raw_stream, "limit", 0) > 0 and record.raw_stream.read(1) == b"":
        return Passed(url=url, why="cut off in the middle")
    headers = {name: value for name, value in http.headers if name.lower() != "transfer-encoding"} if http else {}
    return Page(
        url=url,
        body=body,
        content_type=kind,
        fetched_at=at,
        status=int(status),
        headers=headers,
        source=host_of(url),
        how="import",
    )


def _decoded(data: bytes, coding: str, most: int) -> bytes:
    """Undo a content coding, up to so many bytes; what does not decode was decoded by the archiver."""
    if not coding:
        return data
    try:
        return _DECODERS[coding](data, most)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
        return data


def _deflated(data: bytes, most: int) -> bytes:
    """Undo deflate as servers mean it: with the header of zlib (RFC 9110, section 8.4.1.2), or without."""
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, most)


def _unzipped(data: bytes, most: int) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, most)


def _brotli(data: bytes, most: int) -> bytes:
    found: bytes = brotli.Decompressor().process(data, output_buffer_limit=most)
    return found[:most]


def _zstd(data: bytes, most: int) -> bytes:
    return zstd.ZstdFile(BytesIO(data)).read(most)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "identity": lambda data, _: data,
    "gzip": _unzipped,
    "x-gzip": _unzipped,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


def _asked(record: Any) -> dict[str, str]:
    return {name: value for name, value in record.http_headers.headers if name != "Host"} if record.http_headers else {}
