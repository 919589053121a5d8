"""`newsmill mcp`: the database for language models."""

from pathlib import Path

import click

from newsmill.cli.options import Failure, configured, db_option, opened


@click.command(short_help="Serve the database to language models (MCP).")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@db_option
def mcp(**flags: object) -> None:
    """Speak the Model Context Protocol on standard input and output, for a program that starts this one.

    Its tools are search, read and clean; none of them changes anything. docs/api.md says how a program is told of it.

    \b
    Example:
      newsmill mcp --db sqlite:////var/lib/newsmill/newsmill.db
    """
    try:
        from newsmill.mcp_server import make_server
        from newsmill.service.wiring import wired
    except ModuleNotFoundError as error:
        raise Failure(f"{error.name} is not installed: pip install 'newsmill[mcp,service]'") from error
    config = configured(**flags)
    with opened(config) as store, wired(store, config, local=True) as service:
        make_server(store, service.taking).run()
