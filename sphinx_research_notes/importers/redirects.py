"""Pages that send readers of an old address on, where the new page is one that the build makes by itself."""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.taxonomy import slug
from .records import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta http-equiv="refresh" content="0; url={target}">
<meta name="robots" content="noindex">
</head>
<body><a href="{target}">{title}</a></body>
</html>
"""


def redirected_file(address: str, folder: str = "static") -> str:
    """Return the file that a server sends for *address*."""
    path = address.lstrip("/")
    return f"{folder}/{path}index.html" if not path or path.endswith("/") else f"{folder}/{path}"


def redirect(address: str, target: str, title: str, lang: str = "en", fragment: str = "") -> TextFile:
    """Return a file for the old *address* that leads to *target*, both from the root of the site.

    *target* may be a page of another site, too.
    """
    file = redirected_file(address)
    here = posixpath.dirname(file).removeprefix("static").strip("/")
    is_elsewhere = target.startswith(("https://", "http://"))
    relative = target if is_elsewhere else quote(posixpath.relpath(target.lstrip("/"), here or "."))
    relative += f"#{quote(fragment)}" if fragment else ""
    text = _PAGE.format(lang=escape(lang), title=escape(title), target=escape(relative))
    return TextFile(file, text)


def of_labels(
    kind: str, labels: Iterable[str], old: str, path: str, rule: Callable[[str], str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the former addresses of the pages of *labels*, each with the address here and the label.

    *kind*: ``tags``; *old*: their former folder, such as ``/tags/``; *path*: that of the lists here;
    *rule*: returns the last step of a former address, by the label.
    """
    yield old, (f"{path}/{kind}/index.html", kind)
    steps: dict[str, str] = {}
    for label in labels:
        steps.setdefault(rule(label), label)  # Labels that differ in case had one page.
    for step, label in steps.items():
        if step:
            yield f"{old}{step}/", (f"{path}/{kind}/{slug(label)}.html", label)
