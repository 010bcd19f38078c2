"""One order for what Sphinx names and numbers in the order of reading, and nothing left of numbers before.

An edit changes that order, as what is read again comes last: names and numbers would not be a clean build's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..reading.numbering import number_notes
from ..state.records import pages
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def name_images(env: BuildEnvironment) -> None:
    """Number images of one name as a clean build would, by the documents that show them.

    Sphinx numbers them as they are read: ``a/pic.png`` is ``pic.png``, ``b/pic.png`` then ``pic1.png``.
    Pages whose images get other names are written again, because those names are part of their views.
    """
    settled = type(env.images)()
    for path in sorted(env.images, key=lambda path: (min(env.images[path][0], default=""), path)):
        for docname in env.images[path][0]:
            settled.add_file(docname, path)
    env.images = settled


def forget_numbers(env: BuildEnvironment) -> None:
    """Take the numbers of sections from titles; Sphinx numbers anew, and leaves those of before elsewhere."""
    for docname in env.toc_secnumbers:
        for node in (env.titles.get(docname), *_entries(env, docname)):
            if node is not None and "secnumber" in node:
                del node["secnumber"]


def _entries(env: BuildEnvironment, docname: str) -> Iterable[nodes.Element]:
    """The links in the table of contents of *docname*."""
    return env.tocs[docname].findall(nodes.reference) if docname in env.tocs else ()


def order_todos(env: BuildEnvironment) -> None:
    """List the things to do (``sphinx.ext.todo``) in the order of documents."""
    todos = env.domaindata.get("todo", {}).get("todos", {})
    for docname in sorted(todos):
        todos[docname] = todos.pop(docname)


def sort_env(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: before bibtex labels the citations, and before Sphinx numbers sections."""
    if site_of(env).has_notes:
        name_images(env)
        forget_numbers(env)
        order_todos(env)


def settle_numbers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``, after Sphinx: number notes, and name those that begin with such a number.

    Which pages show others than before, their views tell.
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
    """Have Sphinx call the untitled note at *docname* by its *name*."""
    for title in (env.titles[docname], env.longtitles[docname], *list(_entries(env, docname))[:1]):
        title.children = []
        title += nodes.Text(name)
