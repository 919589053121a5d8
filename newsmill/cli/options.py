"""What the commands share: options they have in common, the configuration, the open database, errors of one line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from cleaners.rules import Rules
    from newsmill.config import Config
    from storage import Store

Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """Nothing could be done: one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print the line in the form of all our lines."""
        warn(self.format_message())


def warn(line: str) -> None:
    """A line for a person on standard error."""
    click.echo(f"newsmill: {line}", err=True)


def db_option(command: Command) -> Command:
    """Add `--db URL`."""
    text = "The database. [default: sqlite:///newsmill.db, or NEWSMILL_DB, or db in newsmill.toml]"
    return click.option("--db", metavar="URL", help=text)(command)


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
        with open_store(config.db, archive=config.archive) as store:
            yield store
    except StoreError as error:
        raise Failure(str(error)) from error


def loaded_rules() -> "Rules":
    """The cleaners' rules; a broken rule file becomes a `Failure`."""
    from cleaners import RuleError, load_rules

    try:
        return load_rules()
    except RuleError as error:
        raise Failure(str(error)) from error
