"""Proves that tables and archive agree, and puts right what can be."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from storage import records, rewriting, sound
from storage.archive import Found, locked, unknown
from storage.engine import shown, sqlite_file
from storage.members import members
from storage.sound import Row
from storage.store import Store
from storage.torn import sound_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that is not as it should be: `where`, `what`, and what to do; `repaired` where that was done."""

    where: str
    what: str
    advice: str = ""
    repaired: bool = False


@dataclass(slots=True, kw_only=True)
class Counts:
    """What was looked at."""

    articles: int = 0
    records: int = 0
    files: int = 0


class Check:
    """One look at a store; with `repair` it puts right what can be, and loses nothing that is there.

    `quick` looks at where the records lie, and does not read them. `counts` says in the end what was looked at.
    """

    def __init__(self, store: Store, *, repair: bool = False, quick: bool = False) -> None:
        self._store, self._repair, self._quick = store, repair, quick
        self._database, self._folder = store.database, store.raw.folder
        self.counts = Counts()

    def troubles(self) -> Iterator[Trouble]:
        """Yield what is wrong, as it is found. Raises StoreError where database or archive cannot be read at all."""
        name = shown(self._database.engine.url)
        file = sqlite_file(self._database.engine.url)
        for line in self._database.read(sound.database):
            yield Trouble(where=name, what=line, advice=f"restore it from a copy, or: sqlite3 {file} .recover")
        if not self._database.write(sound.search):
            if self._repair:
                self._database.write(sound.renew)
            what = "the full-text index does not fit the texts"
            yield Trouble(where=name, what=what, advice="--repair makes it anew", repaired=self._repair)
        yield from self._retired()
        if self._repair and self._folder.is_dir():
            self._store.raw.settle()
            self._store.raw.close()
        yield from self._archive()
        for fault in self._database.read(sound.tables):
            mended = self._repair and self._database.write(sound.mend, fault, datetime.now(UTC))
            yield Trouble(where=name, what=fault.line, repaired=mended)
        self.counts.articles, self.counts.records = self._database.read(sound.counts)

    def waiting(self) -> list[int]:
        """Return the keys of the records that were archived, and not cleaned before the process ended."""
        return self._database.read(sound.waiting)

    def _retired(self) -> Iterator[Trouble]:
        names = self._database.read(sound.retired)
        if self._repair:
            rewriting.sweep(self._database, self._folder)
        for name in names:
            what = "is left over from a deletion that was killed"
            yield Trouble(where=str(self._folder / name), what=what, repaired=self._repair)

    def _archive(self) -> Iterator[Trouble]:
        there = {path.name for path in self._folder.glob("*.warc.gz")}
        there -= set(self._database.read(sound.retired))
        told = set(self._database.read(sound.files))
        lost: list[tuple[str, Row]] = []
        strays: list[Found] = []
        for name in sorted(there):
            self.counts.files += 1
            with (self._folder / name).open("rb") as file:
                yield from self._file(file, name, lost, strays)
        for name in sorted(told - there):
            rows = self._database.read(sound.rows, name)
            what = f"is not there; it held {len(rows):,} record{'s' * (len(rows) != 1)}"
            advice = "put it back, or name the right folder (archive in newsmill.toml)"
            yield Trouble(where=str(self._folder / name), what=what, advice=advice)
            if there & told:  # else it is the whole folder that is not there, and nothing in it is lost
                lost += [(name, row) for row in rows]
        by_id = {one.described.warc_id: one for one in strays}
        for name, row in lost:
            url = self._database.read(sound.url_of, row.id)
            if url is not None:  # else it referred to one that was let go just now
                where = f"{self._folder / name}, byte {row.offset:,}"
                yield self._lost(where, row, url, by_id.pop(row.warc_id, None))
        for one in sorted(by_id.values(), key=lambda one: (one.file, one.offset)):
            adopted = self._repair and self._database.write(records.adopt, [one], datetime.now(UTC)) > 0
            where = f"{self._folder / one.file}, byte {one.offset:,}"
            what = f"a {one.described.kind} of {one.described.url} that the tables do not know"
            yield Trouble(where=where, what=what, repaired=adopted)

    def _file(self, file: BinaryIO, name: str, lost: list[tuple[str, Row]], strays: list[Found]) -> Iterator[Trouble]:
        """Look at one file; gather the rows whose records are lost, and the records that have no row."""
        rows, size = self._database.read(sound.rows, name), os.fstat(file.fileno()).st_size
        at = 0
        for row in rows:
            if not self._quick:
                strays += unknown(file, name, at, row.offset)
            if row.end > size or not (self._quick or _holds(file, row)):
                lost.append((name, row))
            at = max(at, row.end)
        if at < size and _is_free(self._folder / name):  # else another process may be writing there just now
            strays += unknown(file, name, at, size)
            end = sound_end(file, at)
            if 0 <= end < size:
                what = f"ends in half a record, from byte {end:,} on"
                yield Trouble(where=str(self._folder / name), what=what, advice="--repair cuts it off")

    def _lost(self, where: str, row: Row, url: str, found: Found | None) -> Trouble:
        if found is not None:
            what = f"the record lies in {found.file}, byte {found.offset:,}"
            if self._repair:
                self._database.write(sound.move, row.id, found)
            return Trouble(where=where, what=what, repaired=self._repair)
        what = f"the record of {url} is lost"
        if self._repair:
            self._database.write(sound.let_go, row.id)
            what += "; the next crawl fetches the page again"
        advice = "restore the file from a copy, or have the page fetched again with --repair"
        return Trouble(where=where, what=what, advice=advice, repaired=self._repair)


def _holds(file: BinaryIO, row: Row) -> bool:
    """Whether the record is there, whole, and holds the bytes that were archived."""
    member = next(members(file, row.offset), None)
    if member is None or member.described is None or member.length != row.length:
        return False
    one = member.described
    digest = hashlib.sha256(one.capture.body).hexdigest()
    return one.warc_id == row.warc_id and (row.refers_to is not None or digest == row.body_sha256)


def _is_free(path: Path) -> bool:
    """Whether no process writes the file."""
    with path.open("rb") as file:
        return locked(file, path)
