"""The raw archive: gzipped WARC files in one folder, written before cleaning and never changed.

Each file has one writer at a time, which holds a POSIX lock on it; another process writes another file. A record is
written whole and handed to the operating system before `write` returns, so a killed process loses none; what it left
half written is cut off by whoever opens the archive for writing next.
"""

import fcntl
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from threading import Lock
from typing import BinaryIO, NamedTuple, Self

from cleaners.types import Page
from storage.errors import StoreError
from storage.members import members
from storage.torn import sound_end
from storage.warc import (
    Capture,
    Described,
    Original,
    body_sha256,
    decode,
    encode,
    encode_info,
    encode_request,
    encode_revisit,
)

FILE_LIMIT = 256 * 1024 * 1024
PAGES = ("response", "resource", "revisit")
"""The kinds of records that a page is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Where a page's bytes lie. `row` is the key in `records` where the database knows the record already.

    `request_length` is the length of the request record behind it, 0 for none; `refers_to` is the key of the record that
    holds the body, for a revisit record.
    """

    record_id: str
    file: str
    offset: int
    length: int
    body_sha256: str
    archived_at: datetime
    row: int | None = None
    body_length: int = 0
    request_length: int = 0
    refers_to: int | None = None


class Vouched(NamedTuple):
    """Offsets in an archive file: the database knows all records from `first` to `all_to`; the last ends at `last`.

    Some are unknown where a process was killed that had archived several pages and saved a later one first.
    """

    all_to: int
    last: int
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A whole record of an archive file that the database does not know; `described` says what it is."""

    file: str
    offset: int
    length: int
    request_length: int
    described: Described


class Archive:
    """A folder of WARC files.

    `limit` is the size in bytes at which a new file is begun; `known` gives, for a file's name, how far the database
    vouches for it, so that only what lies behind is examined for a torn tail; what is whole there, but unknown to the
    database, goes to `adopt`. `sweep` is called before files are looked at: it removes those that are to go.
    """

    def __init__(
        self,
        folder: Path,
        *,
        limit: int = FILE_LIMIT,
        known: Callable[[str], Vouched] = lambda _: Vouched(0, 0),
        adopt: Callable[[Sequence[Found]], object] = lambda _: None,
        sweep: Callable[[], object] = lambda: None,
    ) -> None:
        self.folder = folder
        self._limit = limit
        self._known, self._adopt, self._sweep = known, adopt, sweep
        self._file: BinaryIO | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, page: Page, *, original: Original | None = None, refers_to: int | None = None) -> Archived:
        """Append the page as a record, and what was asked where that is known.

        Where an `original` has the same body already, the record only refers to it; `refers_to` is its key in the
        database. Raises StoreError where the folder or the file cannot be written.
        """
        at = datetime.now(UTC)
        record_id = f"<urn:uuid:{uuid.uuid4()}>"
        data = encode_revisit(page, record_id, at, original) if original else encode(page, record_id, at)
        request = encode_request(page, record_id, at)
        with self._lock:
            try:
                file = self._writable()
                offset = append(file, data + request)
            except OSError as error:
                raise self._unwritable(error) from error
        return Archived(
            record_id=record_id,
            file=Path(file.name).name,
            offset=offset,
            length=len(data),
            body_sha256=body_sha256(page),
            body_length=len(page.body),
            archived_at=at,
            request_length=len(request),
            refers_to=refers_to,
        )

    def _unwritable(self, error: OSError) -> StoreError:
        return StoreError(
            f"cannot write the archive {self.folder}: {error.strerror or error}; free some space or give the "
            "folder write permission, or choose another folder"
        )

    def settle(self) -> None:
        """Cut torn tails, and have what is unknown adopted, in every file that nobody writes; as `write` does at first.

        Raises StoreError where the folder or a file cannot be written.
        """
        with self._lock:
            try:
                self.close()
                self._file = self._resume()
            except OSError as error:
                raise self._unwritable(error) from error

    def take_back(self, archived: Archived) -> bool:
        """Cut off a record that was written last; False where another has followed it, and it stays."""
        with self._lock:
            end = archived.offset + archived.length + archived.request_length
            file = self._file
            if file is None or Path(file.name).name != archived.file or _size(file) != end:
                return False
            file.truncate(archived.offset)
            return True

    def read(self, file: str, offset: int, length: int) -> Capture:
        """Return a record's content; `offset` and `length` in bytes. Raises StoreError where it is not there."""
        path = self.folder / file
        try:
            with path.open("rb") as stream:
                stream.seek(offset)
                return decode(stream.read(length))
        except OSError as error:
            raise StoreError(f"cannot read {path}: {error.strerror or error}; put the file back") from error
        except ValueError as error:
            raise StoreError(f"{path} has no whole record at byte {offset}; restore the file from a copy") from error

    def close(self) -> None:
        """Put the open file safely on the disk and let it go."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def _writable(self) -> BinaryIO:
        if self._file is not None and _size(self._file) >= self._limit:
            self.close()
            self._file = self._create()
        elif self._file is None:
            self._file = self._resume() or self._create()
        return self._file

    def _resume(self) -> BinaryIO | None:
        """Mend every file that nobody writes; return one that has room, open and locked, or None."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        chosen = None
        for path in sorted(self.folder.glob("*.warc.gz")):
            try:
                file = path.open("r+b", buffering=0)
            except PermissionError:  # somebody made it read-only: it is left alone
                continue
            if not locked(file, path):
                file.close()
            elif self._mended(file) and chosen is None and _size(file) < self._limit:
                chosen = file
            else:
                file.close()
        return chosen

    def _mended(self, file: BinaryIO) -> bool:
        """Cut the file's torn tail, if any; tell whether records can be appended to it."""
        size, name = _size(file), Path(file.name).name
        safe, known, first = self._known(name)
        if first > _head(file):
            safe = 0
        if safe == known == size:
            return True
        start = safe if known <= size else 0
        end = sound_end(file, start)
        if 0 <= end < size:
            file.truncate(end)
        if known <= size:
            self._adopt(unknown(file, name, start, size))
        # Behind a record that the database knows and the file lost, no other may take its place.
        return end >= known

    def _create(self) -> BinaryIO:
        file = create(self.folder)
        try:
            append(file, encode_info(Path(file.name).name))
        except OSError:
            file.close()
            raise
        return file


def create(folder: Path) -> BinaryIO:
    """Return a new, empty file in the folder, open and locked, with a name of its own. Raises OSError."""
    while True:
        path = folder / f"newsmill-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.warc.gz"
        try:
            file = path.open("x+b", buffering=0)
        except FileExistsError:
            continue
        if locked(file, path):
            return file
        file.close()


def unknown(file: BinaryIO, name: str, start: int, end: int) -> list[Found]:
    """Return the whole records that begin in [start, end) and hold a page, each with the request that follows it."""
    found: list[Found] = []
    for member in takewhile(lambda one: one.offset < end, members(file, start) if start < end else ()):
        one, last = member.described, found[-1] if found else None
        if one is None:
            continue
        if one.kind in PAGES:
            found.append(Found(file=name, offset=member.offset, length=member.length, request_length=0, described=one))
        elif one.kind == "request" and last and last.offset + last.length == member.offset:
            found[-1] = replace(last, request_length=member.length)
    return found


def _head(file: BinaryIO) -> int:
    """Where the record ends that opens the file and holds no page; 0 where there is none."""
    first = next(members(file, 0), None)
    return first.end if first and first.described and first.described.kind not in PAGES else 0


def locked(file: BinaryIO, path: Path) -> bool:
    """Lock an open file for writing; False where another holds it, or it is no longer the file at that path."""
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def append(file: BinaryIO, data: bytes) -> int:
    """Write all of `data` at the end, or nothing of it; return the offset."""
    offset = file.seek(0, os.SEEK_END)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(offset)
        raise
    return offset
