"""Pages that send readers of an old address on, where the new page is one that the build makes by itself."""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.taxonomy import slug
from .records import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def redirect(
    address: str, target: str, title: str, lang: str = "en", folder: str = "static", fragment: str = ""
) -> TextFile:
    """Return a file for the old *address* that leads to *target*, both from the root of the site."""
    file = f"{address.lstrip('/')}index.html" if address.endswith("/") else address.lstrip("/")
    here = posixpath.dirname(f"/{file}")
    relative = quote(posixpath.relpath(f"/{target.lstrip('/')}", here))
    relative += f"#{quote(fragment)}" if fragment else ""
    text = _PAGE.format(lang=escape(lang), title=escape(title), target=escape(relative))
    return TextFile(f"{folder}/{file}", text)


def of_labels(
    kind: str, labels: Iterable[str], old: str, path: str, rule: object, lang: str = "en"
) -> Iterator[TextFile]:
    """Yield redirects for the pages of *labels*, such as tags, and for the list of all of them.

    *kind*: ``tags``; *old*: their former folder, such as ``/tags/``; *path*: that of the lists here;
    *rule*: returns the last step of a former address, by the label.
    """
    yield redirect(old, f"{path}/{kind}/index.html", kind, lang)
    done = set()
    for label in labels:
        step = rule(label) if callable(rule) else label
        if step and step not in done:
            done.add(step)
            yield redirect(f"{old}{step}/", f"{path}/{kind}/{slug(label)}.html", label, lang)
