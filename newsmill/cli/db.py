"""`newsmill db`: the database itself."""

import click

from newsmill.cli.options import configured, db_option, opened


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
    config = configured(db=db)
    with opened(config):
        click.echo(f"{config.db}: up to date")
