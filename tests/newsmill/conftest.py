"""What the tests of the commands share: a folder to work in, a page, and a way to call a command."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

STORY = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Weir comes down after ninety years | River Post</title>
<meta property="og:title" content="Weir comes down after ninety years">
<meta property="og:site_name" content="River Post">
<meta name="author" content="Ada Brook">
<meta property="article:published_time" content="2025-03-04T08:30:00+00:00">
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article>
<h1>Weir comes down after ninety years</h1>
<p class="byline">By <a rel="author" href="/by/ada-brook">Ada Brook</a></p>
<p>Engineers took the last stones out of the old weir at Tarn Mill on Monday, and by the evening the river had found
the bed it left in 1935. A crowd of about two hundred watched from the footbridge.</p>
<p>The river board had argued for the work since a survey in 2019 found that not one salmon had passed the mill in
twenty years. The café owner, Noël Brück, said he would miss the sound of it.</p>
<h2>What happens next</h2>
<p>Gravel will be laid along four hundred metres of the bank before the autumn, and the footpath stays closed until the
end of May. The board will count fish at the mill every spring for ten years.</p>
</article>
<footer><p>© 2025 River Post. All rights reserved.</p></footer>
</body>
</html>
"""
"""A page of an outlet that does not exist."""

STORY_URL = "https://www.riverpost.example/news/weir"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and no setting of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("NEWSMILL_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def story(folder: Path) -> Path:
    """The page as a saved file."""
    file = folder / "story.html"
    file.write_text(STORY, encoding="utf-8")
    return file


Newsmill = Callable[..., Result]


@pytest.fixture
def newsmill() -> Newsmill:
    """Call a command in this process: `newsmill("clean", "page.html")`; bugs come through as exceptions."""
    from newsmill.cli import cli

    def call(*arguments: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, input=stdin, catch_exceptions=False)

    return call


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call a command in a process of its own, as a crawl needs it."""
    command = [sys.executable, "-P", "-m", "newsmill", *arguments]
    known = os.environ | environment
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False, timeout=150)
