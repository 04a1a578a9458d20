"""Fetches one address of the public web, within limits, and nothing of this machine or its network.

    fetch("https://data.example.org/3w.csv", Path("3w.csv"), limits=Limits())

The name in an address is resolved once; what it resolves to is checked, and the connection goes to
the checked address. Each redirect is a new address, checked the same way. Standard library only.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

#: From a host's name and a port, the addresses it resolves to, as text.
Resolver = Callable[[str, int], Sequence[str]]
#: From a checked address, a port and a number of seconds, a connection.
Dialler = Callable[[str, int, float], socket.socket]
_PORTS = {"http": 80, "https": 443}
#: Ports on which files are served; behind others are services of another kind.
ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
#: Of these the standard library thinks that they are public: special purposes that came after it,
#: and a cloud's own services for its machines.
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "168.63.129.16/32", "3fff::/20"),
    )
)
_IPV6 = ipaddress.ip_network("2000::/3")
#: Networks that carry an IPv4 address of anywhere inside.
_CARRIERS = tuple(map(ipaddress.ip_network, ("2002::/16", "2001::/32")))
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True)
class Limits:
    """What a fetch may cost at most."""

    megabytes: int = 200
    #: For all of it, redirects included; and until anything more comes.
    seconds: float = 300
    idle_seconds: float = 30
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """What came: from where in the end, how many bytes, what the server calls it."""

    address: str
    name: str
    size: int


class FetchError(Exception):
    """An address that is not fetched: `code` says why, for good; `data` holds figures for the
    sentence, never what the server said."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def check_address(address: str) -> SplitResult:
    """Return the parts of an address that may be fetched as far as it can be said by reading it.

    Raises   FetchError.
    """
    if _NOT_IN_ADDRESS.search(address) or len(address) > 2000:
        raise FetchError("fetch.not_an_address")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        raise FetchError("fetch.not_an_address") from None
    if parts.scheme not in _PORTS:
        raise FetchError("fetch.not_http")
    if "@" in parts.netloc:
        raise FetchError("fetch.has_credentials")
    if not host or not re.fullmatch(r"[A-Za-z0-9.:_-]+", host):
        raise FetchError("fetch.not_an_address")
    if (port or _PORTS[parts.scheme]) not in ALLOWED_PORTS:
        raise FetchError("fetch.other_port")
    if _is_number(host) and not is_public(host):
        raise FetchError("fetch.not_public")
    return parts


def _is_number(host: str) -> bool:
    """Return whether a host is an address of the internet itself, and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Return whether an address is of the public internet: not of this machine, its network, a
    cloud's services, nor one that carries another address inside.

    >>> is_public("192.0.43.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip not in _IPV6 or any(ip in network for network in _CARRIERS):
            return False
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in network for network in _SPECIAL)
    )


def resolve(host: str, port: int) -> Sequence[str]:
    """Return what the name resolves to, by the machine's own resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to an address; it is one, so nothing is resolved."""
    return socket.create_connection((address, port), timeout=seconds)


def fetch(
    address: str,
    to: Path,
    *,
    limits: Limits,
    resolver: Resolver = resolve,
    dialler: Dialler = dial,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Write what stands at an address into a file.

    Raises   FetchError; the file is then not to be used.
    """
    ends_at = time.monotonic() + limits.seconds
    for _hop in range(limits.redirects + 1):
        parts = check_address(address)
        connection = _connected(parts, ends_at, limits, resolver, dialler, tls)
        try:
            clock = _Clock(connection, ends_at, limits.idle_seconds)
            answer = _asked(parts, clock)
            if answer.status in _REDIRECTS:
                address = next_address(address, answer.getheader("Location"))
                continue
            size = _written(answer, to, limits)
            return Fetched(address, _name_of(parts, answer), size)
        except TimeoutError:
            raise FetchError("fetch.too_slow") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise FetchError("fetch.broken_off") from None
        finally:
            connection.close()
    raise FetchError("fetch.too_many_redirects", most=limits.redirects)


class _Clock:
    """A connection of which each reading waits no longer than there is time.

    `http.client` asks a connection for a file, and reads that.
    """

    def __init__(self, connection: socket.socket, ends_at: float, idle_seconds: float) -> None:
        self._connection, self._ends_at, self._idle = connection, ends_at, idle_seconds

    def send(self, data: bytes) -> None:
        self._wait()
        self._connection.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._connection, self._wait), _CHUNK)

    def _wait(self) -> None:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left, self._idle))


class _Timed(io.RawIOBase):
    def __init__(self, connection: socket.socket, wait: Callable[[], None]) -> None:
        self._connection, self._wait = connection, wait

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._wait()
        return self._connection.recv_into(buffer)


def _connected(
    parts: SplitResult,
    ends_at: float,
    limits: Limits,
    resolver: Resolver,
    dialler: Dialler,
    tls: ssl.SSLContext | None,
) -> socket.socket:
    """Connect to the first of the checked addresses that answers; all of them must be public."""
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    try:
        found = resolver(host, port)
    except (OSError, UnicodeError):
        raise FetchError("fetch.unknown_host") from None
    if not found:
        raise FetchError("fetch.unknown_host")
    if not all(map(is_public, found)):
        raise FetchError("fetch.not_public")
    for one in found[:4]:
        left = min(ends_at - time.monotonic(), limits.idle_seconds)
        if left <= 0:
            raise FetchError("fetch.too_slow")
        try:
            plain = dialler(one, port, left)
        except OSError:
            continue
        return plain if parts.scheme == "http" else _secured(plain, host, tls)
    raise FetchError("fetch.no_answer")


def _secured(plain: socket.socket, host: str, tls: ssl.SSLContext | None) -> socket.socket:
    try:
        return (tls or ssl.create_default_context()).wrap_socket(plain, server_hostname=host)
    except (OSError, ValueError):
        plain.close()
        raise FetchError("fetch.not_trusted") from None


def _asked(parts: SplitResult, clock: _Clock) -> http.client.HTTPResponse:
    # What is quoted already stays so; nothing that ends a line is left.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else ""
    host = str(parts.hostname).encode("idna").decode("ascii")
    named = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port and parts.port != _PORTS[parts.scheme] else ""
    lines = (
        f"GET {path}{query} HTTP/1.1",
        f"Host: {named}{port}",
        "User-Agent: Intarsia",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    clock.send("\r\n".join((*lines, "", "")).encode("ascii"))
    answer = http.client.HTTPResponse(clock, method="GET")  # type: ignore[arg-type]
    answer.begin()
    return answer


def next_address(address: str, location: str | None) -> str:
    """Return where a redirect leads. From a protected connection it leads to a protected one."""
    if not location:
        raise FetchError("fetch.broken_off")
    following = urljoin(address, location)
    if address.startswith("https:") and not following.startswith("https:"):
        raise FetchError("fetch.redirect_unprotected")
    return following


def _written(answer: http.client.HTTPResponse, to: Path, limits: Limits) -> int:
    if answer.status != http.client.OK:
        raise FetchError("fetch.refused_there", status=answer.status)
    if (answer.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise FetchError("fetch.packed")
    most = limits.megabytes * 2**20
    expected = answer.length
    if expected is not None and expected > most:
        raise FetchError("fetch.too_large", megabytes=limits.megabytes)
    size = 0
    with to.open("wb") as file:
        while part := answer.read(_CHUNK):
            size += len(part)
            if size > most:
                raise FetchError("fetch.too_large", megabytes=limits.megabytes)
            _put(file, part)
    if expected is not None and size != expected:
        raise FetchError("fetch.broken_off")
    if size == 0:
        raise FetchError("fetch.empty")
    return size


def _put(file: BinaryIO, part: bytes) -> None:
    try:
        file.write(part)
    except OSError:
        raise FetchError("fetch.no_room") from None


_ENDINGS = {
    "text/csv": ".csv",
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel": ".xls",
    "application/zip": ".zip",
}


def _name_of(parts: SplitResult, answer: http.client.HTTPResponse) -> str:
    """Return the last part of the path, with an ending that says what it is."""
    last = re.sub(r"[^\w.() -]+", "_", unquote(parts.path.rpartition("/")[2]))[:120].strip(". ")
    if "." in last:
        return last
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    return (last or "report") + _ENDINGS.get(kind, "")
