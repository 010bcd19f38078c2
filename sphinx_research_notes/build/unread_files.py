"""Report files that look like notes but are not read, because no loaded parser handles their suffix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sphinx.errors import ConfigError
from sphinx.util.matching import get_matching_files

from ..config import notes_config
from ..diagnostics import report_error, warn
from ..options import DATED, OPTIONS
from ..state.file_digests import documents_read
from .assets import is_ours
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Suffixes of text files: those that can be read once an extension is loaded, ...
_EXTENSIONS = {".md": "'myst_parser'", ".ipynb": "'myst_nb' (for 'myst_parser') or 'nbsphinx'"}
#: ... those that can be read once ``source_suffix`` maps them to a parser, ...
_MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".qmd", ".rmd", ".rmarkdown")
_KINDS = dict.fromkeys(_MARKDOWN, "markdown") | dict.fromkeys((".rest", ".rstx"), "restructuredtext")
#: ... and those that the author has to convert.
_OTHERS = (".org", ".adoc", ".asciidoc", ".textile", ".txt", ".html", ".htm")
_SUFFIXES = frozenset({*_EXTENSIONS, *_KINDS, *_OTHERS})
#: Suffixes that data files have too: such a file is a note only if it has front matter.
_AMBIGUOUS = frozenset({".txt", ".html", ".htm", ".rest"})
#: The extension that provides the parser for each kind of source.
_PARSERS = {"markdown": "myst_parser", "myst-nb": "myst_nb", "jupyter_notebook": "nbsphinx"}

#: The beginning of a file with front matter, up to a key that notes have.
_HEAD = re.compile(
    r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n(?:.*\n){0,60}?(?:title|date|layout|tags)[ \t]*[:=]", re.IGNORECASE
)
_DATED = re.compile(rf"(?:.*/)?{DATED}[^/]*")


def advice(app: Sphinx, suffix: str, text: str = "") -> str:
    """Return what to do so that files with *suffix* are read; *text*: the beginning of one of them."""
    lowered = suffix.lower()
    kind = _KINDS.get(lowered) or app.config.source_suffix.get(lowered, "")
    if not kind and lowered in _EXTENSIONS:
        return f"add {_EXTENSIONS[lowered]} to extensions in conf.py"
    if not kind and lowered == ".txt" and text.startswith(("---", "+++")):
        kind = "markdown"
    if kind:
        missing = _PARSERS.get(kind) if kind not in app.registry.get_source_parsers() else None
        extension = f", and {missing!r} to extensions" if missing else ""
        return f"add {suffix!r}: {kind!r} to source_suffix in conf.py{extension}"
    return "neither Sphinx nor MyST can parse it; convert it to Markdown"


def require_parsers(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: stop with a clear message where Sphinx would stop with an obscure one.

    This happens if no parser reads the root document, or a kind of source in ``source_suffix`` has none.
    """
    parsers = app.registry.get_source_parsers()
    without = {suffix: kind for suffix, kind in app.config.source_suffix.items() if kind not in parsers}
    for kind in sorted({kind for suffix, kind in without.items() if kind and _is_used(env, suffix)}):
        hint = f"; add {_PARSERS[kind]!r} to extensions in conf.py" if kind in _PARSERS else ""
        _stop(f"source_suffix: no parser for {kind!r}{hint}")
    root = str(app.config.root_doc)
    if root not in env.found_docs:
        for suffix in (*_EXTENSIONS, *_KINDS):
            if suffix not in app.config.source_suffix and Path(app.srcdir, root + suffix).is_file():
                _stop(f"root document {root + suffix!r} is not read; {advice(app, suffix)}")
    return []


def _stop(message: str) -> NoReturn:
    """Report *message* on a line of its own and end the build: Sphinx 9 prints exceptions in fifty lines."""
    report_error("unread", message)
    raise ConfigError(message)


def _is_used(env: BuildEnvironment, suffix: str) -> bool:
    return any(str(env.doc2path(docname, base=False)).endswith(suffix) for docname in env.found_docs)


def report_unread(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report files that would be notes if they were read, once for each suffix.

    If no document has changed, there is nothing new to report.
    """
    if not documents_read(env):
        return
    by_suffix: dict[str, list[str]] = {}
    for name in _unread(app, env):
        by_suffix.setdefault(Path(name).suffix, []).append(name)
    for suffix, names in sorted(by_suffix.items()):
        files = f"{names[0]!r} is" if len(names) == 1 else f"{len(names)} files such as {names[0]!r} are"
        hint = advice(app, suffix, _beginning(app, names[0]))
        reason = f"{suffix!r} is not in source_suffix"
        warn("unread", f"{files} not read because {reason}; {hint}, or use exclude_patterns")


def _unread(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """Yield the files that look like notes but are neither sources nor used by one.

    The names are relative to the source folder.
    """
    config = notes_config(app.config)
    configured = _is_configured(app)
    if not configured and not site_of(env).has_notes:
        return  # The project loads the extension but doesn't use it.
    source_suffixes = tuple(app.config.source_suffix)
    used = _used(env)
    for name in sorted(get_matching_files(app.srcdir, ["**"], _excluded(app))):
        if name.endswith(source_suffixes):
            continue
        suffix = Path(name).suffix.lower()
        if suffix not in _SUFFIXES or name in used or _is_meta(name):
            continue
        docname = name[: -len(suffix)]
        if docname in env.found_docs or not config.matches(docname):
            continue
        # Without configuration, only what has a parser, a date and front matter.
        may_be = configured or (_has_parser(app, suffix) and _DATED.fullmatch(docname))
        is_clear = configured and suffix not in _AMBIGUOUS
        if may_be and (is_clear or _HEAD.match(_beginning(app, name))):
            yield name


def _excluded(app: Sphinx) -> list[str]:
    """Return patterns of paths without sources, including Jekyll's drafts, which must stay unread."""
    config = app.config
    patterns = [*config.exclude_patterns, *config.templates_path]
    patterns += [*config.html_static_path, *config.html_extra_path]
    output = [Path(each) for each in (app.outdir, app.doctreedir)]
    patterns += [p.relative_to(app.srcdir).as_posix() for p in output if p.is_relative_to(app.srcdir)]
    return [*patterns, "_drafts", "**/_drafts", "_build", ".*", "**/.*", "**/node_modules"]


def _is_meta(name: str) -> bool:
    """Return whether a file describes the repository rather than being part of the site."""
    return Path(name).stem.upper() in {"README", "LICENSE", "CHANGELOG", "CONTRIBUTING"}


def _is_configured(app: Sphinx) -> bool:
    """Return whether the project uses our theme or sets any of our options."""
    # These have been resolved, so that they may differ from their default.
    options = [option for option in OPTIONS if option.name not in {"drafts", "preview"}]
    return is_ours(app) or any(app.config[f"notes_{each.name}"] != each.default for each in options)


def _has_parser(app: Sphinx, suffix: str) -> bool:
    """Return whether a parser is loaded for the kind of source that *suffix* usually means."""
    return _KINDS.get(suffix, "") in app.registry.get_source_parsers()


def _used(env: BuildEnvironment) -> set[str]:
    """Return the files that documents include, show or offer, relative to the source folder."""
    files = [*env.images, *env.dlfiles, *(each for names in env.dependencies.values() for each in names)]
    # Depending on the version, Sphinx stores absolute paths or paths relative to the source folder.
    paths = [Path(env.srcdir, each) for each in files]
    return {each.relative_to(env.srcdir).as_posix() for each in paths if each.is_relative_to(env.srcdir)}


def _beginning(app: Sphinx, name: str) -> str:
    try:
        with Path(app.srcdir, name).open(encoding="utf-8", errors="replace") as file:
            return file.read(4000)
    except OSError:
        return ""
