"""Hosts that misbehave cost their own line and nothing else."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.certificate import self_signed
from tests.crawler.child import Crawled, crawl, outlet
from tests.crawler.hostile import FAULTS, HostileServer


@pytest.fixture(scope="module")
def closed_port() -> int:
    """A port of loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """A server with two pages, one that wants a cookie, and every fault."""
    with HostileServer("/good/1", *FAULTS, "/once", "/good/2") as server:
        yield server


@pytest.fixture(scope="module")
def crawled(server: HostileServer, closed_port: int) -> Crawled:
    """One run over a hostile outlet with a sitemap that went away, an unreachable one and one that does not exist."""
    return crawl(
        outlet(server.url, feeds=["/feed.xml"], sitemaps=["/gone.xml"]),
        outlet(f"http://127.0.0.1:{closed_port}/"),
        outlet("http://nowhere.invalid/"),
        settings={"max_page_bytes": 1_000_000, "timeout": 2},
    )


def test_good_pages_arrive(crawled: Crawled) -> None:
    """The pages before and after the faults arrive, and the one that sets a cookie and redirects to itself."""
    assert sorted(crawled.paths()) == ["/good/1", "/good/2", "/once"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/large", "too-large"),
        ("/endless", "too-large"),
        ("/bomb", "too-large"),
        ("/brotli", "too-large"),
        ("/zstd", "too-large"),
        ("/layers", "too-large"),
        ("/circle", "redirects"),
        ("/drip", "timeout"),
        ("/long_head", "download"),
        ("/endless_head", "download"),
        ("/tofile", "http-status"),
        ("/todata", "http-status"),
        ("/toftp", "http-status"),
        ("/twolengths", "download"),
        ("/short", "truncated"),
        ("/hang", "timeout"),
        ("/gone", "http-status"),
        ("/film", "content-type"),
        ("/teapot", "http-status"),
        ("/gone.xml", "http-status"),
    ],
)
def test_each_fault_is_named(crawled: Crawled, path: str, why: str) -> None:
    """Each fault is reported to the sink with its own reason."""
    assert crawled.failures()[path] == why


def test_redirect_to_another_site_is_not_followed(crawled: Crawled) -> None:
    """An article that redirects to another site is a failure that says so."""
    assert ["http://elsewhere.invalid/", "offsite"] in [failure[:2] for failure in crawled.result["failures"]]


def test_unreachable_hosts(crawled: Crawled, closed_port: int) -> None:
    """A host that refuses the connection and a name that does not exist are one line each."""
    for number in (1, 2):
        (line,) = crawled.source(number)["failures"]
        assert ": unreachable: " in line
    assert f"127.0.0.1:{closed_port}" in crawled.source(1)["failures"][0]


def test_every_failure_is_one_line(crawled: Crawled) -> None:
    """Every line names the address, and no traceback or log reaches standard error."""
    lines = [line for source in crawled.report["sources"] for line in source["failures"]]
    assert len(lines) == len(FAULTS) + 3
    assert all(line.startswith("http://") and "\n" not in line for line in lines)
    assert crawled.stderr == ""


def test_endless_body_is_cut(crawled: Crawled, server: HostileServer) -> None:
    """The connection of a body without end is closed at the limit."""
    assert server.cut.wait(5)


@pytest.mark.parametrize(("verify", "why"), [(True, ["tls"]), (False, [])])
def test_certificate_that_nobody_vouches_for(tmp_path: Path, verify: bool, why: list[str]) -> None:
    """Certificates are verified, which Scrapy alone does not do, unless the run says otherwise."""
    with HostileServer("/good/1", tls=self_signed(tmp_path / "certificate.pem")) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed.xml"]), settings={"verify_tls": verify})
    assert [failure[1] for failure in crawled.result["failures"]] == why
    assert len(crawled.paths()) == (0 if verify else 1)
