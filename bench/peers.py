"""Other extractors, timed over the same pages: trafilatura here, each of the others by the interpreter of its own environment.

Those are ``.bench/NAME/``, made by ``python -m venv .bench/NAME && .bench/NAME/bin/pip install NAME lxml_html_clean``. They
are given the HTML; none of them has a reason to go to the network.
"""

import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from cleaners.types import Page

ROOT = Path(__file__).parent.parent
_LIMIT = 600
_PARSE = {
    "newspaper4k": """
from newspaper import Article, Config
def parse(html, url):
    config = Config()
    config.fetch_images = False
    article = Article(url, config=config)
    article.download(input_html=html)
    article.parse()
""",
    "news-please": """
from newsplease import NewsPlease
def parse(html, url):
    NewsPlease.from_html(html, url=url, fetch_images=False)
""",
}
_RUN = """
import json, logging, socket, sys, time, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
def closed(*_, **__):
    raise OSError("no network here")
socket.socket.connect = closed
socket.getaddrinfo = closed
pages = json.load(open(sys.argv[1], encoding="utf-8"))
rounds = [0.0] * int(sys.argv[2])
for number in range(-1, len(rounds)):
    started = time.process_time()
    for html, url in pages:
        try:
            parse(html, url)
        except Exception:
            pass
    if number >= 0:
        rounds[number] = time.process_time() - started
print(json.dumps(rounds))
"""
PEERS = tuple(_PARSE)


def trafilatura_clean(*, fast: bool) -> Callable[[Page], object]:
    """Trafilatura with metadata, by default or fast."""

    def run(page: Page) -> object:
        html = page.body.decode("utf-8", "replace")
        return trafilatura.bare_extraction(html, url=page.url, with_metadata=True, include_comments=False, fast=fast)

    return run


def seconds(name: str, pages: Sequence[Page], rounds: int) -> list[float] | str:
    """CPU seconds of each round over the pages after one to warm up, or a word of why there are none."""
    python = installed(name, _PARSE[name])
    if python is None:
        return "not installed"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.json"
        rows = [(page.body.decode("utf-8", "replace"), page.url or "https://www.example.org/") for page in pages]
        file.write_text(json.dumps(rows), encoding="utf-8")
        command = [str(python), "-c", _PARSE[name] + _RUN, str(file), str(rounds)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=True)
        except subprocess.TimeoutExpired:
            return f"over {_LIMIT} seconds"
        except subprocess.CalledProcessError as error:
            return (error.stderr.strip().splitlines() or ["failed"])[-1][:80]  # type: ignore[no-any-return]
    found: list[float] = json.loads(done.stdout.splitlines()[-1])
    return found


def installed(name: str, probe: str) -> Path | None:
    """The interpreter of an extractor's environment, made when it is missing; None where `probe` does not run in it."""
    home = ROOT / ".bench" / name
    python = home / "bin" / "python"
    if not python.exists():
        print(f"installing {name} under .bench/", file=sys.stderr)
        started = time.monotonic()
        venv.create(home, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", name, "lxml_html_clean"]
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            print(f"{name}: not installed after {time.monotonic() - started:.0f} seconds", file=sys.stderr)
            return None
    ready = subprocess.run([str(python), "-c", probe], capture_output=True, check=False)
    return python if ready.returncode == 0 else None
