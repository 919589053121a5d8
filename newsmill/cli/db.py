"""`newsmill db`: the database itself."""

import click

from newsmill.cli.options import Failure, configured, db_option, json_option


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


@db.command()
@click.option("--repair", is_flag=True, help="Put right what can be; loses nothing that is there.")
@click.option("--quick", is_flag=True, help="See where the archived records lie, do not read them.")
@db_option
@json_option
def check(repair: bool, quick: bool, db: str | None, as_json: bool) -> None:
    """Prove that tables and archive agree: every record is where the tables say, whole, with the bytes that came.

    Also: the database file is sound, every article has its current revision and an address, no article is there twice,
    nothing was archived and never cleaned, no file is left over. A crawl may go on meanwhile.

    --repair takes records that the tables do not know into them and cleans them, cuts half records off, finds records
    that lie elsewhere, and has lost pages fetched again by the next crawl.

    \b
    Examples:
      newsmill db check
      newsmill db check --repair

    Exit status: 0 all is in order, or is now; 1 something is not; 2 wrong usage.
    """
    from newsmill.cli.checking import check_all

    check_all(configured(db=db), repair=repair, quick=quick, as_json=as_json)


@db.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "mermaid", "markdown")),
    default="text",
    show_default=True,
    help="What to draw with.",
)
def diagram(form: str) -> None:
    """Show the tables: every column with its type, its keys and what it holds.

    mermaid is a diagram that GitHub and many editors draw; markdown is that and the columns, as in docs/schema.md.

    \b
    Examples:
      newsmill db diagram
      newsmill db diagram --format mermaid > schema.mmd
    """
    from storage import diagram as schema

    if form != "text":
        click.echo(schema.mermaid() if form == "mermaid" else schema.markdown(), nl=False)
        return
    from newsmill.cli.screen import Column, is_terminal, show_rows

    columns = (Column(name="Column"), Column(name="Type"), Column(name="What it holds", share=1, main=True))
    for table in schema.tables():
        rows = [[column.name, schema.kind(column), column.comment or ""] for column in table.columns]
        if is_terminal():
            click.secho(f"{table.name}: {table.comment}", bold=True)
            show_rows(columns, rows, empty="")
        else:
            for row in rows:
                click.echo("\t".join([table.name, *row]))
