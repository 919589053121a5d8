"""Gzip members one after the other (RFC 1952) as one stream, which tells whether the last one is whole."""

import zlib
from typing import BinaryIO

_CHUNK = 1 << 16


class Unzipped:
    """Reads what the members hold; where the last one breaks off, as far as it goes, and `torn` is true at the end.

    Python's `gzip` raises before it has given that out, and warcio takes the break for the end.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._rest = b""
        self._member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._begun = False
        self.torn = False

    def read(self, size: int = _CHUNK) -> bytes:
        """Return some bytes, at most `size`; none at the end. Raises zlib.error for what is no gzip."""
        while True:
            if self._member.eof:
                self._rest = self._member.unused_data.lstrip(b"\0")  # padding, which RFC 1952 leaves to the reader
                self._member, self._begun = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16), False
            data = self._rest or self._stream.read(_CHUNK)
            if not self._begun:
                data = data.lstrip(b"\0")
            if not data:
                self.torn = self._begun
                return b""
            self._begun = True
            text = self._member.decompress(data, size)
            self._rest = self._member.unconsumed_tail
            if text:
                return text
