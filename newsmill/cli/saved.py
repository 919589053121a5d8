"""`newsmill clean --output PATH`: articles in a file or a folder that knows what is done, so that a run can go on.

What was refused is kept beside them, `refused.jsonl` in the folder or NAME.refused.jsonl beside the file, so that a
second run does not judge it again. Pages that took too long are tried again, the time a page takes being no fact about it.
"""

import json
import os
from pathlib import Path
from typing import Self

from cleaners.types import Article, Rejected, Why
from newsmill.cli.options import Failure
from newsmill.cli.output import as_json, as_text
from newsmill.files import Document

SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json"}
_START = b'{"id": "'


class Lines:
    """A JSON Lines file to append to, each object with an `id`. Raises `Failure` for a file that is no such one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            self.ids = self._read()
        except OSError as error:
            raise Failure(f"{path}: cannot be written ({error.strerror}); choose another --output") from error

    def append(self, line: str) -> None:
        """Write a line, at once and by one call of the system: an interruption comes before it or after it."""
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        try:
            with self._path.open("ab", buffering=0) as file:
                whole = file.write(data) == len(data)
        except OSError as error:
            raise Failure(f"{self._path}: cannot be written ({error.strerror}); then run the same again") from error
        if not whole:
            raise Failure(f"{self._path}: the disk is full; make room and run the same command again")

    def _read(self) -> set[str]:
        """The ids in the file; a last line without its end is cut off, once the rest proves to be ours."""
        ids: set[str] = set()
        good = 0
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith(b"\n") and line[: len(_START)] == _START[: len(line)]:
                    break
                ids.add(self._id(line, number))
                good += len(line)
        if good < self._path.stat().st_size:
            os.truncate(self._path, good)
        return ids

    def _id(self, line: bytes, number: int) -> str:
        try:
            return str(json.loads(line)["id"])
        except (ValueError, TypeError, KeyError) as error:
            why = "is no object with an id, so the file is no output of ours; choose another --output"
            raise Failure(f"{self._path}: line {number} {why}") from error


class _Saved:
    """What the two forms share: the memory of what was refused."""

    resumes = True
    screen = False

    def __init__(self, refused: Path) -> None:
        self._refused = Lines(refused)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open between two articles."""

    def done(self, name: str) -> bool:
        """Whether it was refused before."""
        return name in self._refused.ids

    def refuse(self, document: Document, rejected: Rejected) -> None:
        """Remember that no article comes out of this document."""
        if rejected.why is not Why.TIMEOUT:
            row = {"id": document.name, "path": document.path, "why": str(rejected.why), "detail": rejected.detail}
            self._refused.append(json.dumps(row, ensure_ascii=False))


class SavedLines(_Saved):
    """Articles in one JSON Lines file."""

    def __init__(self, path: Path, *, explain: bool) -> None:
        if path.is_dir():
            raise Failure(f"{path}: is a folder; --format jsonl writes one file, name that")
        self._lines, self._explain = Lines(path), explain
        super().__init__(path.with_name(f"{path.name.removesuffix('.jsonl')}.refused.jsonl"))

    def done(self, name: str) -> bool:
        """Whether it is in the file, or was refused."""
        return name in self._lines.ids or super().done(name)

    def write(self, document: Document, article: Article) -> None:
        """Append one article."""
        self._lines.append(as_json(document, article, explain=self._explain))


class SavedFiles(_Saved):
    """Articles in a folder, a file each, named by their ids; each appears there only when it is whole."""

    def __init__(self, path: Path, form: str, *, explain: bool) -> None:
        if path.exists() and not path.is_dir():
            raise Failure(f"{path}: is a file; --format {form} writes a file for each article, name a folder")
        self._folder, self._form, self._explain = path, form, explain
        super().__init__(path / "refused.jsonl")
        self._part = path / ".part"

    def __exit__(self, *_: object) -> None:
        self._part.unlink(missing_ok=True)

    def done(self, name: str) -> bool:
        """Whether its file is there, or it was refused."""
        return self._file(name).is_file() or super().done(name)

    def write(self, document: Document, article: Article) -> None:
        """Write one article to its file."""
        if self._form == "json":
            text = as_json(document, article, explain=self._explain)
        else:
            text = as_text(article, self._form)
        file = self._file(document.name)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._part.write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")
            os.replace(self._part, file)  # noqa: PTH105 - says what it is: atomic
        except OSError as error:
            raise Failure(f"{file}: cannot be written ({error.strerror}); then run the same again") from error

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIXES[self._form]}"
