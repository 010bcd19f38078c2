"""The front matter of a page or a post in our keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..documents import Document, Links


def rewrite_front_matter(
    document: Document, title: str, id_: str, other: str, language: str
) -> Iterator[Finding]:
    """Change the front matter of *document*, and yield what was done.

    *title*: what readers saw above a text without a heading; *id_*: its id in a feed, if it had one; *other*:
    the document of which it is a translation into *language*, if it is one.
    """
    front = document.front
    for name, value in (("title", title), ("id", id_), ("lang", language), ("translation_of", other)):
        if value and name not in front.values:
            front.put(name, value)
    date = front.values.get("date")
    if isinstance(date, dict):
        front.put("date", str(date.get("created") or ""))
        if date.get("updated"):
            front.put("updated", str(date["updated"]))
        yield _found(document, "date", "date and updated")
    comments = front.values.get("comments")
    if comments is not None and str(comments).lower() != "false":
        front.drop("comments")
        yield _found(document, "comments", "it asks the theme for a service", Outcome.LEFT_OUT)
    template = front.text_of("template")
    if template and template not in {"main.html", "blog-post.html", "blog.html"}:
        detail = f"{template} of the old theme may have shown more than the text"
        yield _found(document, "template", detail, Outcome.UNKNOWN)
    if not document.is_note and "kind" not in front.values and "layout" not in front.values:
        front.put("kind", "page")


def _found(document: Document, name: str, detail: str, outcome: Outcome = Outcome.CHANGED) -> Finding:
    return Finding(outcome, f"front matter: {name}", document.path, document.front.lines.get(name), detail)


def links_below(document: Document, links: Links, root: str) -> str:
    """Take the related links out of the front matter; return them as text for the end."""
    given = document.front.values.get("links")
    if not given:
        return ""
    document.front.drop("links")
    items = list(_links(given, document, links, root))
    return "\n".join(["", "", "**Related links**", "", *items]) if items else ""


def _links(given: Any, document: Document, links: Links, root: str) -> Iterator[str]:
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, str):
            address = _address(each, document, links, root)
            yield f"- [](<{address}>)" if address.partition("#")[0].endswith(".md") else f"- <{address}>"
        elif isinstance(each, dict):
            for text, target in each.items():
                if isinstance(target, str):
                    yield f"- [{text}](<{_address(target, document, links, root)}>)"
                else:
                    yield f"- {text}"
                    yield from (f"  {line}" for line in _links(target, document, links, root))


def _address(address: str, document: Document, links: Links, root: str) -> str:
    """Return an address, which is relative to the folder of the documents."""
    if re.match(r"[A-Za-z][\w+.-]*:", address):
        return address
    return links.found(document, f"/{address.lstrip('/')}", root) or address
