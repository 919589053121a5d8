"""Finds the tail that a crash left in a file of gzip members (RFC 1952), one member a WARC record."""

import zlib
from contextlib import suppress
from typing import BinaryIO

_CHUNK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"


def sound_end(stream: BinaryIO, start: int) -> int:
    """Return where the last whole member ends that follows `start` without a gap.

    Bytes behind it are a torn tail, unless a further member follows them: then the file is damaged in the middle,
    and -1 is returned, since cutting it there would lose what follows.
    """
    stream.seek(start)
    end, pending = start, b""
    while True:
        rest = _member(stream, pending)
        if rest is None:
            return -1 if _holds_record(stream, end + 1) else end
        pending = rest
        end = stream.tell() - len(pending)


def _member(stream: BinaryIO, pending: bytes) -> bytes | None:
    """Read one member; return the bytes read behind it, or None where there is no whole one."""
    member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    while not member.eof:
        chunk = pending or stream.read(_CHUNK)
        pending = b""
        if not chunk:
            return None
        try:
            member.decompress(chunk)
        except zlib.error:
            return None
    return member.unused_data


def _holds_record(stream: BinaryIO, start: int) -> bool:
    """Tell whether a whole record begins anywhere behind `start`; a body may hold gzip members of its own."""
    stream.seek(start)
    data = stream.read()
    at = data.find(_MAGIC)
    while at >= 0:
        member, text = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), b""
        with suppress(zlib.error):
            text = member.decompress(data[at:])
        if member.eof and text.startswith(b"WARC/"):
            return True
        at = data.find(_MAGIC, at + 1)
    return False
