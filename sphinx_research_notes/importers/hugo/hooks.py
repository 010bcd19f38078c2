"""Links that lead somewhere only by a render hook of the site, such as ``[term](g)`` to its glossary."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..markdown.headings import HEADING, github_id, ids_of, plain
from .gotemplates.values import Thing, Unknown
from .rendering import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from ..markdown.source import Source
    from .context import Context
    from .documents import Document
    from .template_pages import Page
    from .templates import Own

#: A link whose address is a word, or has the form of none.
_LINK = re.compile(r"(?<![!\]])\[(?P<text>[^\[\]\n]+)\]\((?P<to>[A-Za-z][\w-]*:?)\)")
_HREF = re.compile(r"""<a\b[^<>]*?\bhref=(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)')""")
_TERM_OR_HEADING = re.compile(
    rf"^(?P<term>(?![ \t:#>|*+-]|\d+[.)])[^\n]+)(?=\n(?:[ \t]*\n)?:[ \t]+\S)|{HEADING.pattern}",
    HEADING.flags,
)


class _Link(Thing):
    """A link as its render hook sees it."""

    __slots__ = ("page", "text", "to")

    def __init__(self, text: str, to: str, page: Page) -> None:
        self.text = text
        self.to = to
        self.page = page

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        found = {
            "Destination": self.to, "Text": as_markdown(self.text), "PlainText": plain(self.text),
            "Title": "",
            "Page": self.page, "PageInner": self.page, "Position": "", "Attributes": {},
        }  # fmt: skip
        if name not in found:
            raise Unknown(f".{name}")
        return found[name]


def hooked(own: Own, document: Document, text: str, to: str) -> str:
    """Return the address that the render hook gives the link *text*; empty if it can't be told."""
    shown = own.hook("render-link", lambda page: _Link(text, to, page), document)
    match = _HREF.search(shown)
    address = html.unescape(match["a"] or match["b"] or "") if match else ""
    return "" if address.strip("/") == to else address


def fragments_of_hooks(own: Own, document: Document) -> Iterator[str]:
    """Yield the fragments that links in *document* lead to by the render hook."""
    for match in _LINK.finditer(document.front.body):
        _, sign, fragment = hooked(own, document, match["text"], match["to"]).partition("#")
        if sign:
            yield fragment


def follow_hooks(source: Source, context: Context) -> None:
    """Write the addresses that the render hook of the site gives to links that lead nowhere without it."""
    own = context.own
    if own is None or not own.has_hook("render-link"):
        return

    def replace(match: re.Match[str]) -> str | None:
        if context.find(match["to"]) is not None:
            return None
        address = hooked(own, context.document, source.restored(match["text"]), match["to"])
        if not address:
            return None
        source.changed("link by a render hook", match.start(), f"{match['to']} is {address}")
        return f"[{match['text']}]({address})"

    source.sub(_LINK, replace)


def keep_terms(source: Source, wanted: Set[str]) -> None:
    """Give the terms of definitions their ids where links lead to these, as Hugo does on demand.

    Headings and terms are numbered together where they have the same id.
    """
    seen: Counter[str] = Counter()
    parts: list[tuple[int, int, str]] = []
    own = {match.start(): name for match, _, name in ids_of(source, github_id)}
    for match in _TERM_OR_HEADING.finditer(source.text):
        words = match["term"] or match["text"] or match["under"]
        name = github_id(plain(source.restored(words)))
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}-{seen[name] - 1}"
        if name not in wanted or (match["term"] and "]{#" in match["term"]) or own.get(match.start()) == name:
            continue
        source.changed("id of a term that links lead to", match.start(), f"#{name} goes on working")
        old = match["term"]
        new = f"[{old.rstrip()}]{{#{name}}}" if old else f'<a id="{name}"></a>\n\n{match[0]}'
        parts.append((*match.span(), new))
    source.replace_parts(parts)
