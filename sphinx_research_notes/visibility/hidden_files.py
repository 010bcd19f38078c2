"""Whether a file holds something hidden, as a whole or in part."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..frontmatter.encodings import text_of
from ..frontmatter.syntax import syntaxes_of
from ..model.note import Visibility
from ..state.records import withheld
from .docstrings import docstring_parts
from .folders import block_in_folder, hiding_file, is_metadata, withheld_files
from .hidden_parts import plain_source
from .rules import hides_file, is_set_aside, kind_of
from .shingles import is_binary
from .withhold import parts_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


#: Suffixes of code and data, which hold neither front matter nor directives and are never opened.
_OTHERS = frozenset(
    """.py .pyi .js .mjs .cjs .ts .tsx .jsx .map .css .scss .less .json .jsonl .jsonld .geojson .webmanifest
    .yml .yaml .toml .ini .cfg
    .bib .svg .xml .c .h .cc .cpp .hpp .cs .rs .go .java .kt .swift .rb .pl .php .r .jl .lua .m .sh .bash .bat
    .ps1 .sql .lock .po .pot .tex .sty .cls .dot .gv .log .erl .hrl .l .ll .y .yy""".split()
)
#: The beginning of code in HTML, and its ends.
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
#: Larger files are not written by hand.
LARGEST = 5_000_000


def source_text(env: BuildEnvironment, path: Path) -> str:
    """Return the text of the source *path*; empty for a missing file and one that cannot be a source.

    A page of HTML is without its scripts and styles, code that may look like anything: a plot has megabytes.
    """
    if not is_source(env, path):
        return ""
    text = _text(path)
    return without_scripts(text) if path.suffix.lower() in {".html", ".htm"} else text


def without_scripts(html: str) -> str:
    """Return *html* with its scripts and styles empty, but for their lines."""
    kept, place = [], 0
    while (start := _SCRIPT.search(html, place)) and (
        end := _ENDS[start[1].lower()].search(html, start.end())
    ):
        kept += [html[place : start.end()], "\n" * html.count("\n", start.end(), end.start())]
        place = end.start()
    return "".join([*kept, html[place:]])


def _text(path: Path) -> str:
    return read(path).replace("\r\n", "\n")


def read(path: Path) -> str:
    """Return the text of the file *path* in any encoding; empty if it cannot be read or is too large."""
    try:
        # To read a pipe, for instance, might take for ever.
        return text_of(path.read_bytes()) if path.is_file() and path.stat().st_size <= LARGEST else ""
    except OSError:
        return ""


def is_source(env: BuildEnvironment, path: Path) -> bool:
    """Return whether *path*, by its name, may have front matter or a directive that hides."""
    if syntaxes_of(env.config).is_document(path):
        return True
    return path.suffix.lower() not in _OTHERS and not is_binary(path.name)


def is_hidden(env: BuildEnvironment, path: Path) -> bool:
    """Return whether the file *path* is hidden as a whole, as a document or by its own front matter."""
    docname = str(env.path2doc(path) or "")
    # A file with another suffix beside a document has the same docname.
    if docname and is_file_of(env, docname, path):
        if docname in withheld(env):
            return True
        if docname in env.found_docs:
            return False
    config = notes_config(env.config)
    if is_metadata(path):
        return path in withheld_files(env, config)
    set_aside = _set_aside(env, path)
    if set_aside and not config.shows(Visibility.DRAFT):
        return True
    text, syntax = source_text(env, path), syntaxes_of(env.config).of(path)
    if not text:
        return False
    name = docname or set_aside
    block = block_in_folder(env, text, syntax, name, config)
    if hides_file(block, name, config):
        return True
    # It would be a note that its folder hides.
    file = hiding_file(env, name, config)
    return file is not None and file.keeps_back(config) and bool(kind_of(block, name, config))


def _set_aside(env: BuildEnvironment, path: Path) -> str:
    """Return the name of the file *path*, of any kind, if it is in a folder for drafts; else empty."""
    if not path.is_relative_to(env.srcdir):
        return ""
    name = path.relative_to(env.srcdir).as_posix()
    return name if is_set_aside(name) else ""


def is_file_of(env: BuildEnvironment, docname: str, path: Path) -> bool:
    """Return whether the document *docname* is read from the file *path*."""
    own = Path(env.doc2path(docname))
    try:
        return own == path or (own.is_file() and path.is_file() and own.samefile(path))
    except OSError:
        return False


def has_hidden_parts(env: BuildEnvironment, path: Path) -> bool:
    """Return whether this build hides any part of the file *path*."""
    if path.suffix.lower() == ".py":
        return bool(docstring_parts(_text(path), notes_config(env.config)))
    syntax = syntaxes_of(env.config).of(path)
    return bool(parts_of(env, plain_source(source_text(env, path), syntax), syntax))


def name_of(env: BuildEnvironment, path: Path) -> str:
    """Return the docname of the file *path*, or its file name, for a message."""
    docname = env.path2doc(path)
    return str(docname or path.name)
