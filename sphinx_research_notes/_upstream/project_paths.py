"""The paths of documents, which ``sphinx.project.Project`` keeps under private names.

``Project`` makes a path anew at each call of ``doc2path``, which at thousands of documents is felt; and it
keeps the paths of all files that it has found, and with the environment saves the names of drafts. Checked
on Sphinx 8.2 to 9.2; where the names are others, paths come from ``doc2path`` and nothing is taken out. It
can go when ``Project`` has a public way to forget a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sphinx.environment import BuildEnvironment
    from sphinx.project import Project


def source_of(env: BuildEnvironment, docname: str) -> str:
    """The file of *docname*, from the source folder."""
    path = getattr(env.project, "_docname_to_path", {}).get(docname)
    return str(path if path is not None else env.doc2path(docname, base=False))


def take_out(project: Project, docnames: Iterable[str]) -> dict[str, Path]:
    """Let *project* forget *docnames*; returns the paths of those that it knew."""
    paths: dict[str, Path] = getattr(project, "_docname_to_path", {})
    names: dict[Path, str] = getattr(project, "_path_to_docname", {})
    taken = {docname: paths.pop(docname) for docname in docnames if docname in paths}
    for path in taken.values():
        names.pop(path, None)
    return taken


def put_back(project: Project, taken: Mapping[str, Path]) -> None:
    """Let *project* know again what :func:`take_out` has taken."""
    for docname, path in taken.items():
        project._docname_to_path[docname] = path
        project._path_to_docname[path] = docname
