"""`newsmill tokens`: keys to the HTTP API."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from newsmill.cli.options import Failure, configured, db_option, json_option, opened, warn
from newsmill.cli.screen import Column, show_json, show_rows

if TYPE_CHECKING:
    from storage.service.tokens import Token

SCOPES = ("read", "submit", "admin")
COLUMNS = (
    Column(name="Name", share=1, main=True),
    Column(name="Scopes", least=5),
    Column(name="State", least=7),
    Column(name="Made", least=10),
    Column(name="Last used", least=16),
    Column(name="Ends", least=10),
)


@click.group()
def tokens() -> None:
    """Make, list and revoke the keys to the HTTP API and the pages."""


@tokens.command()
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may do; several. [default: read]"
)
@click.option("--days", type=click.IntRange(1, 36500), metavar="N", help="It ends by itself after N days.")
@db_option
def add(name: str, scopes: tuple[str, ...], days: int | None, db: str | None) -> None:
    """Make a token and print it, this once: only a digest of it is kept.

    read: all that is stored, and POST /clean. submit: POST /articles. admin: both, crawls, webhooks.

    \b
    Examples:
      newsmill tokens add laptop --scope read --scope submit
      newsmill tokens add me --scope admin --days 90
    """
    from storage.service import tokens as stored

    at = datetime.now(UTC)
    ends = at + timedelta(days=days) if days else None
    with opened(configured(db=db)) as store:
        token = store.database.write(stored.add, name, list(dict.fromkeys(scopes)) or ["read"], at, ends)
    if token is None:
        raise Failure(f"there is a token {name} already, or was; choose another name")
    click.echo(token)
    warn("keep it now: it is not shown again. It goes into the header Authorization: Bearer TOKEN")


@tokens.command("list")
@db_option
@json_option
def list_(db: str | None, as_json: bool) -> None:
    """List the tokens, with their scopes and when they were last used. Piped, a token a line, tab-separated.

    \b
    Examples:
      newsmill tokens list
      newsmill tokens list --json
    """
    from storage.service import tokens as stored

    with opened(configured(db=db)) as store:
        rows = store.database.read(stored.tokens)
    at = datetime.now(UTC)
    if as_json:
        show_json([_json(row, at) for row in rows])
    else:
        show_rows(COLUMNS, [_cells(row, at) for row in rows], empty="no tokens; newsmill answers this machine only")


@tokens.command()
@click.argument("name")
@db_option
def revoke(name: str, db: str | None) -> None:
    """Take a token back; a running service knows it within seconds.

    \b
    Example:
      newsmill tokens revoke laptop
    """
    from storage.service import tokens as stored

    config = configured(db=db)
    with opened(config) as store:
        done = store.database.write(stored.revoke, name, datetime.now(UTC))
    if not done:
        raise Failure(f"no token {name} that holds in {config.db}; `newsmill tokens list` shows them")
    warn(f"{name} is revoked")


def _state(row: "Token", at: datetime) -> str:
    return "holds" if row.holds(at) else "revoked" if row.revoked_at else "ended"


def _cells(row: "Token", at: datetime) -> list[str]:
    used = f"{row.used_at:%Y-%m-%d %H:%M}" if row.used_at else "-"
    ends = f"{row.expires_at:%Y-%m-%d}" if row.expires_at else "-"
    return [row.name, ", ".join(row.scopes), _state(row, at), f"{row.created_at:%Y-%m-%d}", used, ends]


def _json(row: "Token", at: datetime) -> dict[str, Any]:
    moments = {name: getattr(row, name) for name in ("created_at", "expires_at", "used_at", "revoked_at")}
    told = {name: value.isoformat() if value else None for name, value in moments.items()}
    return {"name": row.name, "scopes": list(row.scopes), "state": _state(row, at), **told}
