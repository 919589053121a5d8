"""A job of the service in a process of its own: ``crawl`` with the arguments of `newsmill crawl`, or ``settle`` DATABASE.

It ends as after Ctrl-C when its standard input is closed, so that it never outlives the service, however that went.
"""

import os
import signal
import sys
import threading
import time

SECONDS = 60.0
"""How long it may take to end."""
INTERRUPTED = 128 + signal.SIGINT
"""The exit status of what was ended early, as shells have it."""


def main(arguments: list[str]) -> int:
    """Do the job; returns the exit status of the command."""
    threading.Thread(target=_until_closed, daemon=True).start()
    job, *rest = arguments
    return crawl(rest) if job == "crawl" else settle(rest[0])


def crawl(arguments: list[str]) -> int:
    """Crawl, and put what came into search, pairs and clusters."""
    import click

    from newsmill.cli import cli

    try:
        status = cli.main(["crawl", *arguments], prog_name="newsmill", standalone_mode=False)
        settle(arguments[arguments.index("--db") + 1])
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def settle(db: str) -> int:
    """Put the articles that wait into search, pairs and clusters."""
    from newsmill.config import read_config
    from storage import open_store

    with open_store(db, archive=read_config(db=db).archive) as store:
        store.settle()
    return 0


def _until_closed() -> None:
    while os.read(0, 1000):  # past Python's own stdin, which the end of the interpreter would wait for
        pass
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(SECONDS)
    os._exit(1)


if __name__ == "__main__":
    from newsmill.startup import check

    check()
    sys.exit(main(sys.argv[1:]))
