"""Configuration: three places, one frozen object, one line when it cannot be used."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from newsmill.config import Config, ConfigError, read_config


def test_later_places_win(tmp_path: Path) -> None:
    """The environment overrides the file, and a flag overrides both; a flag of None was not given."""
    file = tmp_path / "newsmill.toml"
    file.write_text('db = "sqlite:///file.db"\ndelay = 3\ncontact = "file"\n')
    environment = {"NEWSMILL_DB": "sqlite:///environment.db", "NEWSMILL_DELAY": "2", "HOME": "/nowhere"}
    config = read_config(file=file, environment=environment, db="sqlite:///flag.db", delay=None)
    assert (config.db, config.delay, config.contact) == ("sqlite:///flag.db", 2.0, "file")


def test_defaults_need_nothing(tmp_path: Path) -> None:
    """Without a file, variables and flags, the defaults stand."""
    assert read_config(file=tmp_path / "none.toml", environment={}) == Config()


def test_config_is_frozen() -> None:
    """Nobody changes a setting after it was read."""
    with pytest.raises(ValidationError, match="frozen"):
        Config().db = "sqlite:///other.db"


@pytest.mark.parametrize(
    ("text", "environment", "says"),
    [
        ("dbb = 1", {}, r"newsmill.toml: unknown key dbb; known keys: .*db"),
        ("", {"NEWSMILL_DBB": "x"}, r"environment: unknown key NEWSMILL_DBB; known keys"),
        ("", {"NEWSMILL_DELAY": "soon"}, r"environment: NEWSMILL_DELAY = 'soon' does not fit"),
        ("delay = -1", {}, r"newsmill.toml: delay = -1 does not fit"),
        ("delay = ", {}, r"newsmill.toml: cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, text: str, environment: dict[str, str], says: str) -> None:
    """An unknown key or a value that does not fit names the place, the key and what is possible, on one line."""
    file = tmp_path / "newsmill.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says) as caught:
        read_config(file=file, environment=environment)
    assert "\n" not in str(caught.value)


def test_variables_of_the_demo_and_of_tests_are_no_settings() -> None:
    """NEWSMILL_DEMO_PORT and NEWSMILL_TEST_... are read elsewhere and do not count as unknown keys."""
    environment = {"NEWSMILL_DEMO_PORT": "9000", "NEWSMILL_TEST_POSTGRESQL": "postgresql://"}
    assert read_config(file=Path("no such file"), environment=environment) == Config()
