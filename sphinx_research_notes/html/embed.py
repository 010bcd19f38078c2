"""The text of a note made safe to show on another page: its links rebased, its ids its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.util.osutil import relative_uri

from ..constants import ELSEWHERE, FRAGMENT, LICENSE, anchor_of
from ..doctree.nodes import (
    element,
    heading,
    markup,
    numbered_element,
    placeholder,
    swap,
)
from ..doctree.raw_html import rewritten
from ..model import taxonomy
from ..model.urls import has_scheme
from ..reading.address_links import is_raw
from ..reading.numbering import numbers_at
from .transforms.address_links import set_html

if TYPE_CHECKING:
    from collections.abc import Container

    from ..model.note import Note
    from .presenter import Presenter


#: What sphinx-design ties the parts of its tabs together by.
_TABS = frozenset({"id", "set_id", "input_id", "aria_controls"})


def full_text(display: Presenter, note: Note) -> nodes.Element:
    """*note* as an entry of a stream on the page of *display*: date, title, and the whole text.

    The text is resolved as on its own page, then moved: relative addresses are rebased, ids are
    prefixed so that no two notes clash, and placeholders, which belong to their own page, are left out.
    """
    body, titled = text_alone(display, note)
    article = element("", tag="article", classes=["entry", "h-entry"])
    if note.lang:
        article["attrs"] = {"lang": note.lang}
    item = display.entry(note)
    article += markup(display.render("entry.html", item=item))
    if titled:
        link = nodes.reference("", note.name, refuri=item.url, internal=True)
        article += heading("", "", link, level=2, classes=["p-name"])
    article += body
    if note.statuses:
        html = display.render("badges.html", badges=display.badges(note.statuses))
        article += markup(html, classes=["no-search"])
    return article


def text_alone(display: Presenter, note: Note) -> tuple[nodes.Element, bool]:
    """The text of *note* for the page of *display*, as above, and whether a title goes with it."""
    content, titled = _content(display, note)
    prefix = taxonomy.slug(f"{note.docname}-{note.anchor}") + "-"
    numbers = numbers_at(display.site.env, note.docname, prefix)
    body = numbered_element("", *content, tag="div", classes=["e-content"], numbers=numbers)
    _rebase(display, note, body, prefix)
    return body, titled


def _content(display: Presenter, note: Note) -> tuple[list[nodes.Node], bool]:
    """The nodes of the note's text, resolved as on its own page, and whether a title goes with them."""
    env = display.site.env
    doctree = env.get_doctree(note.docname)
    holder = _holder(doctree, note)
    inner = holder.children[1:] if isinstance(holder, nodes.section) else holder.children
    if holder.parent is doctree:
        after = doctree.children[doctree.index(holder) + 1 :]
    else:
        after = _footnotes(doctree, holder)
    lone = new_document(doctree["source"], doctree.settings)
    lone.settings.env = env
    lone[FRAGMENT] = True
    for node in (*inner, *after):
        lone += node.deepcopy()
    for node in list(lone.findall(placeholder)):
        holder = node.parent if LICENSE in node.parent.get("classes", ()) else node
        holder.parent.remove(holder)
    env.apply_post_transforms(lone, note.docname)
    return lone.children, note.titled


def _footnotes(doctree: nodes.document, holder: nodes.Element) -> list[nodes.Node]:
    """The footnotes that are called in *holder*, or in one another, and stand elsewhere in *doctree*."""
    known = {name: note for note in doctree.findall(nodes.footnote) for name in note["ids"]}
    found = dict.fromkeys(holder.findall(nodes.footnote))
    inside, waiting = set(found), [holder, *found]
    calls = set()
    for element_ in waiting:
        for call in element_.findall(nodes.footnote_reference):
            calls.update(call["ids"])
            note = known.get(call.get("refid", ""))
            if note is not None and note not in found:
                found[note] = None
                waiting.append(note)
    copies = [note.deepcopy() for note in found if note not in inside]
    for copy in copies:
        # Where something outside calls it too, that isn't there to lead back to.
        copy["backrefs"] = [name for name in copy["backrefs"] if name in calls]
    return list(copies)


def _holder(doctree: nodes.document, note: Note) -> nodes.Element:
    """The node that holds the text of *note*."""
    if note.anchor:
        for node in doctree.findall(nodes.Element):
            if anchor_of(node) == note.anchor:
                return node
    return next((c for c in doctree.children if isinstance(c, nodes.section)), doctree)


def _rebase(display: Presenter, note: Note, body: nodes.Element, prefix: str) -> None:
    """Make addresses in *body*, which are relative to the note's page, relative to this one."""
    builder = display.builder
    home, here = builder.get_target_uri(note.docname), builder.get_target_uri(display.page)
    has_page = display.site.holds(note.docname)
    kept = {each for node in body.findall(nodes.Element) for each in node["ids"]}
    _lead_home(body, kept)
    for node in body.findall(nodes.Element):
        node["ids"] = [prefix + each for each in node["ids"]]
        if isinstance(node, (nodes.math, nodes.math_block)) and has_page:
            node[ELSEWHERE] = True
        for name in _TABS.intersection(node.attributes) if node.tagname.startswith("sd_tab") else ():
            node[name] = prefix + node[name]
        if node.get("design_component") == "tab-set":
            # It has its shape; older sphinx-design would shape it again with the page, and fail.
            del node.attributes["design_component"]
        if "backrefs" in node:
            node["backrefs"] = [prefix + each for each in node["backrefs"]]
        if node.get("refid") in kept:
            node["refid"] = prefix + node["refid"]
        elif node.get("refid") and isinstance(node, nodes.reference):
            node["refuri"], node["internal"] = f"#{node.attributes.pop('refid')}", True
        attrs: dict[str, str] = node.get("attrs", {})
        if attrs.get("href", "").startswith("#"):
            node["attrs"] = attrs | {"href": f"#{prefix}{attrs['href'][1:]}"}
        if attrs.get("aria-labelledby") in kept:
            node["attrs"] = attrs | {"aria-labelledby": prefix + attrs["aria-labelledby"]}
        uri = node.get("refuri")
        if uri and not home.startswith("#") and not _is_absolute(uri):
            path, _, anchor = urljoin(f"/{home}", uri).lstrip("/").partition("#")
            if path == home and anchor:
                node["refuri"] = f"{relative_uri(here, home)}#{anchor}"
            else:
                node["refuri"] = (relative_uri(here, path) or "#") + (f"#{anchor}" if anchor else "")
    for raw in body.findall(nodes.raw):
        if is_raw(raw) and not home.startswith("#"):
            moved = lambda tag, name, uri: _moved(uri, home, here, kept, prefix)  # noqa: E731
            set_html(raw, rewritten(raw.astext(), moved))
    for section in list(body.findall(nodes.section)):
        # Headings of the text must not outrank the titles between which it stands.
        title = section.next_node(nodes.title)
        if title is not None and title.parent is section:
            section.replace(title, heading("", "", *title.children, level=min(3 + _depth(section), 6)))
    for target in list(body.findall(addnodes.index)):
        target.parent.remove(target)


def _moved(uri: str, home: str, here: str, kept: Container[str], prefix: str) -> str | None:
    """*uri*, in raw HTML of the page at *home*, as it is from *here*; None for one that stays."""
    if uri.startswith("#"):
        return f"#{prefix}{uri[1:]}" if uri[1:] in kept else None
    if _is_absolute(uri) or has_scheme(uri) or "{" in uri:
        return None
    path, sign, behind = re.fullmatch(r"([^?#]*)([?#]?)(.*)", uri, re.DOTALL).groups()  # type: ignore[union-attr]
    return (relative_uri(here, urljoin(f"/{home}", path).lstrip("/")) or "#") + sign + behind


def _lead_home(body: nodes.Element, kept: set[str]) -> None:
    """Make links of the marks of footnotes that stand on the note's page alone, as those of a stream do."""
    for mark in list(body.findall(nodes.footnote_reference)):
        if mark.get("refid") not in kept:
            link = nodes.reference("", mark.astext(), refid=mark.get("refid", ""), internal=True)
            swap(mark, nodes.superscript("", "", link))


def _depth(section: nodes.section) -> int:
    """How many sections of the text *section* stands in."""
    depth, parent = 0, section.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return depth


def _is_absolute(uri: str) -> bool:
    return "://" in uri or uri.startswith(("mailto:", "/", "data:"))
