"""Links and images: what they lead to is found as a browser found it on the old site."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .source import Source

#: The address in a link or an image of Markdown, in a definition of one, or in an attribute of HTML.
_ADDRESS = re.compile(
    r"""(?P<before>\]\(\s*<?|^[ ]{0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*<?|\b(?:src|href|poster)=["'])
    (?P<address>[^\s)>"'\uf8a0]+)""",
    re.VERBOSE | re.MULTILINE,
)
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:|//|#|\{")


def rewrite_addresses(source: Source, replace: Callable[[str], str | None]) -> None:
    """Replace the address of each link and image by what *replace* returns; None leaves it."""

    def new(match: re.Match[str]) -> str | None:
        if _SCHEME.match(match["address"]):
            return None
        address = replace(match["address"])
        if address is None or address == match["address"]:
            return None
        source.changed("relative address", match.start(), f"{match['address']} is {address} here")
        return match["before"] + address

    source.sub(_ADDRESS, new)


def fragments_in(text: str) -> Iterator[str]:
    """Yield the fragments that links in *text* lead to."""
    for match in _ADDRESS.finditer(text):
        _, sign, fragment = match["address"].partition("#")
        if sign and fragment:
            yield unquote(fragment)


def joined(base: str, address: str) -> str:
    """Return the path that *address* leads to from a page at *base*, without the leading slash."""
    path = unquote(re.split("[?#]", address)[0])
    if path.startswith("/"):
        return path.lstrip("/")
    folder = base if base.endswith("/") else posixpath.dirname(base)
    found = posixpath.normpath(posixpath.join("/", folder.strip("/"), path)).lstrip("/")
    return "" if found == "." else found
