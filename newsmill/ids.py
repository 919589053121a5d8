"""The ids of saved documents: what an output calls them, the same in every run over the same files."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsmill.files import STDIN, Problem, find, readable, stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document to read: its `path` and its `id`."""

    path: str
    id: str


def found(arguments: Iterable[str], *, without: Path | None = None) -> list[Found | Problem]:
    """The documents named by the arguments, as `files.find` has them, each with an id of its own.

    An id is the path inside the folder that was named, without suffix (`2024/story`); with its suffix where two share
    it, and the whole path where two folders share that. It does not depend on order, so a file that is added later
    takes no other's id. A path that is named twice counts once. `without` leaves out what stands in that folder.
    """
    inside: dict[str, str] = {}
    places: list[str | Problem] = []
    for argument in arguments:
        for one in find([argument]):
            if isinstance(one, Problem):
                places.append(one)
            elif _absolute(one) not in inside and not (without and _is_inside(one, without)):
                inside[_absolute(one)] = _inside(one, argument)
                places.append(one)
    ids = _ids(inside)
    return [one if isinstance(one, Problem) else Found(path=one, id=ids[_absolute(one)]) for one in places]


def _ids(inside: dict[str, str]) -> dict[str, str]:
    """The id of each absolute path, given its path in the folder: the shortest of its names that is no other's."""
    ids = {path: _without_suffix(name) for path, name in inside.items()}
    for longer in (inside, {path: readable(path).lstrip("/") for path in inside}):
        shared = {name for name, count in Counter(ids.values()).items() if count > 1}
        ids = {path: longer[path] if name in shared else name for path, name in ids.items()}
    return ids


def _inside(path: str, argument: str) -> str:
    if path == STDIN:
        return "stdin"
    return readable(Path(path).name if path == argument else Path(path).relative_to(argument).as_posix())


def _without_suffix(name: str) -> str:
    folder, slash, last = name.rpartition("/")
    return folder + slash + stem(last)


def _absolute(path: str) -> str:
    return path if path == STDIN else os.path.abspath(path)  # noqa: PTH100 - resolve() would ask for every part


def _is_inside(path: str, folder: Path) -> bool:
    return path != STDIN and Path(_absolute(path)).is_relative_to(_absolute(str(folder)))
