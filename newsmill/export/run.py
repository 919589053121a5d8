"""One export: which articles, in which form, to where; whole or what changed since the last one."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from newsmill.export import documents
from storage import Conditions, Exporting, Store
from storage.exports import lines
from storage.exports.flat import Row

FILES = {"parquet": ".parquet", "jsonl": ".jsonl", "csv": ".csv"}
FOLDERS = tuple(documents.SUFFIXES)
STDOUT = "-"
_SUFFIXES = {"parquet": (".parquet",), "jsonl": (".jsonl", ".ndjson"), "csv": (".csv",)}
Pages = Iterable[list[Row]]


class ExportError(Exception):
    """The export cannot be made; one line for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to export. `schema_org` gives JSON Lines the names of schema.org; `since` asks for what is new only."""

    target: str
    form: str
    schema_org: bool = False
    partition: bool = False
    since: bool = False
    conditions: Conditions = field(default_factory=Conditions)


def form_of(target: str) -> str:
    """Return the form that a file's suffix says. Raises ExportError where it says none."""
    if said := _said(target):
        return said
    forms = ", ".join((*FILES, *FOLDERS))
    raise ExportError(f"{target}: no suffix that says the form; name it with --format (form= in Python): {forms}")


def _said(target: str) -> str | None:
    """The form that a suffix says, None where it says none."""
    return next((form for form, suffixes in _SUFFIXES.items() if target.lower().endswith(suffixes)), None)


def check(order: Order) -> None:
    """Raise ExportError for an order whose parts do not go together."""
    if order.form not in (*FILES, *FOLDERS):
        raise ExportError(f"{order.form} is no form of an export: {', '.join((*FILES, *FOLDERS))}")
    if order.schema_org and order.form != "jsonl":
        raise ExportError("the names of schema.org belong to jsonl")
    if order.partition and order.form != "parquet":
        raise ExportError("partitions belong to parquet")
    said = _said(order.target)
    if order.form in FOLDERS and said:
        raise ExportError(
            f"{order.target}: {order.form} is a file for each article; name a folder, or leave out --format"
        )
    if said not in (None, order.form):
        raise ExportError(f"{order.target}: the suffix says {said}, the format is {order.form}; make them the same")
    if said and (order.partition or order.since) and not Path(order.target).exists():
        what = "--partition makes folders" if order.partition else "--since-export adds files to a folder"
        raise ExportError(f"{order.target}: {what}; name a folder")
    if order.target == STDOUT and (order.form not in ("jsonl", "csv") or order.since):
        raise ExportError("standard output takes jsonl and csv, and no export that goes on; name a file or folder")


def run(store: Store, order: Order, on_page: Callable[[int], None] = lambda _: None) -> int:
    """Write the export; return the number of articles. Raises ExportError, or StoreError for the database.

    A file appears when it is whole, and an export that was stopped is made anew by the next.
    """
    check(order)
    path = Path(order.target)
    exporting = Exporting(store, order.conditions)
    after = _after(exporting, order, path) if order.since else 0
    name = f"articles-{after + 1:012}-{exporting.until:012}" if order.since else "articles"
    try:
        if order.since:
            _clear(path, f"articles-{after + 1:012}-*")
        count = _write(exporting, order, path, name, after, on_page)
    except BrokenPipeError:  # whoever reads has enough
        raise
    except OSError as error:
        raise ExportError(
            f"{order.target}: cannot be written ({error.strerror or error}); make room or choose another"
        ) from error
    if order.since:
        exporting.note(_key(path, order), count)
    return count


def _write(
    exporting: Exporting, order: Order, path: Path, name: str, after: int, on_page: Callable[[int], None]
) -> int:
    if order.form in FOLDERS:
        _folder(path)
        return documents.write(path, _told(exporting.rows(after), on_page), order.form)
    pages = _counted(exporting.pages(after), on_page)
    if order.partition:
        if not order.since and path.exists() and any(path.iterdir()):
            raise ExportError(f"{path}: is not empty; choose a new folder, or add to it with --since-export")
        return int(_parquet().write_partitioned(path, pages, name))
    if order.target == STDOUT:
        return _text(order, pages, _stdout())
    if order.since:
        _folder(path)
        path = path / f"{name}{FILES[order.form]}"
    return _whole(path, lambda part: _file(order, pages, part), keep_empty=not order.since)


def _file(order: Order, pages: Pages, path: Path) -> int:
    if order.form == "parquet":
        return int(_parquet().write(path, pages))
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        return _text(order, pages, stream)


def _text(order: Order, pages: Pages, stream: TextIO) -> int:
    if order.form == "csv":
        return lines.write_csv(stream, pages)
    return lines.write_jsonl(stream, pages, lines.news_article if order.schema_org else lines.values)


def _whole(path: Path, write: Callable[[Path], int], *, keep_empty: bool) -> int:
    """Write a file under another name first."""
    part = path.with_name(f"{path.name}.part")
    try:
        count = write(part)
        if count or keep_empty:
            part.replace(path)
        return count
    finally:
        part.unlink(missing_ok=True)


def _after(exporting: Exporting, order: Order, path: Path) -> int:
    """Where the last export into the folder ended; from the beginning where its files are gone."""
    if path.exists() and not path.is_dir():
        raise ExportError(f"{path}: is a file; --since-export adds files to a folder, name one")
    after = exporting.done(_key(path, order))
    return after if path.is_dir() and any(path.iterdir()) else 0


def _key(path: Path, order: Order) -> tuple[str, str]:
    """The place, and what goes there."""
    conditions = " ".join(f"{name}={value}" for name, value in sorted(order.conditions.items()) if value is not None)
    names = " schema.org" if order.schema_org else ""
    layout = " partitioned" if order.partition else ""
    return str(path.resolve()), f"{order.form}{names}{layout} {conditions}".strip()


def _clear(folder: Path, pattern: str) -> None:
    """Take away what an export left that was stopped before it was noted."""
    for path in list(folder.rglob(pattern)) if folder.is_dir() else ():
        path.unlink()


def _folder(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise ExportError(f"{path}: is a file; name a folder")
    path.mkdir(parents=True, exist_ok=True)


def _stdout() -> TextIO:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return sys.stdout


def _parquet() -> Any:
    try:
        from storage.exports import parquet
    except ModuleNotFoundError as error:
        raise ExportError(f"{error.name} is not installed, Parquet needs it: pip install 'newsmill[export]'") from error
    return parquet


def _counted(pages: Pages, on_page: Callable[[int], None]) -> Iterator[list[Row]]:
    for page in pages:
        yield page
        on_page(len(page))


def _told(rows: Iterable[Any], on_page: Callable[[int], None]) -> Iterator[Any]:
    for row in rows:
        yield row
        on_page(1)
