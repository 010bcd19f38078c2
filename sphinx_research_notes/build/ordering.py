"""Make names and numbers independent of the order in which Sphinx reads documents.

In an incremental build, documents that are read again come last, so that Sphinx would name and number things
differently than in a clean build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..doctree.nodes import around
from ..reading.numbering import number_notes
from ..state.records import page_of, pages
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def name_images(env: BuildEnvironment) -> None:
    """Number images with the same file name as a clean build would, by the documents that show them.

    Sphinx numbers them in reading order: ``a/pic.png`` becomes ``pic.png``, then ``b/pic.png`` ``pic1.png``.
    Pages whose images change names are rewritten, because their fingerprints contain those names.
    """
    images = type(env.images)()
    for path in sorted(env.images, key=lambda path: (min(env.images[path][0], default=""), path)):
        for docname in env.images[path][0]:
            images.add_file(docname, path)
    env.images = images


def forget_numbers(env: BuildEnvironment) -> None:
    """Remove section numbers from titles: Sphinx renumbers sections without removing obsolete numbers."""
    for docname in env.toc_secnumbers:
        for node in (env.titles.get(docname), *_entries(env, docname)):
            if node is not None and "secnumber" in node:
                del node["secnumber"]


def _entries(env: BuildEnvironment, docname: str) -> Iterable[nodes.Element]:
    """Return the links in the table of contents of *docname*."""
    return env.tocs[docname].findall(nodes.reference) if docname in env.tocs else ()


def order_todos(env: BuildEnvironment) -> None:
    """Sort the items of ``sphinx.ext.todo`` by document, without those of unlisted notes."""
    todos = env.domaindata.get("todo", {}).get("todos", {})
    for docname in sorted(todos):
        found = todos.pop(docname)
        todos[docname] = [todo for todo in found if _is_listed(env, docname, todo)] if found else found


def _is_listed(env: BuildEnvironment, docname: str, node: nodes.Node) -> bool:
    """Return whether lists may show *node* of the document *docname*."""
    page = page_of(env, docname)
    ids = {name for each in around(node) for name in each.get("ids", ())}
    unlisted = (note.anchor for note in page.entries if not note.listed)
    return page.listed and ids.isdisjoint(unlisted)


def sort_env(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: put in order what later steps name and number."""
    if site_of(env).has_notes:
        name_images(env)
        forget_numbers(env)
        order_todos(env)


def settle_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: number notes after Sphinx, and name untitled notes that open with such a number.

    Pages that show a changed number are found by their fingerprints.
    """
    site = site_of(env)
    if site.has_notes:
        number_notes(env)
        site.renew()
        for docname, page in pages(env).items():
            if page.head is not None and page.head.opening:
                _rename(env, docname, site.spoken(page.head).name)
    return []


def _rename(env: BuildEnvironment, docname: str, name: str) -> None:
    """Set *name* as the title that Sphinx has for the untitled note *docname*."""
    for title in (env.titles[docname], env.longtitles[docname], *list(_entries(env, docname))[:1]):
        title.children = []
        title += nodes.Text(name)
