"""Addresses as authors write them: what is one on the web, and what only looks like one. Pure.

The one judge for front matter, configuration, threads, directives and bibliographies.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Neither in an address, nor to be seen in one: blanks, control characters, what turns or hides text.
_NEVER = re.compile(
    r"[\s\\<>\"\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
#: A host by name, in the letters of any script, or by number; before it maybe a user, after it a port.
_HOST = re.compile(
    r"(?:[^@\[\]]*@)?(?:(?P<name>[^\s!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}]+)|\[[0-9a-fA-F:.]+\])(?::\d*)?"
)
_SCHEME = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*:")


def web_address(text: str, *, mail: bool = False) -> str:
    """*text* if it is an ``http`` or ``https`` address (or ``mailto``, with *mail*), else nothing."""
    address = text.strip()
    if not address or _NEVER.search(address):
        return ""
    try:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"}:
            host = _HOST.fullmatch(parts.netloc)
            # Asking for the port checks that it is one.
            return address if host and _is_name(host["name"]) and (parts.port or 0) >= 0 else ""
    except ValueError:
        return ""
    return address if mail and parts.scheme == "mailto" and "@" in parts.path else ""


def _is_name(host: str | None) -> bool:
    """Whether *host* has something between its dots; what is no name is a number, and sound."""
    return host is None or all(
        any(each.isalnum() for each in label) for label in host.removesuffix(".").split(".")
    )


def has_scheme(text: str) -> bool:
    """Whether *text* begins as an address of any scheme does (``https:``, ``file:``, ``data:``)."""
    return _SCHEME.match(text) is not None


def host_of(address: str) -> str:
    """The host that *address* names, as a reader knows it; empty where it names none."""
    return urlsplit(address).netloc.rpartition("@")[2] if web_address(address) else ""


def path_of(address: str) -> str:
    """The path of *address* on its host, with a slash at both ends; ``/`` where it is no address."""
    path = urlsplit(address).path if web_address(address) else ""
    return f"/{path.strip('/')}/" if path.strip("/") else "/"
