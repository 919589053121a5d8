"""The records of a file of gzip members (RFC 1952), one member a record, read one after the other."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from storage.warc import Described, describe

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record in a file: where it lies, in bytes, and what it is; `described` None where it is no WARC record."""

    offset: int
    length: int
    described: Described | None

    @property
    def end(self) -> int:
        """The offset of the first byte behind it."""
        return self.offset + self.length


def members(stream: BinaryIO, start: int = 0) -> Iterator[Member]:
    """Yield the whole members from `start` on, up to the first that is torn or damaged, or the end of the file."""
    while True:
        stream.seek(start)  # whoever got the member before may have moved the stream
        read = _member(stream)
        if read is None:
            return
        data, behind = read
        end = stream.tell() - behind
        yield Member(offset=start, length=end - start, described=_described(data))
        start = end


def _member(stream: BinaryIO) -> tuple[bytes, int] | None:
    """Read one member; return what it holds and the number of bytes read too far, or None where there is no whole one."""
    member, parts = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), []
    while not member.eof:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return None
        try:
            parts.append(member.decompress(chunk))
        except zlib.error:
            return None
    return b"".join(parts), len(member.unused_data)


def _described(data: bytes) -> Described | None:
    try:
        return describe(data)
    except ValueError:
        return None
