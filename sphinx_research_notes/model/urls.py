"""Validate web addresses. Pure.

Used for front matter, configuration, comment threads, directives and bibliographies alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

#: Characters that are invalid or misleading in a URL: whitespace, control, bidirectional and invisible ones.
_NEVER = re.compile(
    r"[\s\\<>\"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
#: A host by name, in any script, or by number, with an optional user and port.
_HOST = re.compile(
    r"(?:[^@\[\]]*@)?(?:(?P<name>[^\s!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}]+)|\[[0-9a-fA-F:.]+\])(?::\d*)?"
)
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")


def web_address(text: str, *, mail: bool = False) -> str:
    """Return *text* if it is an ``http`` or ``https`` URL (with *mail*, also ``mailto``), else ""."""
    address = text.strip()
    if not address or _NEVER.search(address):
        return ""
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"}:
            host = _HOST.fullmatch(parts.netloc)
            # Accessing the port validates it.
            return address if host and _is_name(host["name"]) and (parts.port or 0) >= 0 else ""
    except ValueError:
        return ""
    return address if mail and parts.scheme == "mailto" and "@" in parts.path else ""


@lru_cache(maxsize=16)
def site_address(text: str) -> str:
    """Return *text* without a slash at the end if it is a web address that can be of a site, else ""."""
    address = web_address(text)
    return "" if "?" in address or "#" in address else address.rstrip("/")


def is_rooted(text: str) -> bool:
    """Whether *text* is a path from the root of a host, such as ``/docs/``: not ``//host/docs``."""
    return text.startswith("/") and not text.startswith("//")


def _is_name(host: str | None) -> bool:
    """Whether *host* has a letter or digit between all its dots; None, for a numeric host, is valid."""
    return host is None or all(
        any(each.isalnum() for each in label) for label in host.removesuffix(".").split(".")
    )


def has_scheme(text: str) -> bool:
    """Whether *text* starts with a URL scheme (``https:``, ``file:``, ``data:``)."""
    return _SCHEME.match(text) is not None


def host_of(address: str) -> str:
    """Return the host of *address* for display; empty if it is not a web address."""
    return urlsplit(address).netloc.rpartition("@")[2] if web_address(address) else ""


def path_of(address: str) -> str:
    """Return the path of *address*, with a slash at both ends; ``/`` if it is not a web address."""
    path = urlsplit(address).path if web_address(address) else ""
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def is_address(target: str) -> bool:
    """Whether *target*, of a home link, is a URL or an absolute path rather than a docname."""
    return bool(web_address(target)) or is_rooted(target)
