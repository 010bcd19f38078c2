"""What this build does not show is taken out of a source before a parser sees it, and named if that is due.

It is not left to directives: a parser may read it as something else, and other extensions keep copies.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..config import notes_config
from ..diagnostics import report_faults, warn
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.read_state import read_state
from .directive_heads import LOOSELY
from .footnotes import note_calls, without_footnotes
from .hidden_parts import OTHER, hidden_parts, lines_of, names_ours
from .marks import ASIDE, ENTRY, NAMES
from .part_removal import emptied, without

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from .hidden_parts import Part


def parts_of(env: BuildEnvironment, text: str, syntax: Syntax) -> list[Part]:
    """The hidden parts of *text*, written in *syntax*, as the parsers of this project read it."""
    return hidden_parts(text, syntax, notes_config(env.config), getattr(env, "myst_config", None))


def without_hidden_parts(env: BuildEnvironment, source: str, path: Path) -> str:
    """*source* of the document in the file *path* without what this build does not show."""
    syntax = syntaxes_of(env.config).of(path)
    if syntax is Syntax.NOTEBOOK:
        return _in_cells(env, source)
    found = cut(env, source, syntax, env.docname)
    # MyST-NB keeps a copy of what it reads as a notebook.
    keeps = found != source and syntax is Syntax.MARKDOWN and "kernelspec" in source
    return without_footnotes([found], read_state(env).hidden_calls)[0] if keeps else found


def cut(env: BuildEnvironment, text: str, syntax: Syntax, where: str, path: Path | None = None) -> str:
    """*text* without its hidden parts; *where* names it in warnings, and *path* if it is no document."""
    parts = parts_of(env, text, syntax)
    if not parts:
        return text
    lines = lines_of(text, syntax)
    titles = []
    for part in parts:
        read_state(env).hide(env, path)
        _tell(part, where, as_document=path is None)
        calls = note_calls(env, "\n".join(lines[part.first - 1 : part.last]))
        titles.append(calls if syntax is Syntax.RST else "")
    # Of a file that is included a piece may come in, which must not begin within a directive.
    return emptied(text, parts, syntax, titles) if path is None else without(text, parts, syntax)


#: What conf.py puts into documents, and what that is written in.
_IN_CONF = {
    "myst_substitutions": Syntax.MARKDOWN, "rst_prolog": Syntax.RST, "rst_epilog": Syntax.RST,
}  # fmt: skip


def cut_configuration(app: Sphinx, config: Config) -> None:
    """``config-inited``: what conf.py puts into documents loses its hidden parts, as those do."""
    for name, syntax in _IN_CONF.items():
        value = getattr(config, name, None)
        if value and (left := _cut_value(config, value, syntax, f"conf.py: {name}")) != value:
            config[name] = left


def _cut_value(config: Config, value: Any, syntax: Syntax, where: str) -> Any:
    if isinstance(value, dict):
        return {key: _cut_value(config, each, syntax, f"{where}, {key}") for key, each in value.items()}
    if isinstance(value, list):
        return [_cut_value(config, each, syntax, where) for each in value]
    parts = hidden_parts(value, syntax, notes_config(config)) if isinstance(value, str) else []
    if not any(map(names_ours, parts)):
        return value  # It may be the project of a guest.
    for part in parts:
        _tell(part, where, as_document=False)
    return without(value, parts, syntax) if parts else value


def _tell(part: Part, where: str, *, as_document: bool) -> None:
    """Name what is wrong with *part*."""
    place = (where, part.first) if as_document else f"{where}:{part.first}"
    subtype = "entry" if part.kind == ENTRY else "aside"
    if part.read:
        if part.loosely and not part.beside:
            what = "the aside" if part.kind == ASIDE else "the entry"
            warn(subtype, LOOSELY.format(name=part.name, it=what), place)
        if part.nests:
            what = "a block in it has a fence like its own, and ends it too early; give it a longer one"
            warn(subtype, f"{part.name}: {what}; {_lines(part)} left out", place)
        if as_document and not part.beside:
            report_faults([replace(fault, line=part.first) for fault in part.faults], where)
        return
    warn(subtype, f"{_why(part)}; {_lines(part)} left out", place)


def _lines(part: Part) -> str:
    return f"line {part.first} is" if part.last == part.first else f"lines {part.first} to {part.last} are"


def _why(part: Part) -> str:
    """Why no parser reads *part* as what it is meant to be."""
    if part.colons:
        return f':::{{{part.name}}} is a directive with "colon_fence" in myst_enable_extensions only'
    if part.kind == OTHER:
        return f"expected a {ASIDE!r} with :private:, found {part.name!r}, which asks to be hidden too"
    if part.kind and part.name not in NAMES:
        return f"expected the directive {part.kind!r}, found {part.name!r}, which asks to be hidden"
    if not part.kind:
        return (
            f"expected 'note-to-self' or 'entry' before an option that hides it, found the directive "
            f"{part.name!r}"
        )
    return (
        f"expected the directive {part.name!r}, found something like it that is not read as one "
        "(for a sign too few or too many, text above it or before it, a block of code without an end)"
    )


def _syntax_of(cell: dict[str, Any]) -> Syntax:
    """What a *cell* of text is written in: nbsphinx reads some that are raw."""
    said = cell.get("metadata") or {}
    form = str(said.get("raw_mimetype") or said.get("format") or "") if isinstance(said, dict) else ""
    return Syntax.RST if cell["cell_type"] == "raw" and "restructuredtext" in form else Syntax.MARKDOWN


def _in_cells(env: BuildEnvironment, source: str) -> str:
    """The notebook *source* with those of its cells that are text cut."""
    try:
        content = json.loads(source)
        cells = [cell for cell in content["cells"] if cell["cell_type"] in {"markdown", "raw"}]
        texts = [each if isinstance(each := cell["source"], str) else "".join(each) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return source
    found = [cut(env, text, _syntax_of(cell), env.docname) for cell, text in zip(cells, texts, strict=True)]
    if found == texts:
        return source
    for cell, text in zip(cells, without_footnotes(found, read_state(env).hidden_calls), strict=True):
        cell["source"] = text
    return json.dumps(content)
