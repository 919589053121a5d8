"""The command `newsmill`, also as `python -m newsmill`."""

import io
import sys

from newsmill.startup import StartupError, check


def main() -> None:
    """Run the command line; ends the process with 0, 1 (nothing could be done) or 2 (wrong usage)."""
    try:
        check()
    except StartupError as error:
        sys.exit(f"newsmill: {error}")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from newsmill.cli import cli  # after the check: a foreign package must not run first

    cli(prog_name="newsmill")


if __name__ == "__main__":
    main()
