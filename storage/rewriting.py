"""WARC files without some of their records.

A file is never changed in place. What stays is copied to a new one, and one transaction moves the rows there; the file
of before is removed after it. Whatever ends the process in between, every row points to bytes that are there, and
`retired_files` names the file that is one too many: whoever opens the archive next removes it.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Self

from sqlalchemy import Connection, bindparam, delete, select, update

from storage import frontier
from storage.archive import Archive, append, create, locked
from storage.database import Database
from storage.errors import StoreError
from storage.models import Failure, Record, RetiredFile, Revision
from storage.warc import encode_info

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to become of records, by their keys: those to `drop`, and those to write anew.

    `anew` maps a key to the new record's bytes, `refers_to` to the key of the record with its body, if any.
    """

    drop: Collection[int] = frozenset()
    anew: Mapping[int, bytes] = field(default_factory=dict)
    refers_to: Mapping[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    id: int
    offset: int
    length: int
    request_length: int


class Rewriting:
    """The right to write anew some files of the archive. Use it in a `with` statement.

    Raises StoreError on entering where another process writes one of the files.
    """

    def __init__(self, database: Database, archive: Archive, files: Collection[str]) -> None:
        self._database, self._archive, self._names = database, archive, sorted(set(files))
        self._files: dict[str, BinaryIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._archive.close()
        try:
            for name in self._names:
                path = self._archive.folder / name
                with suppress(FileNotFoundError):  # lost: its rows can go all the same
                    self._files[name] = self._stack.enter_context(path.open("r+b", buffering=0))
                    if not locked(self._files[name], path):
                        raise StoreError(f"{path} is being written by another process; end that and try again")
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def rewrite(self, name: str, changes: Changes) -> int:
        """Write a file anew; return how many bytes it is smaller by. Raises StoreError where the disk does not take it.

        Bytes that no row speaks of are left behind.
        """
        places = self._database.read(_places, name)
        old = self._files.get(name)
        stay = [place for place in places if place.id not in changes.drop] if old else []
        new = self._copied(old, stay, changes.anew) if old and stay else None
        gone = [place.id for place in places if place.id in changes.drop]
        self._database.write(_switch, name if old else None, new, gone, changes)
        if old is None:
            return 0
        before = os.fstat(old.fileno()).st_size
        (self._archive.folder / name).unlink(missing_ok=True)
        self._database.write(not_retired, name)
        return before - (new.size if new else 0)

    def _copied(self, old: BinaryIO, stay: Sequence[_Place], anew: Mapping[int, bytes]) -> "_Copy":
        try:
            with create(self._archive.folder) as file:
                name = Path(file.name).name
                self._database.write(_retire, name)
                moved = _copy(old, file, stay, anew)
                size = os.fstat(file.fileno()).st_size
            _sync(self._archive.folder)
        except OSError as error:
            sweep(self._database, self._archive.folder)
            raise StoreError(
                f"cannot write the archive {self._archive.folder}: {error.strerror or error}; free some space; "
                f"{Path(old.name).name} is as it was"
            ) from error
        return _Copy(name=name, size=size, moved=moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    name: str
    size: int
    moved: list[dict[str, int]]


def _copy(old: BinaryIO, new: BinaryIO, stay: Sequence[_Place], anew: Mapping[int, bytes]) -> list[dict[str, int]]:
    append(new, encode_info(Path(new.name).name))
    moved = []
    for place in stay:
        if place.id in anew:
            data = anew[place.id]
            old.seek(place.offset + place.length)
            request = old.read(place.request_length)
        else:
            old.seek(place.offset)
            data, request = old.read(place.length), old.read(place.request_length)
        moved.append({"key": place.id, "at": append(new, data + request), "size": len(data)})
    os.fsync(new.fileno())
    return moved


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(database: Database, folder: Path) -> None:
    """Remove the retired files that nobody works with just now. Raises OSError where one cannot be removed."""
    for name in database.read(lambda connection: connection.scalars(select(RetiredFile.file)).all()):
        path = folder / name
        with suppress(FileNotFoundError), path.open("r+b") as file:
            if not locked(file, path):
                continue
            path.unlink()
        database.write(not_retired, name)


def _places(connection: Connection, file: str) -> list[_Place]:
    query = select(Record.id, Record.offset, Record.length, Record.request_length).where(Record.file == file)
    return [_Place(**row._mapping) for row in connection.execute(query.order_by(Record.offset))]


def _switch(connection: Connection, old: str | None, new: _Copy | None, gone: Sequence[int], changes: Changes) -> None:
    """Move what stays to the new file, take out what goes, and mark the file of before as the one too many."""
    if new is not None:
        move = update(Record.__table__).where(Record.__table__.c.id == bindparam("key"))  # type: ignore[arg-type]
        connection.execute(move.values(file=new.name, offset=bindparam("at"), length=bindparam("size")), new.moved)
        not_retired(connection, new.name)
        for place in new.moved:
            if place["key"] in changes.refers_to:
                refer = update(Record).where(Record.id == place["key"])
                connection.execute(refer.values(refers_to=changes.refers_to[place["key"]]))
    for start in range(0, len(gone), CHUNK):
        take_out(connection, gone[start : start + CHUNK])
    if old is not None:
        _retire(connection, old)


def take_out(connection: Connection, records: Sequence[int], *, instead: int | None = None) -> None:
    """Delete the rows of records; what refers to them refers to nothing then, or to the one that is there instead."""
    for model, column in ((Revision, Revision.record_id), (Failure, Failure.record_id), (Record, Record.refers_to)):
        connection.execute(update(model).where(column.in_(records)).values({column: instead}))
    connection.execute(delete(Record).where(Record.id.in_(records)))


def _retire(connection: Connection, name: str) -> None:
    values: dict[str, Any] = {"file": name, "created_at": datetime.now(UTC)}
    connection.execute(frontier.insert_into(connection.dialect.name, RetiredFile).on_conflict_do_nothing(), values)


def not_retired(connection: Connection, name: str) -> None:
    """Strike a file from the list of those that are to be removed."""
    connection.execute(delete(RetiredFile).where(RetiredFile.file == name))
