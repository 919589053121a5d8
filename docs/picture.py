"""Draws docs/terminal.svg from the sample outlet: `python docs/picture.py`, to be run after the output has changed."""

import io
import re
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import replace
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.text import Text

from newsmill.cli.articles import COLUMNS, cells
from newsmill.cli.explain import drawn
from newsmill.cli.screen import table
from newsmill.render import Verdict, verdicts
from newsmill.sample_server import SampleServer
from storage import open_store

PICTURE = Path(__file__).with_name("terminal.svg")
PORT = 8377
STORY = "ferry"
BLOCKS = 31


def main() -> None:
    """Crawl the sample outlet into a folder that goes away, and draw what a person sees."""
    console = Console(record=True, width=108, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        db = f"sqlite:///{folder}/newsmill.db"
        with SampleServer(PORT) as server:
            command = [sys.executable, "-m", "newsmill", "crawl", server.url, "--db", db]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        with open_store(db) as store:
            rows = list(store.articles())
    _say(console, f"newsmill crawl {server.url}")
    console.print(Text(done.stdout.splitlines()[-1]))
    _say(console, "newsmill articles list")
    console.print(table(COLUMNS, cells(rows), width=console.width))
    story = next(row for row in rows if STORY in row.url)
    _say(console, f"newsmill articles show {story.id} --explain")
    shown = [_cut(verdict) for verdict in islice(verdicts(story.article), BLOCKS)]
    console.print(drawn(shown, width=console.width))
    console.print(Text("  …", "dim"))
    svg = console.export_svg(title="newsmill")
    svg = re.sub(r"@font-face \{.*?\}\s*|<!-- Generated.*?-->\s*", "", svg, flags=re.DOTALL)  # no address of elsewhere
    PICTURE.write_text(svg, encoding="utf-8")


def _cut(verdict: Verdict) -> Verdict:
    """The verdict with the first words of its text: a picture is no place to read."""
    return replace(
        verdict, block=replace(verdict.block, text=textwrap.shorten(verdict.block.text, 56, placeholder=" …"))
    )


def _say(console: Console, command: str) -> None:
    console.print(Text.assemble(("$ ", "dim"), (command, "bold")))


if __name__ == "__main__":
    main()
