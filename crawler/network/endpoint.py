"""Connections to addresses that are allowed, and to no others.

The name is resolved once for each connection, to addresses of IPv4 and IPv6; those that pass are the ones connected to,
so a name that answers differently the next time (DNS rebinding) gains nothing. Twisted tries them one beside the other, as
RFC 8305 (Happy Eyeballs) has it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
    IProtocol,
    IProtocolFactory,
    IReactorPluggableNameResolver,
    IResolutionReceiver,
    IStreamClientEndpoint,
)
from twisted.python.failure import Failure
from zope.interface import implementer

from crawler.troubles import PrivateAddress

DNS_SECONDS = 20.0
Allows = Callable[[str, str], bool]
"""Whether a host name may be reached at an IP address."""


@implementer(IResolutionReceiver)
class _Sieve:
    """Hands on the addresses that are allowed, and keeps the others; nothing is handed on once it is over."""

    def __init__(self, receiver: Any, host: str, allows: Allows, refused: list[str]) -> None:
        self._receiver, self._host, self._allows, self._refused = receiver, host, allows, refused
        self._over = False
        self.timer: Any = None

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self._receiver.resolutionBegan(_Resolution(self._host, self))

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        ip = str(getattr(address, "host", ""))
        if self._over:
            return
        if self._allows(self._host, ip):
            self._receiver.addressResolved(address)
        else:
            self._refused.append(ip)

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self._over:
            self._over = True
            if self.timer is not None and self.timer.active():
                self.timer.cancel()
            self._receiver.resolutionComplete()


@implementer(IHostResolution)
class _Resolution:
    """A resolution that can be given up, as those of Twisted's threads cannot."""

    def __init__(self, name: str, sieve: _Sieve) -> None:
        self.name, self._sieve = name, sieve

    def cancel(self) -> None:
        """Go on with what was found so far."""
        self._sieve.resolutionComplete()


@implementer(IHostnameResolver)
class _SievingResolver:
    """The reactor's resolver behind a sieve, and for so many seconds at most."""

    def __init__(self, reactor: Any, seconds: float, allows: Allows, refused: list[str]) -> None:
        self._reactor, self._seconds, self._allows, self._refused = reactor, seconds, allows, refused

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        sieve = _Sieve(resolutionReceiver, hostName, self._allows, self._refused)
        sieve.timer = self._reactor.callLater(self._seconds, sieve.resolutionComplete)
        found: IHostResolution = self._reactor.nameResolver.resolveHostName(
            sieve, hostName, portNumber, addressTypes, transportSemantics
        )
        return found


@implementer(IReactorPluggableNameResolver)
class _SievingReactor:
    """A reactor in all but the resolver."""

    def __init__(self, reactor: Any, resolver: _SievingResolver) -> None:
        self._reactor, self.nameResolver = reactor, resolver

    def installNameResolver(self, resolver: IHostnameResolver) -> IHostnameResolver:  # noqa: N802
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


@implementer(IStreamClientEndpoint)
class GuardedEndpoint:
    """Connects to a host by name or address; `PrivateAddress` where none of its addresses is allowed."""

    def __init__(self, reactor: Any, host: str, port: int, timeout: float, allows: Allows) -> None:
        self._reactor, self._host, self._port = reactor, host, port
        self._timeout, self._allows = timeout, allows

    def connect(self, protocolFactory: IProtocolFactory) -> Deferred[IProtocol]:  # noqa: N803
        """Resolve, sieve, connect."""
        refused: list[str] = []
        resolver = _SievingResolver(self._reactor, min(self._timeout, DNS_SECONDS), self._allows, refused)
        reactor = _SievingReactor(self._reactor, resolver)
        connecting = HostnameEndpoint(reactor, self._host, self._port, self._timeout).connect(protocolFactory)

        def named(failure: Failure) -> Failure:
            return Failure(PrivateAddress(self._host, refused)) if refused else failure  # type: ignore[no-untyped-call]

        return connecting.addErrback(named)
