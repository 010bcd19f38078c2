"""Turn what is found of Obsidian's syntax into nodes."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from ...config import words_of
from ...constants import DOMAIN, WIKILINK
from ...diagnostics import warn
from ...doctree.nodes import element, label_link, placeholder
from ...state.read_state import read_state
from .callouts import KINDS, Kind
from .files import DRAWINGS, UNREAD, is_file_name, relative_to, vault_file
from .footnotes import render_inline_footnote

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ...diagnostics import Location
    from ...model.wikilinks import Wikilink

_PICTURES = frozenset(".apng .avif .bmp .gif .jpeg .jpg .png .svg .webp".split())
_AUDIO = frozenset(".3gp .flac .m4a .mp3 .oga .ogg .opus .wav".split())
_VIDEO = frozenset(".m4v .mkv .mov .mp4 .ogv .webm".split())


def render_wikilink(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append the link, picture, player or embedded note that *token* stands for."""
    link: Wikilink = token.meta["link"]
    location = (env.docname, token.map[0] if token.map else None)
    for node in _nodes_of(env, link, token.content, location, embeds=token.meta["embeds"]):
        renderer.add_line_and_source_path_r([node], token)
        renderer.current_node.append(node)


def _nodes_of(
    env: BuildEnvironment, link: Wikilink, written: str, location: Location, *, embeds: bool
) -> list[nodes.Node]:
    suffix = PurePosixPath(link.path).suffix.lower()
    if suffix in UNREAD:
        return _drawing(env, link, written, location, embeds=embeds)
    if is_file_name(env, link.path):
        path = vault_file(env, link.path, written, location)
        if path and not embeds:
            return [_download(env, path, link.text or link.path.rpartition("/")[2])]
        if path:
            return _embedded_file(env, link, path, suffix)
        if suffix in _PICTURES | _AUDIO | _VIDEO | {".pdf"}:
            message = f"expected a file of the source folder, found none for {written!r}; leaving its name"
            warn("wikilink", message, location)
            return [nodes.Text(link.alt or link.path)]
    if embeds:
        return [placeholder(kind="embed", target=link.target, written=written, text=link.shown)]
    return [pending_link(env, link, written)]


def pending_link(env: BuildEnvironment, link: Wikilink, written: str) -> addnodes.pending_xref:
    """Return the reference for *link*, resolved once all documents are known."""
    text = nodes.inline("", link.shown, classes=["xref", "wikilink"])
    return addnodes.pending_xref(
        "", text, refdomain=DOMAIN, reftype=WIKILINK, reftarget=link.target, refdoc=env.docname,
        refexplicit=not link.is_file_name, refwarn=False, written=written,
    )  # fmt: skip


def _drawing(
    env: BuildEnvironment, link: Wikilink, written: str, location: Location, *, embeds: bool
) -> list[nodes.Node]:
    """Return the picture that Excalidraw exports beside a drawing, or else the name of *link*."""
    names = [f"{link.path}{end}" for end in DRAWINGS] if link.path.lower().endswith(".excalidraw") else []
    for name in names if embeds else ():
        if path := vault_file(env, name, written, location):
            return _embedded_file(env, link, path, PurePosixPath(path).suffix.lower())
    message = f"expected a note or a picture, found {written!r}, which only Obsidian shows"
    warn("wikilink", f"{message}; leaving its name", location)
    return [nodes.Text(link.text or link.name)]


def _embedded_file(env: BuildEnvironment, link: Wikilink, path: str, suffix: str) -> list[nodes.Node]:
    if suffix in _PICTURES:
        width, height = link.size
        image = nodes.image(uri=relative_to(env, path), alt=link.alt)
        if width:
            image["width"] = width
        if height:
            image["height"] = height
        return [image]
    name = path.rpartition("/")[2]
    if read_state(env).front is None or suffix not in _AUDIO | _VIDEO | {".pdf"}:
        return [_download(env, path, link.alt or name)]
    address = escape(quote(relative_to(env, path)))
    # Other formats have a link instead, and so have browsers that don't show such files.
    instead = addnodes.only("", _download(env, path, link.alt or name), expr="not format_html")
    fallback = f'<a href="{address}">{escape(link.alt or name)}</a>'
    if suffix == ".pdf":
        part = f"#{escape(link.part)}" if link.part else ""
        html = (
            f'<object class="note-media" type="application/pdf" data="{address}{part}" width="100%"'
            f' height="600">{fallback}</object>'
        )
    else:
        tag = "audio" if suffix in _AUDIO else "video"
        width = f' width="{link.size[0]}"' * bool(link.size[0]) if tag == "video" else ""
        html = f'<{tag} class="note-media" controls src="{address}"{width}>{fallback}</{tag}>'
    return [nodes.raw("", html, format="html"), instead]


def _download(env: BuildEnvironment, path: str, text: str) -> addnodes.download_reference:
    return addnodes.download_reference(
        "", "", nodes.inline("", text, classes=["xref", "download"]), refdomain=None, reftype="myst",
        reftarget=f"/{path}", refdoc=env.docname, refexplicit=True,
    )  # fmt: skip


def render_mark(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append a highlight."""
    node = element("", tag="mark")
    renderer.add_line_and_source_path(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)


def render_inline_tag(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append a link to the list of a tag, which becomes one of the note."""
    label = token.content[1:]
    read_state(env).labels.append(("tags", label))
    node = label_link("", token.content, kind="tags", label=label, inline=True)
    renderer.add_line_and_source_path(node, token)
    renderer.current_node.append(node)


def render_block_id(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Give an id to the current block; one that stands alone is for the block before it."""
    name, blocks = token.content, read_state(env).blocks
    if name.lower() in blocks:
        return
    anchor = f"block-{name}"
    while anchor in renderer.document.ids:
        anchor += "-1"
    node = _block_of(renderer.current_node)
    node["ids"].append(anchor)
    blocks[name.lower()] = anchor
    renderer.document.ids[anchor] = node


def _block_of(node: nodes.Element) -> nodes.Element:
    """Return the block that an id at the end of *node* is for; an empty paragraph is marked as ``stray``."""
    if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
        return node.parent
    is_empty = not node.astext().strip() and not any(node.findall(nodes.image))
    if is_empty and isinstance(node, nodes.paragraph) and node.parent is not None:
        place = node.parent.index(node)
        before = node.parent[place - 1] if place else None
        if isinstance(before, nodes.Element) and not isinstance(before, nodes.title):
            node["stray"] = True
            return before
    return node


def render_callout(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append an admonition."""
    written = token.meta["type"]
    kind = KINDS.get(written.lower(), Kind("note", written[:1].upper() + written[1:]))
    name = nodes.make_id(written) or "note"
    node = nodes.admonition(classes=list(dict.fromkeys([kind.css, "callout", f"callout-{name}"])))
    if token.meta["fold"]:
        node["collapsible"] = "open" if token.meta["fold"] == "+" else "closed"
    renderer.add_line_and_source_path(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)
        title = node.children[0] if node.children else None
        if isinstance(title, nodes.title) and not title.children:
            label = admonitionlabels.get(kind.title.lower())
            text = str(label) if label else words_of(env.config).gettext(kind.title)
            title += nodes.Text(text)
            title["translatable"] = False


def render_callout_title(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append the title of an admonition."""
    node = nodes.title()
    renderer.add_line_and_source_path(node, token)
    with renderer.current_node_context(node, append=True):
        renderer.render_children(token)
    node.rawsource = node.astext()


#: The function for each type of tokens.
RENDERERS = {
    "wikilink": render_wikilink,
    "mark": render_mark,
    "inline_tag": render_inline_tag,
    "block_id": render_block_id,
    "inline_footnote": render_inline_footnote,
    "callout": render_callout,
    "callout_title": render_callout_title,
}
