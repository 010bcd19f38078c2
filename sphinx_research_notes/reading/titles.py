"""Titles: every note becomes one section under the title from its front matter."""

from __future__ import annotations

import json
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ..config import notes_config
from ..doctree.deferred import resolved_citation
from ..doctree.summary import name_from
from ..model.dates import file_name_date
from ..state.read_state import ReadState, read_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class NoteTitle(SphinxTransform):
    """Wraps every note in one section under its title.

    The title comes from front matter, or else from a leading heading of the first level; an untitled note
    gets its name as a title that pages hide. Runs before Locale (20), which then translates the title, and
    before the transforms that resolve targets and references.
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None:
            return
        start = _body_start(self.document)
        body = self.document.children[start:]
        has_prolog = getattr(self.config, "nbsphinx_prolog", "") and _opens_with_heading(state.source)
        prolog = _until_heading(body) if has_prolog else []
        body = body[len(prolog) :]
        first = body[0] if body else None
        title = state.front.title
        if title is None:
            title = _file_name(self.env)
        if isinstance(first, nodes.section) and _has_title(first, state):
            section, inner = first, body[1:]
            section[1:1] = prolog
        else:
            if start and _is_labelled(self.document.children[start - 1], first):
                start -= 1  # The label of a formula stays with it.
            section, inner = self._wrap(title), self.document.children[start:]
        del self.document.children[start:]
        section.extend(inner)
        self.document.append(section)

    def _wrap(self, title: str | None) -> nodes.section:
        """Return a section with the title from front matter, or with a hidden name."""
        section = nodes.section()
        if title:
            heading = nodes.title(title, title)
            section["names"].append(nodes.fully_normalize_name(title))
            self.document.note_implicit_target(section, section)
        else:
            name = _name(self, self.document)
            heading = nodes.title(name, name, classes=["visually-hidden"], translatable=False)
            section["ids"].append("untitled")
            section["untitled"] = True
        for node in (section, heading):
            node.source, node.line = self.document["source"], 1
        section.append(heading)
        return section


class NameUntitled(SphinxTransform):
    """Renames an untitled note by its first words once its citations are resolved (870) and have text."""

    def apply(self, **kwargs: Any) -> None:
        for section in self.document.children:
            if isinstance(section, nodes.section) and section.get("untitled"):
                if any(True for _ in section.findall(resolved_citation)):
                    heading, name = section[0], _name(self, section)
                    assert isinstance(heading, nodes.title)
                    heading.rawsource, heading.children = name, []
                    heading += nodes.Text(name)
                return


def _file_name(env: BuildEnvironment) -> str | None:
    """Return the title of a note of a vault that has none: the name of its file, unless that has a date."""
    config, name = notes_config(env.config), env.docname.rpartition("/")[2]
    if not config.wikilinks or name.lower() in {"index", "readme"} or file_name_date(name, config.zone)[0]:
        return None
    return name if str(env.doc2path(env.docname)).lower().endswith((".md", ".markdown")) else None


def _name(transform: SphinxTransform, body: nodes.Element) -> str:
    """Return the name of the untitled note with *body*."""
    front, config = read_state(transform.env).front, transform.config
    assert front is not None
    language = str(config.language or "en")
    return name_from(body, front, transform.env.docname, notes_config(config), language)


def _body_start(document: nodes.document) -> int:
    """Return the index of the first node of the text, after docinfo and invisible nodes."""
    # A highlighting or index directive shows nothing; nbsphinx documents begin with one.
    invisible = (nodes.comment, nodes.substitution_definition, nodes.target, nodes.field_list,
             nodes.docinfo, nodes.meta, nodes.pending, nodes.system_message,
             addnodes.highlightlang, addnodes.index, addnodes.tabular_col_spec)  # fmt: skip
    for place, node in enumerate(document.children):
        if isinstance(node, nodes.field_list) and place > 0:
            return place
        if not (isinstance(node, invisible) or _is_comment(node)):
            return place
    return len(document.children)


def _opens_with_heading(source: str) -> bool:
    """Return whether the first cell of the notebook *source* begins with a heading; False for other files."""
    try:
        cell = json.loads(source)["cells"][0]
        return cell["cell_type"] == "markdown" and "".join(cell["source"]).lstrip().startswith("#")
    except (ValueError, LookupError, TypeError, RecursionError):
        return False


def _until_heading(body: list[nodes.Node]) -> list[nodes.Node]:
    """Return the nodes before the first heading of a notebook, which nbsphinx added."""
    headings = [place for place, node in enumerate(body) if isinstance(node, nodes.section)]
    return body[: headings[0]] if headings else []


def _is_labelled(target: nodes.Node, body: nodes.Node | None) -> bool:
    """Return whether *target* is the target of a labelled formula that begins the text."""
    if not isinstance(target, nodes.target) or not isinstance(body, nodes.math_block):
        return False
    return nodes.make_id(f"equation-{body.get('label')}") in {*target["ids"], target.get("refid")}


def _is_comment(node: nodes.Node) -> bool:
    """Return whether *node* is an HTML comment, which MyST keeps as raw HTML."""
    text = node.astext().strip() if isinstance(node, nodes.raw) else ""
    return text.startswith("<!--") and text.endswith("-->")


def _has_title(section: nodes.section, state: ReadState) -> bool:
    """Return whether the heading of *section*, which begins the text, is the title of the note."""
    if state.front is None or not state.front.title:
        return state.leading_title is not False
    heading = section[0]
    given, *texts = (" ".join(text.split()).casefold() for text in (
        state.front.title, heading.astext(), str(getattr(heading, "rawsource", "")),
    ))  # fmt: skip
    return given in texts


class SiteRootImages(SphinxTransform):
    """Looks up images with a leading slash in ``notes_site_root``, like the blog's former generator."""

    def apply(self, **kwargs: Any) -> None:
        root = notes_config(self.config).site_root
        if not root or read_state(self.env).front is None:
            return
        for image in self.document.findall(nodes.image):
            uri = image["uri"]
            # An image in the address itself, data:image/png;base64,…, is too long for the name of a file.
            if not uri.startswith("/") or uri.startswith(("//", f"/{root}/")):
                continue
            # Other files with such names are those that MyST-NB makes of results.
            is_made = "/jupyter_execute/" in uri and not Path(self.env.srcdir, root, uri[1:]).exists()
            if not is_made:
                image["uri"] = f"/{root}{uri}"


@contextmanager
def heading_warnings_filtered(app: Sphinx) -> Iterator[None]:
    """Drop MyST's "Document headings start at H2" for notes whose first heading this extension supplies.

    MyST warns while it parses, before a transform can insert the title, and has no option to declare that the
    title comes from elsewhere.
    """

    def applies(record: Any) -> bool:
        is_level = getattr(record, "subtype", "") == "header" and "headings start at" in str(record.msg)
        return not is_level or read_state(app.env).front is None

    logger = getLogger("sphinx.myst_parser.warnings_")
    logger.addFilter(applies)
    try:
        yield
    finally:
        logger.removeFilter(applies)
