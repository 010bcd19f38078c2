"""Files that lie unread though they were meant: by their suffix no parser is known, or none is loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from weakref import WeakKeyDictionary

from sphinx.errors import ConfigError
from sphinx.util.matching import get_matching_files

from ..config import DATED, OPTIONS, notes_config
from ..diagnostics import report_error, warn
from .assets import is_ours
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Suffixes of writing: what an extension reads once it is loaded, ...
_EXTENSIONS = {".md": "'myst_parser'", ".ipynb": "'myst_nb' (for 'myst_parser') or 'nbsphinx'"}
#: ... what is read once ``source_suffix`` says as what, ...
_MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".mdx", ".qmd", ".rmd", ".rmarkdown")
_KINDS = dict.fromkeys(_MARKDOWN, "markdown") | dict.fromkeys((".rest", ".rstx"), "restructuredtext")
#: ... and what only its author can turn into something else.
_OTHERS = (".org", ".adoc", ".asciidoc", ".textile", ".txt", ".html", ".htm")
_SUFFIXES = frozenset({*_EXTENSIONS, *_KINDS, *_OTHERS})
#: Files of these are notes only if their heads say so: they are data as well.
_DOUBTFUL = frozenset({".txt", ".html", ".htm", ".rest"})
#: Which extension brings the parser of a kind of source.
_PARSERS = {"markdown": "myst_parser", "myst-nb": "myst_nb", "jupyter_notebook": "nbsphinx"}

#: The head of a file that has front matter, as far as it is of interest here.
_HEAD = re.compile(
    r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n(?:.*\n){0,60}?(?:title|date|layout|tags)[ \t]*[:=]", re.IGNORECASE
)
_DATED = re.compile(rf"(?:.*/)?{DATED}[^/]*")


def advice(app: Sphinx, suffix: str, text: str = "") -> str:
    """How files that end in *suffix* come to be read; *text*: the beginning of one."""
    lowered = suffix.lower()
    kind = _KINDS.get(lowered) or app.config.source_suffix.get(lowered, "")
    if not kind and lowered in _EXTENSIONS:
        return f"add {_EXTENSIONS[lowered]} to extensions in conf.py"
    if not kind and lowered == ".txt" and text.startswith(("---", "+++")):
        kind = "markdown"
    if kind:
        missing = _PARSERS.get(kind) if kind not in app.registry.get_source_parsers() else None
        more = f", and {missing!r} to extensions" if missing else ""
        return f"add {suffix!r}: {kind!r} to source_suffix in conf.py{more}"
    return "no parser for it comes with Sphinx or MyST, so write it as Markdown"


def require_parsers(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: stop with one line where the build would stop with a riddle.

    That is when the root document is Markdown that nothing reads, and when a kind of source that
    ``source_suffix`` names has no parser.
    """
    parsers = app.registry.get_source_parsers()
    without = {suffix: kind for suffix, kind in app.config.source_suffix.items() if kind not in parsers}
    for kind in sorted({kind for suffix, kind in without.items() if kind and _is_used(env, suffix)}):
        hint = f"; add {_PARSERS[kind]!r} to extensions in conf.py" if kind in _PARSERS else ""
        _stop(f"source_suffix: there is no parser for {kind!r}{hint}")
    root = str(app.config.root_doc)
    if root not in env.found_docs:
        for suffix in (*_EXTENSIONS, *_KINDS):
            if suffix not in app.config.source_suffix and Path(app.srcdir, root + suffix).is_file():
                _stop(f"{root}{suffix} is not read; {advice(app, suffix)}")
    return []


def _stop(message: str) -> NoReturn:
    """End the build with a line of its own: Sphinx 9 tells of an exception in fifty."""
    report_error("unread", message)
    raise ConfigError(message)


def _is_used(env: BuildEnvironment, suffix: str) -> bool:
    return any(str(env.doc2path(docname, base=False)).endswith(suffix) for docname in env.found_docs)


#: Environments into which nothing is read in this build: what there is to say has been said.
_quiet: WeakKeyDictionary[BuildEnvironment, bool] = WeakKeyDictionary()


def note_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: a build in which nothing changed does not look through the folder."""
    _quiet[env] = not docnames


def report_unread(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: name the files that would be notes if they were read, once for each suffix."""
    if _quiet.get(env, False):
        return
    found: dict[str, list[str]] = {}
    for name in _unread(app, env):
        found.setdefault(Path(name).suffix, []).append(name)
    for suffix, names in sorted(found.items()):
        what = f"{names[0]!r} is" if len(names) == 1 else f"{len(names)} files such as {names[0]!r} are"
        hint = advice(app, suffix, _beginning(app, names[0]))
        warn("unread", f"{what} not read, as {suffix!r} is no suffix of sources; {hint}, or exclude_patterns")


def _unread(app: Sphinx, env: BuildEnvironment) -> Iterator[str]:
    """The files, from the source folder, that are no sources, no part of one, and look like notes."""
    config = notes_config(app.config)
    own = _is_set_up(app)
    if not own and not site_of(env).has_notes:
        return  # A project that has this extension by chance.
    known = tuple(app.config.source_suffix)
    used = _used(env)
    for name in sorted(get_matching_files(app.srcdir, ["**"], _left_out(app))):
        suffix = Path(name).suffix.lower()
        if suffix not in _SUFFIXES or name.endswith(known) or name in used or _is_about(name):
            continue
        docname = name[: -len(suffix)]
        if docname in env.found_docs or not config.matches(docname):
            continue
        is_sure = suffix not in _DOUBTFUL if own else _reads(app, suffix) and _DATED.fullmatch(docname)
        if (own and is_sure) or ((own or is_sure) and _HEAD.match(_beginning(app, name))):
            yield name


def _left_out(app: Sphinx) -> list[str]:
    """Patterns of what is no place for sources; drafts of Jekyll's stay unread in any case."""
    config = app.config
    named = [*config.exclude_patterns, *config.templates_path]
    named += [*config.html_static_path, *config.html_extra_path]
    own = [Path(each) for each in (app.outdir, app.doctreedir)]
    named += [each.relative_to(app.srcdir).as_posix() for each in own if each.is_relative_to(app.srcdir)]
    return [*named, "_drafts", "**/_drafts", "_build", ".*", "**/.*", "**/node_modules"]


def _is_about(name: str) -> bool:
    """Whether a file is about a folder rather than in a site."""
    return Path(name).stem.upper() in {"README", "LICENSE", "CHANGELOG", "CONTRIBUTING"}


def _is_set_up(app: Sphinx) -> bool:
    """Whether the project has chosen anything of ours: our theme, or an option."""
    options = [option for option in OPTIONS if option.name != "drafts"]  # It has been settled.
    return is_ours(app) or any(app.config[f"notes_{each.name}"] != each.default for each in options)


def _reads(app: Sphinx, suffix: str) -> bool:
    """Whether the project has a parser for what such files are written in."""
    return _KINDS.get(suffix, "") in app.registry.get_source_parsers()


def _used(env: BuildEnvironment) -> set[str]:
    """The files that documents include, show or offer, from the source folder."""
    files = [*env.images, *env.dlfiles, *(each for found in env.dependencies.values() for each in found)]
    # Some versions of Sphinx keep whole paths, some those from the source folder on.
    whole = [Path(env.srcdir, each) for each in files]
    return {each.relative_to(env.srcdir).as_posix() for each in whole if each.is_relative_to(env.srcdir)}


def _beginning(app: Sphinx, name: str) -> str:
    try:
        with Path(app.srcdir, name).open(encoding="utf-8", errors="replace") as file:
            return file.read(4000)
    except OSError:
        return ""
