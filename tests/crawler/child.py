"""Starts `tests.crawler.runner` in a child process and reads its result."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "error::RuntimeWarning", "-m", "tests.crawler.runner"]


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl in a child process left: the runner's result, and its standard error."""

    result: dict[str, Any]
    stderr: str

    @property
    def report(self) -> dict[str, Any]:
        """The CrawlReport as a dictionary."""
        report: dict[str, Any] = self.result["report"]
        return report

    def source(self, number: int = 0) -> dict[str, Any]:
        """A SourceReport as a dictionary."""
        source: dict[str, Any] = self.report["sources"][number]
        return source

    def paths(self) -> list[str]:
        """The paths of the pages that the sink was given, in order."""
        return [_path(page["url"]) for page in self.result["pages"]]

    def page(self, path: str) -> dict[str, Any]:
        """The one page with a path."""
        (page,) = [page for page in self.result["pages"] if _path(page["url"]) == path]
        return dict(page)

    def failures(self) -> dict[str, str]:
        """Why each path failed."""
        return {_path(url): why for url, why, _ in self.result["failures"]}


def crawl(*sources: dict[str, Any], **job: Any) -> Crawled:
    """Crawl in a child process, without delay and retries unless the job's `settings` say otherwise."""
    settings = {"delay": 0, "retries": 0} | job.pop("settings", {})
    done = subprocess.run(
        COMMAND,
        input=json.dumps({"sources": sources, "settings": settings} | job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Crawled(json.loads(done.stdout), done.stderr)


def outlet(url: str, **keys: Any) -> dict[str, Any]:
    """The contents of a source file for a server on loopback."""
    return {"name": "Test", "url": url, "allow_private": True} | keys


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2]
