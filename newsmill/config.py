"""What a run is set to do: `newsmill.toml`, then the environment (`NEWSMILL_*`), then flags; the later one wins.

Read once by the command that needs it, into a frozen `Config` that is passed down. Nothing below this floor reads the
environment.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from newsmill.budget import MEMORY, SECONDS

FILE = Path("newsmill.toml")
PREFIX = "NEWSMILL_"
ELSEWHERE = frozenset({"NEWSMILL_DEMO_PORT"})
"""Variables with our prefix that are read by something else than a `Config`."""
FOR_TESTS = "NEWSMILL_TEST_"


class ConfigError(Exception):
    """A setting that cannot be used. The message is one line: where, what, what to do."""


class Cleaning(TypedDict):
    """How pages are cleaned, and what one may cost."""

    seconds: float
    memory: int
    fast: bool
    site_config: Path | None


class Config(BaseModel):
    """Every setting of newsmill; the names are the keys of `newsmill.toml` and, in capitals, of the environment.

    `delay`, `timeout` and `page_seconds` are seconds, `page_memory` is in MiB. `archive` None means: beside the database;
    `site_config` is a folder of site configurations (docs/rules.md); `fast` is that of `newsmill.clean`. `alert_email` and
    `alert_webhook` get what suddenly falls at an outlet; mail goes from `alert_from` through the server at `smtp`.
    `browser` is the program that draws pages (docs/configuration.md). `newsmill run` listens on `host` and `port` and
    answers an address `rate` requests a minute, 0 for all; `webhook_private` lets webhooks be at private addresses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    db: str = "sqlite:///newsmill.db"
    archive: Path | None = None
    seeds: Path = Path("seeds")
    site_config: Path | None = None
    contact: str = ""
    delay: float = Field(default=1.0, ge=0)
    timeout: float = Field(default=30.0, gt=0)
    max_pages: int = Field(default=200, ge=1)
    max_page_bytes: int = Field(default=10_000_000, ge=1)
    max_daily: int = Field(default=5000, ge=1)
    obey_opt_outs: bool = False
    page_seconds: float = Field(default=SECONDS, gt=0)
    page_memory: int = Field(default=MEMORY, ge=1)
    fast: bool = False
    browser: str = ""
    alert_email: str = ""
    alert_from: str = ""
    alert_webhook: str = ""
    smtp: str = "smtp://localhost"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    rate: int = Field(default=3000, ge=0)
    webhook_private: bool = False

    def cleaning(self) -> Cleaning:
        """How pages are cleaned: the keyword arguments of `CleanerProcess` and `CleanerPool`."""
        return Cleaning(
            seconds=self.page_seconds, memory=self.page_memory, fast=self.fast, site_config=self.site_config
        )


def read_config(*, file: Path = FILE, environment: Mapping[str, str] = os.environ, **flags: object) -> Config:
    """Merge the three places into one `Config`. A flag that is None was not given.

    Raises `ConfigError` for a file that is no TOML, an unknown key, a value of the wrong type.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    layers = ((str(file), _from_file(file)), ("environment", _from_environment(environment)), ("flags", given))
    merged: dict[str, object] = {}
    origin: dict[str, str] = {}
    for where, values in layers:
        merged |= values
        origin |= dict.fromkeys(values, where)
    try:
        return Config.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(_one_line(error, origin)) from error


def _from_file(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error}); correct it or move it away") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and not name.startswith(FOR_TESTS) and name not in ELSEWHERE
    }


def _one_line(error: ValidationError, origin: Mapping[str, str]) -> str:
    first = error.errors(include_url=False)[0]
    key = str(first["loc"][0])
    where = origin[key]
    name = f"{PREFIX}{key.upper()}" if where == "environment" else key
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key {name}; known keys: {', '.join(sorted(Config.model_fields))}"
    return f"{where}: {name} = {first['input']!r} does not fit: {first['msg'].lower()}; correct it"
