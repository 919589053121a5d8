"""The outlets of a run: files of the seeds folder, addresses given by hand, and what the database knows of each."""

import difflib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from crawler.errors import SourceError
from crawler.sources import Source, load_source, load_sources
from newsmill.render import moment
from storage import SourceRow

if TYPE_CHECKING:
    from crawler.survey import Survey


def choose(
    names: Sequence[str], seeds: Path, environment: Mapping[str, str] = os.environ
) -> tuple[list[Source], list[str]]:
    """The sources that are meant: all of the seeds folder, or those named by file or address; each once.

    Headers that stand for environment variables are filled in from `environment`. Returns the sources, and a line for
    each that cannot be used: the others are crawled all the same.
    """
    found, problems = _chosen(names, seeds)
    usable = []
    for source in found:
        try:
            usable.append(_with_secrets(source, environment))
        except SourceError as error:
            problems.append(str(error))
    return usable, problems


def _with_secrets(source: Source, environment: Mapping[str, str]) -> Source:
    values = {}
    for name, value in source.headers.items():
        variable = value.removeprefix("env:")
        if variable != value and variable not in environment:
            raise SourceError(f"{source.host}: the header {name} needs the environment variable {variable}; set it")
        values[name] = environment[variable] if variable != value else value
    return source.model_copy(update={"headers": values})


def _chosen(names: Sequence[str], seeds: Path) -> tuple[list[Source], list[str]]:
    problems: list[str] = []
    if not names:
        if not seeds.is_dir():
            return [], [f"{seeds}: no such folder; name a URL, or write {seeds}/HOST.toml (see CONTRIBUTING.md)"]
        chosen = load_sources(seeds, lambda error: problems.append(str(error)))
        if not chosen and not problems:
            problems.append(f"{seeds}: no source file in it; name a URL, or write {seeds}/HOST.toml")
        return chosen, problems
    by_url: dict[str, Source] = {}
    for name in names:
        try:
            source = _named(name, seeds)
            by_url.setdefault(source.url, source)
        except SourceError as error:
            problems.append(str(error))
    return list(by_url.values()), problems


def _named(name: str, seeds: Path) -> Source:
    """A source by the name of its file, by a path to one, or by its address."""
    if "://" in name:
        return Source.from_url(name)
    for file in (seeds / f"{name.removesuffix('.toml')}.toml", Path(name)):
        if file.is_file():
            return load_source(file)
    near = difflib.get_close_matches(name, [file.stem for file in seeds.glob("*.toml")], 1)
    hint = f"did you mean {near[0]}?" if near else f"give an address such as https://{name}"
    raise SourceError(f"{name}: no such file in {seeds}/; {hint}")


def source_file(source: Source, survey: "Survey") -> str:
    """The text of a source file with what a look at the outlet found; addresses on its own host are relative."""
    lines = [f"name = {_toml(survey.name or source.host)}", f"url = {_toml(source.url)}"]
    for key in ("feed", "sitemap", "section"):
        if found := survey.of(key):
            lines.append(f"{key}s = [{', '.join(_toml(_relative(url, source.url)) for url in found)}]")
    if survey.language:
        lines.append(f"languages = [{_toml(survey.language)}]")
    if source.allow_private:
        lines.append("allow_private = true")
    text = "\n".join(lines) + "\n"
    Source.model_validate(tomllib.loads(text))
    return text


def _relative(url: str, base: str) -> str:
    start = urljoin(base, "/")
    return url.removeprefix(start.rstrip("/")) if url.startswith(start) else url


def _toml(text: str) -> str:
    """A basic string of TOML 1.0, which takes JSON's escapes; DEL has to be escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def known_sources(
    seeds: Path, rows: Sequence[SourceRow], frontier: Mapping[str, Mapping[str, int]]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The outlets with a file or with something stored, by name, as JSON types; and a line for each bad file.

    `frontier` tells of each how many of its addresses are in each state.
    """
    problems: list[str] = []
    files: dict[str, Source] = {}
    if seeds.is_dir():
        files = {source.host: source for source in load_sources(seeds, lambda error: problems.append(str(error)))}
    stored = {row.name: row for row in rows}
    names = sorted(files.keys() | stored.keys() | frontier.keys())
    return [_known(name, files.get(name), stored.get(name), seeds, frontier.get(name, {})) for name in names], problems


def _known(
    name: str, source: Source | None, row: SourceRow | None, seeds: Path, frontier: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "name": name,
        "title": source.name if source else None,
        "url": source.url if source else None,
        "file": str(seeds / f"{name}.toml") if source else None,
        "articles": row.articles if row else 0,
        "pages": row.pages if row else 0,
        "failures": row.failures if row else 0,
        "fetched_at": moment(row.fetched_at) if row else None,
        "frontier": {state: frontier.get(state, 0) for state in ("due", "seen", "failed", "gone")},
    }
