"""Ask other people's servers: briefly, for little, and none in a private network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urljoin, urlsplit

from ... import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: No answer is read beyond this.
LARGEST = 1 << 20
#: How many seconds one request may take in all.
PATIENCE = 20.0
#: How many redirections are followed.
_MOST = 10
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
#: Addresses of IPv6 within which there is one of IPv4 at the end.
_TRANSLATED = [ipaddress.IPv6Network(each) for each in ("64:ff9b::/96", "::/96")]


class Unreachable(Exception):
    """A server that can't be asked, or isn't to be; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server has answered."""

    #: The address after redirections.
    url: str
    status: int
    #: By name in lower case, each with its values.
    headers: Mapping[str, list[str]]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it is any of the statuses that mean success."""
        return 200 <= self.status < 300

    @property
    def html(self) -> str:
        """The text of a page; empty if it is anything else."""
        kind = (self.headers.get("content-type") or [""])[0].lower()
        return self.body.decode("utf-8", "replace") if "html" in kind else ""


@dataclass(frozen=True, slots=True)
class Client:
    """Asks servers."""

    #: Whether servers on this machine and in its network may be asked.
    private: bool = False
    patience: float = PATIENCE
    largest: int = LARGEST
    _context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what *url* answers, after redirections; raises :class:`Unreachable`."""
        return self._ask("GET", url, b"", headers or {})

    def post(self, url: str, values: Mapping[str, str]) -> Answer:
        """Return what *url* answers to a form with *values*; raises :class:`Unreachable`."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", url, urlencode(values).encode(), kind)

    @property
    def _late(self) -> str:
        return f"expected an answer within {self.patience:.0f} s, got none or a part of one"

    def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        until = time.monotonic() + self.patience
        for _ in range(_MOST):
            try:
                answer = self._once(method, url, body, headers, until)
            except TimeoutError:
                raise Unreachable(self._late) from None
            except (OSError, http.client.HTTPException, ValueError) as error:
                if time.monotonic() > until:
                    raise Unreachable(self._late) from None
                # The longest messages of all are those of certificates.
                raise Unreachable(str(error)[:200] or type(error).__name__) from None
            target = (answer.headers.get("location") or [""])[0]
            if answer.status not in _MOVED or not target:
                return answer
            url = urljoin(url, target).partition("#")[0]
            if answer.status == 303:
                method, body = "GET", b""
        raise Unreachable(f"expected at most {_MOST} redirections, got more")

    def _once(self, method: str, url: str, body: bytes, headers: Mapping[str, str], until: float) -> Answer:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise Unreachable(f"expected an http(s) URL, got {url[:100]!r}")
        host, port = parts.hostname.encode("idna").decode(), parts.port or _PORTS[parts.scheme]
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        own = {"User-Agent": f"sphinx-research-notes/{__version__} Webmention", "Accept": "*/*",
               "Accept-Encoding": "identity", "Connection": "close"}  # fmt: skip
        if port != _PORTS[parts.scheme]:
            own["Host"] = parts.netloc.rpartition("@")[2]
        link = self._connected(host, port, until)
        connection = http.client.HTTPConnection(host, port)
        with closing(connection), _ended(link, until):
            connection.sock = link
            if parts.scheme == "https":
                connection.sock = link = self._context.wrap_socket(link, server_hostname=host)
            connection.request(method, _quoted(path), body or None, {**own, **headers})
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            read = Answer(url, answer.status, found, self._read(answer, link, until))
        if time.monotonic() > until:
            raise TimeoutError  # What was ended looks like the end of an answer.
        return read

    def _connected(self, host: str, port: int, until: float) -> socket.socket:
        """Return a connection to *host*: to an address that has been looked at, so that it can't change."""
        addresses = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.private and not all(_is_public(each) for each in addresses):
            raise Unreachable(f"expected a public address for {host}, got one of a private network")
        for address in addresses[:-1]:
            with suppress(OSError):  # Where there is no IPv6, for instance.
                return socket.create_connection((address, port), max(until - time.monotonic(), 0.1))
        return socket.create_connection((addresses[-1], port), max(until - time.monotonic(), 0.1))

    def _read(self, answer: http.client.HTTPResponse, link: socket.socket, until: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while size < self.largest:
            left = until - time.monotonic()
            if left <= 0:
                raise Unreachable(self._late)
            link.settimeout(left)
            part = answer.read1(min(1 << 16, self.largest - size))
            if not part:
                break
            parts.append(part)
            size += len(part)
        return b"".join(parts)


@contextmanager
def _ended(link: socket.socket, until: float) -> Iterator[None]:
    """End what is said through *link* at the moment *until*, even if each of its parts comes in time."""
    # A second later than the limits of single steps, whose messages are better.
    other = link.dup()
    alarm = threading.Timer(max(until - time.monotonic(), 0) + 1, _shut, [other])
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
        other.close()


def _shut(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


def _is_public(address: str) -> bool:
    """Whether *address* is neither of this machine nor of its network, in any notation."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inside is None and any(found in network for network in _TRANSLATED):
            inside = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inside is not None:
            return inside.is_global and not inside.is_multicast
    return found.is_global and not found.is_multicast


def _quoted(path: str) -> str:
    return quote(path, safe="/%?&=+:@!$'()*,;~#[]-._")
