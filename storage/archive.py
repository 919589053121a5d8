"""The raw archive: gzipped WARC files in one folder, written before cleaning and never changed.

Each file has one writer at a time, which holds a POSIX lock on it; another process writes another file. A record is
written whole and handed to the operating system before `write` returns, so a killed process loses none; what it left
half written is cut off by whoever opens the archive for writing next.
"""

import fcntl
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Self

from cleaners.types import Page
from storage.errors import StoreError
from storage.torn import sound_end
from storage.warc import Capture, body_sha256, decode, encode, encode_info

FILE_LIMIT = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Where a page's bytes lie. `row` is the key in `records` where the database knows the record already."""

    record_id: str
    file: str
    offset: int
    length: int
    body_sha256: str
    archived_at: datetime
    row: int | None = None


class Archive:
    """A folder of WARC files.

    `limit` is the size in bytes at which a new file is begun; `known` gives, for a file's name, the offset up to which
    the database vouches for it (0 where it does not), so that only what lies behind is examined for a torn tail.
    """

    def __init__(self, folder: Path, *, limit: int = FILE_LIMIT, known: Callable[[str], int] = lambda _: 0) -> None:
        self.folder = folder
        self._limit = limit
        self._known = known
        self._file: BinaryIO | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, page: Page) -> Archived:
        """Append the page as a record. Raises StoreError where the folder or the file cannot be written."""
        at = datetime.now(UTC)
        record_id = f"<urn:uuid:{uuid.uuid4()}>"
        data = encode(page, record_id, at)
        with self._lock:
            try:
                file = self._writable()
                offset = _append(file, data)
            except OSError as error:
                raise StoreError(
                    f"cannot write the archive {self.folder}: {error.strerror or error}; free some space or give the "
                    "folder write permission, or choose another folder"
                ) from error
        return Archived(
            record_id=record_id,
            file=Path(file.name).name,
            offset=offset,
            length=len(data),
            body_sha256=body_sha256(page),
            archived_at=at,
        )

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
        chosen = None
        for path in sorted(self.folder.glob("*.warc.gz")):
            try:
                file = path.open("r+b", buffering=0)
            except PermissionError:  # somebody made it read-only: it is left alone
                continue
            if not _locked(file):
                file.close()
            elif self._mended(file) and chosen is None and _size(file) < self._limit:
                chosen = file
            else:
                file.close()
        return chosen

    def _mended(self, file: BinaryIO) -> bool:
        """Cut the file's torn tail, if any; tell whether records can be appended to it."""
        size, known = _size(file), self._known(Path(file.name).name)
        if known == size:
            return True
        end = sound_end(file, known if known < size else 0)
        if 0 <= end < size:
            file.truncate(end)
        # Behind a record that the database knows and the file lost, no other may take its place.
        return end >= known

    def _create(self) -> BinaryIO:
        while True:
            path = self.folder / f"newsmill-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.warc.gz"
            try:
                file = path.open("x+b", buffering=0)
            except FileExistsError:
                continue
            try:
                if _locked(file):
                    _append(file, encode_info(path.name))
                    return file
            except OSError:
                file.close()
                raise
            file.close()


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size


def _append(file: BinaryIO, data: bytes) -> int:
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
