"""Which IP addresses belong to the public internet."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")
SITE_LOCAL = IPv6Network("fec0::/10")
METADATA = tuple(
    ip_network(text) for text in ("169.254.0.0/16", "168.63.129.16/32", "192.0.0.192/32", "fe80::/10", "fd00:ec2::/32")
)
"""Where clouds answer their own machines with credentials (AWS, Google, Azure, Oracle); all link-local addresses with them."""


def is_public(text: str) -> bool:
    """Tell whether an IP address is one of the public internet, by the registries of RFC 6890.

    An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) is as public as that.
    False too for what is no address.
    """
    address = _parsed(text)
    if address is None or is_metadata(text):
        return False
    if isinstance(address, IPv6Address):
        if (carried := _carried(address)) is not None:
            return all(is_public(str(one)) for one in carried)
        if address in SITE_LOCAL:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_metadata(text: str) -> bool:
    """Tell whether an IP address is link-local or a cloud's metadata service: nobody's news is there."""
    address = _parsed(text)
    if isinstance(address, IPv6Address) and (carried := _carried(address)) is not None:
        return any(is_metadata(str(one)) for one in carried)
    return address is not None and any(address in network for network in METADATA)


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...] | None:
    """The IPv4 addresses inside an IPv6 one: RFC 4291 (mapped, compatible), 3056, 4380, 6052."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in NAT64 or address in COMPATIBLE:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return None


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])  # without the zone of a link-local address (RFC 4007)
    except ValueError:
        return None
