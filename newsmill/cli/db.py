"""`newsmill db`: the database itself."""

import click

from newsmill.cli.options import Failure, configured, db_option


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@db_option
def upgrade(db: str | None) -> None:
    """Bring the tables of a database up to this version; makes a new one where there is none.

    \b
    Examples:
      newsmill db upgrade
      newsmill db upgrade --db postgresql+psycopg://localhost/newsmill
    """
    from storage import StoreError
    from storage import upgrade as upgrade_tables

    config = configured(db=db)
    try:
        before, after = upgrade_tables(config.db)
    except StoreError as error:
        raise Failure(str(error)) from error
    moved = f"upgraded from {before or 'nothing'} to {after}" if before != after else f"up to date ({after})"
    click.echo(f"{config.db}: {moved}")
