"""Where outbound messages may go: never into the operator's own network unless it is allowed."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from moderation.errors import ForbiddenTarget, InvalidInput, UnreachableTarget

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """A parsed target URL.

    :ivar path: with the query, as sent in the request line.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def parse_target(url: str) -> Target:
    """Return the parts of an http or https URL.

    :raises InvalidInput: if it is another URL, or bears a user name.
    """
    if not url.isascii() or any(character <= " " or character == "\x7f" for character in url):
        raise InvalidInput("a target URL has no spaces, control characters or letters beyond ASCII")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidInput("this is not a URL") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise InvalidInput("a target URL starts with http:// or https:// and names a host")
    if "@" in parts.netloc:
        raise InvalidInput("a target URL must not hold a user name or password")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


def resolve(target: Target, *, allow_private: bool) -> tuple[str, ...]:
    """Return the addresses of a host, each of them checked.

    A name with one public and one private address is refused whole: it is the mark of a rebinding attempt.

    :raises UnreachableTarget: if the name cannot be resolved.
    :raises ForbiddenTarget: if an address is not a public one and `allow_private` is off.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableTarget(f"the host {target.host} cannot be resolved") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(is_public(address) for address in addresses):
        raise ForbiddenTarget(f"the host {target.host} has an address that is not public")
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet, whatever it is wrapped in."""
    try:
        parsed: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in _NAT64:
            return _is_public_unicast(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
        return _is_public_unicast(parsed) and all(_is_public_unicast(inner) for inner in _embedded(parsed))
    return _is_public_unicast(parsed)


def _is_public_unicast(address: Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    return [each for each in inner if each is not None]
