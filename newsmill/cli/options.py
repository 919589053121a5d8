"""What the commands share: options they have in common, the configuration, the open database, errors of one line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from cleaners.rules import Rules
    from newsmill.config import Config
    from storage import Store

_MOST_LINES = 10
Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """Nothing could be done: one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print the line in the form of all our lines."""
        warn(self.format_message())


def warn(line: str) -> None:
    """A line for a person on standard error."""
    click.echo(f"newsmill: {line}", err=True)


class WebAddress(click.ParamType[str]):
    """An address of the web: http or https, and a host."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as it was given."""
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if value and (parts.scheme.lower() not in ("http", "https") or not parts.hostname):
            self.fail(f"{value!r} is no address of the web; give one such as https://www.example.org/story", param, ctx)
        return value


def db_option(command: Command) -> Command:
    """Add `--db URL`."""
    text = "The database. [default: sqlite:///newsmill.db, or NEWSMILL_DB, or db in newsmill.toml]"
    return click.option("--db", metavar="URL", help=text)(command)


def site_config_option(command: Command) -> Command:
    """Add `--site-config DIR`."""
    text = "Site configurations in the five-filters format (HOST.txt), see docs/rules.md."
    return click.option("--site-config", type=click.Path(path_type=Path), metavar="DIR", help=text)(command)


def cleaning_options(command: Command) -> Command:
    """Add `--fast`, `--page-seconds` and `--page-memory`; None where they are not given."""
    for option in (
        click.option("--page-memory", type=int, metavar="MIB", help="The most memory for a page. [default: 512]"),
        click.option("--page-seconds", type=float, metavar="SECONDS", help="The most time for a page. [default: 10]"),
        click.option(
            "--fast",
            is_flag=True,
            default=None,
            help="A second look only at pages in grave doubt: sooner done, a little less exact.",
        ),
    ):
        command = option(command)
    return command


def json_option(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON, for a program to read.")(command)


def configured(**flags: Any) -> "Config":
    """Read the configuration; flags that are None were not given. Raises `Failure` with the one line."""
    from newsmill.config import ConfigError, read_config

    try:
        return read_config(**flags)
    except ConfigError as error:
        raise Failure(str(error)) from error


@contextmanager
def opened(config: "Config") -> "Iterator[Store]":
    """The database of the configuration, open; what is wrong with it becomes a `Failure`."""
    from storage import StoreError, open_store

    try:
        with open_store(config.db, archive=config.archive, on_wait=warn) as store:
            yield store
    except StoreError as error:
        raise Failure(str(error)) from error


def loaded_rules(config: "Config | None" = None, *, directory: Path | None = None) -> "Rules":
    """The cleaners' rules, with the configuration's site configurations; a broken file becomes a `Failure`."""
    from cleaners import RuleError, load_rules

    try:
        return load_rules(directory, site_config=config.site_config if config else None)
    except RuleError as error:
        raise Failure(str(error)) from error


def report_site_config(config: "Config") -> None:
    """Say what of the site configurations has no effect; a folder that cannot be used becomes a `Failure`."""
    if config.site_config is None:
        return
    from collections import Counter

    from cleaners.rules.siteconfig import SiteConfigError, load_site_configs

    try:
        configs = load_site_configs(config.site_config).by_host.values()
    except SiteConfigError as error:
        raise Failure(str(error)) from error
    lines = [line for one in configs for line in one.warnings]
    for line in lines[:_MOST_LINES]:
        warn(line)
    if len(lines) > _MOST_LINES:
        warn(f"{config.site_config}: {len(lines) - _MOST_LINES} more lines like these")
    unused = Counter(name for one in configs for name in one.unused)
    names = ", ".join(f"{name} ({count})" for name, count in unused.most_common())
    warn(f"{config.site_config}: {len(configs)} site configurations" + (f"; not used: {names}" if names else ""))
