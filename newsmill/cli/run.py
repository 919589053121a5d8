"""`newsmill run`: crawls what is due, and serves the API and the pages."""

from pathlib import Path

import click

from newsmill.cli.options import Failure, cleaning_options, configured, db_option, site_config_option, warn


@click.command(short_help="Crawl on a schedule; serve the API and the pages.")
@click.option("--host", metavar="HOST", help="Address to listen on. [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", help="Port; 0 for any. [default: 8000]")
@click.option("--no-crawl", is_flag=True, help="Serve only; another one crawls.")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of the source files. [default: seeds]"
)
@cleaning_options
@site_config_option
@db_option
def run(no_crawl: bool, **flags: object) -> None:
    """Crawl each outlet of seeds/ when it is due, and serve the HTTP API and the pages, until Ctrl-C or SIGTERM.

    An outlet is crawled when the first of its feeds and sitemaps is due; what came due while newsmill was not running is
    crawled once. Several of these may share a database: each outlet is crawled by one of them at a time.

    Without a token (newsmill tokens add) it answers this machine only.

    \b
    Examples:
      newsmill run
      newsmill run --db postgresql+psycopg://newsmill@db/newsmill --host 0.0.0.0
      newsmill run --no-crawl --port 8001

    Exit status: 0 ended by a signal, 1 it could not begin, 2 wrong usage.
    """
    import logging

    from storage import StoreError, open_store

    try:
        from newsmill.service.run import PATIENCE, RunError
        from newsmill.service.run import run as serve
    except ModuleNotFoundError as error:
        raise Failure(
            f"{error.name} is not installed, the service needs it: pip install 'newsmill[service]'"
        ) from error
    config = configured(**flags)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", force=True)
    for chatty in ("httpx2", "alembic", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        with open_store(config.db, archive=config.archive, on_wait=warn, patience=PATIENCE, short=True) as store:
            serve(store, config, crawl=not no_crawl, say=lambda url: click.echo(f"newsmill: {url}", err=True))
    except (RunError, StoreError) as error:
        raise Failure(str(error)) from error
