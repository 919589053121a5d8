"""Saved documents as pages: finds them in folders, reads them within a limit, also compressed ones.

What cannot be read is a `Problem`, a value: the rest of the run goes on.
"""

import gzip
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cleaners.types import Page

STDIN = "-"
TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain"}
_GZIP = b"\x1f\x8b"  # RFC 1952, section 2.3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A saved page: `name` is its id in outputs, `path` what the user called it, `part` its number in a digest."""

    name: str
    path: str
    page: Page
    part: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A file or folder that cannot be used; `line` says what is wrong and what to do, without the path."""

    path: str
    line: str


def find(arguments: Iterable[str]) -> Iterator[str | Problem]:
    """Paths of the documents named by the arguments, folders searched in order of name; each folder's problems too.

    A file that is named itself counts whatever its suffix; in folders only the suffixes of `TYPES`, also with `.gz`.
    """
    for argument in arguments:
        if argument == STDIN or not Path(argument).is_dir():
            yield argument
        else:
            yield from _in_folder(argument)


def _in_folder(folder: str) -> Iterator[str | Problem]:
    problems: list[Problem] = []

    def remember(error: OSError) -> None:
        problems.append(Problem(path=str(error.filename), line=_reason(error)))

    found = 0
    for place, folders, names in os.walk(folder, onerror=remember):
        folders.sort()
        for name in sorted(names):
            if _suffix(name) in TYPES:
                found += 1
                yield str(Path(place) / name)
    yield from problems
    if not found and not problems:
        yield Problem(path=folder, line="no .html, .htm or .txt in this folder; name the files themselves")


def read(path: str, *, limit: int, url: str = "", name: str = "") -> Document | Problem:
    """Read one document, at most `limit` bytes of it once unpacked; more than that is a `Problem`.

    `name` is its id, the stem of the file where it is empty.
    """
    try:
        if path == STDIN:
            body = _unpacked(sys.stdin.buffer, limit)
        else:
            with Path(path).open("rb") as stream:
                body = _unpacked(stream, limit)
    except (OSError, EOFError, zlib.error) as error:
        return Problem(path=path, line=_reason(error))
    if len(body) > limit:
        return Problem(path=path, line=f"larger than {limit:,} bytes; raise max_page_bytes if it is one page")
    if not body.strip():
        return Problem(path=path, line="the file is empty; save the page again")
    name = name or ("stdin" if path == STDIN else stem(path))
    return Document(name=name, path=path, page=Page(body=body, url=url, content_type=TYPES.get(_suffix(path), "")))


def address(path: str) -> str:
    """A `file:` address under which a document without a URL is stored (RFC 8089); empty for standard input."""
    return "" if path == STDIN else Path(path).resolve().as_uri()


def _unpacked(stream: BinaryIO, limit: int) -> bytes:
    """At most one byte more than `limit`: enough to see that there is more."""
    raw = stream.read(limit + 1)
    if len(raw) > limit or not raw.startswith(_GZIP):
        return raw
    with gzip.GzipFile(fileobj=BytesIO(raw)) as unpacked:
        return unpacked.read(limit + 1)


def _reason(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it; change its mode or run as its owner"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the spelling"
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return f"broken gzip ({error}); compress or fetch it again"
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _suffix(path: str) -> str:
    plain = path.removesuffix(".gz")
    return Path(plain).suffix.lower()


def stem(path: str) -> str:
    """The name of a file without its suffixes, such as `story` of `saved/story.html.gz`."""
    return readable(Path(path.removesuffix(".gz")).stem)


def readable(name: str) -> str:
    """A file name as text; bytes of it that are no UTF-8 are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
