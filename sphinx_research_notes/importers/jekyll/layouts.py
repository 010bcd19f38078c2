"""Pages whose layout shows a list: of posts, tags or categories, or of a collection.

The layouts are those of common themes, by name: a site uses them without having them. One that a site has
itself counts if it asks for such a list.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from ..files import read_text
from ..front_matter import read_front_matter
from ..markdown.html_images import attributes_of
from ..markdown.source import Source
from ..records import Finding, Outcome
from .liquid import run_liquid
from .pages import html_page
from .post_lists import label_lists, notes_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .config import Config
    from .context import Context
    from .documents import Document

#: By the name of a layout: what it lists, and by what a layout of the site's own is known to do so.
#: Layouts that show no more than the text, and what the theme shows here.
_PLAIN = {"", "base", "compress", "default", "none", "null", "page", "post", "distill", "single"}
_CONTENT = re.compile(r"\{\{-?\s*content\s*-?\}\}")
_HERE = "\uf8b4"
#: Elements of a layout that the theme shows here, or that are nothing that is read.
_OF_THEME = {"h1", "header", "nav", "footer", "script", "style", "noscript"}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: A link that shows nothing without the fonts of the old theme.
_ICON = re.compile(
    r"<a\b(?P<attributes>[^<>]*)>\s*(?:<(?P<tag>i|span)\b[^<>]*>\s*</(?P=tag)>\s*)+</a>", re.IGNORECASE
)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?:\s[^<>]*?)?(?P<empty>/?)>")
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"}
_LISTED = {
    "tags": ("tags", r"site\.tags"),
    "categories": ("categories", r"site\.categories"),
    "tag": ("tag", r"site\.tags"),
    "category": ("category", r"site\.categories"),
    "posts": ("posts", r"site\.posts"),
    "archives": ("posts", r"site\.posts"),
    "home": ("posts", r"site\.posts|paginator"),
    "collection": ("collection", r"page\.collection"),
}


def list_of_layout(document: Document, context: Context, config: Config, source: Path) -> str:
    """Return the list that the layout of *document* shows below its text, as Markdown; empty if none."""
    layout = str(context.scope.page.get("layout") or "")
    if layout not in _LISTED or document.is_post:
        return ""
    what, asks = _LISTED[layout]
    own = next((source / "_layouts").glob(f"{layout}.*"), None)
    if own is not None and not re.search(asks, read_text(own)):
        return ""
    if what in {"tags", "categories"}:
        return label_lists(context.labels.get(what, ()), what)
    if what in {"tag", "category"}:
        label = document.front.text_of("taxonomy") or document.front.text_of(what)
        return notes_list(f":{what}: {label}", ":group: year") if label else ""
    if what == "posts":
        return notes_list(":group: year") if any(each.is_post for each in context.documents.values()) else ""
    return _collection(str(document.value("collection") or ""), document, context, config)


def around(context: Context, source: Path, findings: list[Finding]) -> tuple[str, str]:
    """Return what the own layout of a page shows before and after its text; empty if that cannot be told.

    *findings* gets what was done. A layout that is a whole page is one of the theme.
    """
    name = str(context.scope.page.get("layout") or "")
    file = next((source / "_layouts").glob(f"{name}.*"), None) if name.lower() not in _PLAIN else None
    if (
        file is None
        or context.document.kind != "pages"
        or not (context.templates and context.templates.can_fill)
    ):
        return "", ""
    front = read_front_matter(read_text(file))
    parts = _CONTENT.split(front.body)
    if not front.text_of("layout") or len(parts) > 2:
        return "", ""
    text = Source(
        _HERE.join(parts if len(parts) == 2 else ("", *parts)),
        file.relative_to(source).as_posix(),
        front.body_line,
    )
    run_liquid(text, replace(context, is_html=True))
    halves = _ICON.sub(_named, _without_theme(text)).split(_HERE)
    if len(halves) != 2 or any(each.outcome is Outcome.UNKNOWN for each in text.findings):
        why = "it shows more than the text of the page"
        findings.append(Finding(Outcome.UNKNOWN, f"layout {name}", context.document.path, None, why))
        return "", ""
    before, after = (html_page(Source(balanced(each), text.file)) for each in halves)
    if before or after:
        why = "what it shows beside the text is part of the text now"
        findings.append(Finding(Outcome.CHANGED, f"layout {name}", context.document.path, None, why))
    return f"\n{before}\n\n" if before else "", f"\n\n{after}\n" if after else ""


def _without_theme(text: Source) -> str:
    """Return *text* without comments, and without what the theme shows."""
    text.text = text.restored()
    text.sub(_COMMENT, lambda match: "", closing="-->")
    html, parts, done = text.text, [], 0
    open_: list[tuple[str, int]] = []
    for match in _TAG.finditer(html):
        name = match["name"].lower()
        if name not in _OF_THEME:
            continue
        if not match["end"]:
            open_.append((name, match.start()))
        elif open_ and open_[-1][0] == name:
            _, start = open_.pop()
            if not open_:
                parts.append(html[done:start])
                done = match.end()
    return "".join((*parts, html[done:]))


def _named(match: re.Match[str]) -> str:
    """Return the link of an icon with its title as its text; empty if it has none."""
    given = attributes_of(match["attributes"])
    address = given.get("href", "")
    text = given.get("title") or given.get("aria-label") or re.sub(r"^mailto:|^https?://", "", address)
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address and text else ""


def balanced(html: str) -> str:
    """Return *html* without tags that have no other to pair with, and without elements that hold nothing."""
    open_: list[re.Match[str]] = []
    alone: list[re.Match[str]] = []
    for match in _TAG.finditer(html):
        name = match["name"].lower()
        if name in _VOID or match["empty"]:
            continue
        if not match["end"]:
            open_.append(match)
        elif any(each["name"].lower() == name for each in open_):
            while (last := open_.pop())["name"].lower() != name:
                alone.append(last)
        else:
            alone.append(match)
    for match in sorted((*alone, *open_), key=lambda each: each.start(), reverse=True):
        html = html[: match.start()] + html[match.end() :]
    return html


def _collection(name: str, document: Document, context: Context, config: Config) -> str:
    """Return links to the documents of the collection *name*, in the order that the page asks for."""
    if name == "posts":
        return notes_list(":group: year")
    found = [each for each in context.documents.values() if each.kind == name and each.address]
    if not config.has_pages(name) or not found:
        return ""
    links = (f"- [{_title(each)}]({context.link_to(each)})" for each in _sorted(found, document))
    return "\n".join(links)


def _sorted(found: Sequence[Document], document: Document) -> list[Document]:
    key = document.front.text_of("sort_by") or "date"

    def value(each: Document) -> Any:
        if key == "date":
            return each.date.moment.isoformat() if each.date else ""
        return _title(each).casefold() if key == "title" else str(each.value(key) or "").casefold()

    return sorted(found, key=value, reverse=document.front.text_of("sort_order") in {"reverse", "desc"})


def _title(document: Document) -> str:
    title = document.front.text_of("title") or " ".join(re.split(r"[-_\s]+", document.name)).capitalize()
    return re.sub(r"([\[\]])", r"\\\1", title)
