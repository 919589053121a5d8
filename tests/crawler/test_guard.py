"""Nothing is asked of machines that are not on the public internet, unless the outlet's file says so."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import DNSLookupError
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock

from crawler.network.addresses import is_metadata, is_public
from crawler.network.endpoint import DNS_SECONDS, GuardedEndpoint
from crawler.sources import Source
from crawler.troubles import PrivateAddress
from tests.crawler.child import crawl, outlet
from tests.crawler.hostile import HostileServer
from tests.crawler.served import Served, feed

PRIVATE = """
    127.0.0.1 127.255.255.254 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200
    169.254.169.254 192.0.0.192 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16
    ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1::1 2002:a00:1::
    2001:0:7f00:1:0:0:0:0 nonsense
""".split()
PUBLIC = "8.8.8.8 93.184.215.14 172.32.0.1 100.128.0.1 2606:2800:21f:cb07::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    """Loopback, private, shared, link-local, metadata, multicast and reserved addresses are not public, in any form."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    """The others are, those of IPv6 that carry a public one of IPv4 among them."""
    assert is_public(address)


@pytest.mark.parametrize("address", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "fe80::1%eth0"])
def test_metadata_is_never_allowed(address: str) -> None:
    """No file opens a cloud's metadata service or a link-local address, while a loopback one may be opened."""
    source = Source(name="E", url="http://news.example/", allow_private=True)
    assert is_metadata(address)
    assert not source.may_connect("news.example", address)
    assert source.may_connect("news.example", "127.0.0.1")


def test_permission_is_for_the_outlets_own_hosts() -> None:
    """`allow_private` opens the outlet's hosts and no other host that is at a private address."""
    source = Source(name="E", url="http://www.news.example/", allow_private=True)
    assert source.may_connect("www.news.example", "10.0.0.1")
    assert not source.may_connect("intranet.example", "10.0.0.1")
    assert not Source(name="E", url="http://www.news.example/").may_connect("www.news.example", "10.0.0.1")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [("http://127.0.0.1:8047/", True), ("http://localhost/", True), ("http://intranet.example/", False)],
)
def test_written_address_is_meant(url: str, allowed: bool) -> None:
    """Who writes a loopback address on the command line means it; what a name resolves to is not written."""
    source = Source.from_url(url)
    assert source.may_connect(source.host, "127.0.0.1") is allowed


class Names:
    """A resolver that gives the next answer of a list each time, as a hostile name server does."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> None:  # noqa: N802
        receiver.resolutionBegan(None)
        for ip in self._answers.pop(0):
            receiver.addressResolved((IPv6Address if ":" in ip else IPv4Address)("TCP", ip, port))
        receiver.resolutionComplete()


class Silent:
    """A resolver that never answers."""

    receiver: Any

    def resolveHostName(self, receiver: Any, name: str, port: int = 0, *_: Any) -> None:  # noqa: N802
        self.receiver = receiver
        receiver.resolutionBegan(None)


def attempts(*answers: list[str]) -> tuple[list[str], list[BaseException]]:
    """The addresses that were connected to over as many connections as answers, and what failed."""
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    reactor.nameResolver = Names(*answers)
    failures: list[BaseException] = []
    source = Source(name="E", url="http://rebound.example/")
    for _ in answers:
        endpoint: Any = GuardedEndpoint(reactor, "rebound.example", 80, 5, source.may_connect)
        endpoint.connect(Factory.forProtocol(Protocol)).addErrback(lambda failure: failures.append(failure.value))
        reactor.advance(1)
    return [call[0] for call in reactor.tcpClients], failures


def test_rebinding_gains_nothing() -> None:
    """A name is judged by the address of each connection: one that turns private later is refused then."""
    connected, failures = attempts(["93.184.215.14"], ["127.0.0.1"])
    assert connected == ["93.184.215.14"]
    (failure,) = failures
    assert isinstance(failure, PrivateAddress)


def test_private_address_beside_a_public_one() -> None:
    """Of a name with several addresses only the public ones are connected to."""
    connected, _ = attempts(["127.0.0.1", "::1", "93.184.215.14", "::ffff:10.0.0.1"])
    assert connected == ["93.184.215.14"]


def test_addresses_of_both_families_are_tried() -> None:
    """A name with addresses of both families is connected to at the one that answers, the other being tried beside it."""
    connected, _ = attempts(["2606:2800:21f:cb07::1", "93.184.215.14"])
    assert connected == ["2606:2800:21f:cb07::1", "93.184.215.14"]


def test_a_name_server_that_does_not_answer() -> None:
    """A name that is not resolved in time is one that cannot be; what comes later changes nothing."""
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    silent = Silent()
    reactor.nameResolver = silent
    source = Source(name="E", url="http://silent.example/")
    failures: list[BaseException] = []
    endpoint: Any = GuardedEndpoint(reactor, "silent.example", 80, 60, source.may_connect)
    endpoint.connect(Factory.forProtocol(Protocol)).addErrback(lambda failure: failures.append(failure.value))
    reactor.advance(DNS_SECONDS + 1)
    silent.receiver.addressResolved(IPv4Address("TCP", "93.184.215.14", 80))
    silent.receiver.resolutionComplete()
    assert [type(one) for one in failures] == [DNSLookupError]
    assert reactor.tcpClients == []


def test_an_outlet_over_ipv6() -> None:
    """An outlet at an IPv6 address is crawled, where its file allows one that is private."""
    try:
        server = Served({"/feed": feed("/2026/1"), "/2026/1": "<html><p>x"}, host="::1")
    except OSError as error:
        pytest.skip(f"this machine has no IPv6 loopback ({error})")
    with server:
        crawled = crawl(outlet(server.url, feeds=["/feed"]), outlet(server.url, feeds=["/feed"], allow_private=False))
    assert server.url.startswith("http://[::1]:")
    assert crawled.paths() == ["/2026/1"]
    assert [why for _, why, _ in crawled.result["failures"]] == ["private-address"]


@pytest.fixture(scope="module")
def inside() -> Iterator[HostileServer]:
    """A server of the machine's own, such as a router's page."""
    with HostileServer("/good/1") as server:
        yield server


def test_outlet_at_a_private_address(inside: HostileServer) -> None:
    """An outlet whose file allows nothing, at a name for loopback, is never asked, not even for robots.txt."""
    named = inside.url.replace("127.0.0.1", "localhost")
    before = len(inside.asked)
    crawled = crawl(outlet(named, allow_private=False, feeds=["/feed.xml"]))
    assert set(crawled.failures().values()) == {"private-address"}
    line = crawled.source()["failures"][0]
    assert re.search(r"localhost is at (::1, )?127\.0\.0\.1(, ::1)?, which is not public", line)
    assert len(inside.asked) == before


def test_redirect_to_a_private_address(inside: HostileServer) -> None:
    """A redirect of a feed or an article to another private host is refused when it is to be connected to."""
    target = inside.url.replace("127.0.0.1", "localhost")
    before = len(inside.asked)
    with HostileServer(f"/to/{target}/good/1") as server:
        crawled = crawl(outlet(server.url, feeds=["/feed.xml", f"/to/{target}/feed.xml"]))
    assert sorted(crawled.failures().values()) == ["offsite", "private-address"]
    assert len(inside.asked) == before


def test_cookies_without_end() -> None:
    """A server that sets new cookies each time never gets more than 8 KB of them back."""
    with HostileServer(*(f"/cookies/{number}" for number in range(6))) as server:
        crawled = crawl(outlet(server.url, feeds=["/feed.xml"]))
        assert len(crawled.paths()) == 6
        assert max(server.cookie_lengths) < 9000
        assert server.cookie_lengths[0] == len("feed=read")  # those of the feed, read before any page
