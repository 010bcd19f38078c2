"""The texts of a project that are public: a hidden file that quotes one of them gives nothing away."""

from __future__ import annotations

from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import PoFileError, read_po
from sphinx.util.i18n import CatalogRepository
from sphinx.util.matching import Matcher

from ..constants import ROOT
from ..state.records import withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def public_files(app: Sphinx) -> Iterator[Path]:
    """Yield the files a site is made from: documents, dependencies, configuration, templates, copies.

    Some of them may be hidden all the same.
    """
    env, builder = app.env, app.builder
    for docname in sorted(env.all_docs):
        yield Path(env.doc2path(docname))
    for names in env.dependencies.values():
        yield from (Path(env.srcdir, name) for name in names)
    yield Path(app.confdir, "conf.py")
    yield from (Path(app.confdir, name) for name in getattr(app.config, "bibtex_bibfiles", None) or ())
    theme: Any = getattr(builder, "theme", None)
    folders = [ROOT, *(Path(app.confdir, each) for each in app.config.templates_path)]
    folders += [Path(each) for each in (theme.get_theme_dirs() if theme is not None else ())]
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
    yield from _copied_files(app)


def _copied_files(app: Sphinx) -> Iterator[Path]:
    """Yield the files that Sphinx copies as they are, from ``html_static_path`` and ``html_extra_path``."""
    config = app.config
    without = config.exclude_patterns
    copied = [(each, Matcher([*without, "**/.*"])) for each in config.html_static_path]
    copied += [(each, Matcher(without)) for each in config.html_extra_path]
    # The output and what an earlier build left there may be inside a folder that is copied.
    apart = [Path(each).resolve() for each in (app.outdir, app.doctreedir)]
    for entry, excluded in copied:
        root = Path(app.confdir, entry).resolve()
        if root.is_file():
            yield root
        for path in sorted(root.rglob("*")):
            parts = (path, *path.parents[: len(path.relative_to(root).parts) - 1])
            if any(excluded(each.relative_to(root).as_posix()) for each in parts):
                continue
            if path.is_file() and not any(path.is_relative_to(folder) for folder in apart):
                yield path


def translations(app: Sphinx) -> Iterator[str]:
    """Yield the translated messages of public documents, in the language of the site.

    A message is that of a public document if it says so, as ``gettext`` writes it, or else if its catalogue
    is that of no hidden document.
    """
    config, hidden = app.config, withheld(app.env)
    found = CatalogRepository(app.srcdir, config.locale_dirs, config.language, "utf-8")
    is_public = _documents(app.env)
    for folder, name in found.pofiles:
        domain = PurePosixPath(Path(name).with_suffix("").as_posix())
        has_hidden = any(domain in (PurePosixPath(each), *PurePosixPath(each).parents) for each in hidden)
        for message in _messages(Path(folder, name)):
            known = [each for path, _ in message.locations if (each := _decide(path, is_public)) is not None]
            if message.id and (any(known) if known else not has_hidden):
                yield message.string if isinstance(message.string, str) else "\n".join(message.string or ())


def _messages(path: Path) -> list[Message]:
    """Return the messages of the catalogue *path*; none if it is faulty, as Sphinx reports."""
    try:
        with path.open("rb") as file:
            return list(read_po(file, ignore_obsolete=True))
    except (OSError, ValueError, LookupError, PoFileError):
        return []


def _documents(env: BuildEnvironment) -> dict[str, bool]:
    """Return for the source of every document, relative to the source folder, whether it is public."""
    hidden = withheld(env)
    names = chain(env.found_docs, hidden)
    return {Path(env.doc2path(name, base=False)).as_posix(): name not in hidden for name in names}


def _decide(path: str, is_public: dict[str, bool]) -> bool | None:
    """Return whether the document at *path*, relative to any folder, is public; None if it is unknown."""
    parts = PurePosixPath(path).parts
    ends = ("/".join(parts[start:]) for start in range(len(parts)))
    return next((is_public[end] for end in ends if end in is_public), None)
