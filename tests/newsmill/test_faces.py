"""The faces as such: quick, documented, and importable by other programs."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

import newsmill
from newsmill.cli import cli
from newsmill.config import Config
from tests.newsmill.conftest import STORY, STORY_URL, in_a_process

HOME = Path(__file__).resolve().parents[2]


def commands(group: click.Group = cli, path: str = "newsmill") -> list[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{path} {name}")
        else:
            found.append((f"{path} {name}", command))
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_help_shows_an_example(name: str, command: click.Command) -> None:
    """The help of every command shows a call of it, and explains each option."""
    assert f"      {name}" in (command.help or "").replace("\b\n", "") or f"  {name}" in (command.help or "")
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_help_imports_nothing_heavy() -> None:
    """`newsmill --help` is quick since it waits for no library that a command needs when it runs."""
    heavy = {"scrapy", "sqlalchemy", "trafilatura", "lxml", "pydantic", "rich", "twisted", "lightgbm", "numpy"}
    code = "import sys, newsmill.cli, newsmill; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy & set(done.stdout.split()) == set()


def test_version() -> None:
    """`newsmill --version` says it."""
    from importlib.metadata import version

    assert in_a_process("--version").stdout == f"newsmill {version('newsmill')}\n"


def test_python_face() -> None:
    """`from newsmill import clean, Article`: one call, a string or bytes, an Article or the reason."""
    article = newsmill.clean(STORY, STORY_URL)
    assert isinstance(article, newsmill.Article)
    assert article.metadata.title == "Weir comes down after ninety years"
    assert newsmill.clean(STORY.encode(), STORY_URL) == article
    rejected = newsmill.clean("<html><body></body></html>")
    assert isinstance(rejected, newsmill.Rejected)


def test_a_string_is_believed_over_its_markup() -> None:
    """A string is text already: a charset that its markup still declares does not spoil it."""
    article = newsmill.clean(STORY.replace('"utf-8"', '"iso-8859-1"'), STORY_URL)
    assert isinstance(article, newsmill.Article)
    assert "Noël Brück" in article.text


def test_a_naive_moment_is_refused() -> None:
    """A moment without a time zone is a mistake of the caller, and named."""
    naive = datetime.now(UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        newsmill.clean(STORY, fetched_at=naive)


def test_public_names() -> None:
    """All public names can be had, and no other comes by accident."""
    for name in newsmill.__all__:
        assert getattr(newsmill, name).__name__ == name
    with pytest.raises(AttributeError, match="no attribute 'scrub'"):
        newsmill.scrub  # noqa: B018


@pytest.mark.parametrize("key", Config.model_fields)
def test_every_setting_is_documented(key: str) -> None:
    """docs/configuration.md names each key and its variable."""
    text = (HOME / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert f"| `{key}` | `NEWSMILL_{key.upper()}` |" in text


def test_demo_names_a_busy_port(folder: Path) -> None:
    """When the port is taken, the demo says so in one line, with the way out."""
    from newsmill.sample_server import SampleServer

    with SampleServer() as server:
        port = server.url.rpartition(":")[2]
        environment = os.environ | {"NEWSMILL_DEMO_PORT": port}
        command = [sys.executable, "-P", "-m", "newsmill.demo"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"newsmill: port {port} of 127.0.0.1 is taken")
    assert done.stderr.count("\n") == 1
