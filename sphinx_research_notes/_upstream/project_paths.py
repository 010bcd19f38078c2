"""The paths of documents in ``sphinx.project.Project``.

``Project.doc2path`` builds a new path on each call, which is slow at thousands of documents. And ``Project``
is pickled with the environment, by default into the output folder, with the names of all files found: those
of drafts as well. No upstream issue is known; its title could be "Add a public way to remove a document from
Project". Checked on Sphinx 8.2 to 9.2; on a version with other private names, ``doc2path`` is used, the
names of drafts stay in the environment, and a ``notes.upstream`` warning says so. It can go when ``Project``
has a public way to forget a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .patching import warn_unsupported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx.environment import BuildEnvironment
    from sphinx.project import Project


def source_of(env: BuildEnvironment, docname: str) -> str:
    """Return the source file of *docname*, relative to the source folder."""
    path = getattr(env.project, "_docname_to_path", {}).get(docname)
    return str(path if path is not None else env.doc2path(docname, base=False))


def take_out(project: Project, docnames: Iterable[str]) -> dict[str, Path]:
    """Let *project* forget *docnames*; return the paths of those that it knew."""
    if not hasattr(project, "_docname_to_path"):
        consequence = "the names of drafts stay in environment.pickle"
        warn_unsupported("Sphinx", "Project._docname_to_path", consequence)
    paths: dict[str, Path] = getattr(project, "_docname_to_path", {})
    names: dict[Path, str] = getattr(project, "_path_to_docname", {})
    removed = {docname: paths.pop(docname) for docname in docnames if docname in paths}
    for path in removed.values():
        names.pop(path, None)
    return removed


def put_back(project: Project, removed: Mapping[str, Path]) -> None:
    """Restore what :func:`take_out` has removed from *project*."""
    for docname, path in removed.items():
        project._docname_to_path[docname] = path
        project._path_to_docname[path] = docname
