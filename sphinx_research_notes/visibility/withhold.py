"""Remove what this build does not show from a source before it is parsed, and report it where necessary.

Directives alone are not enough: a parser may read one as something else, and other extensions keep copies.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .._upstream.conf_names import names_in_conf
from ..config import notes_config
from ..constants import THEME
from ..diagnostics import report_faults, warn
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.read_state import read_state
from .directive_heads import INEXACT_OPTION
from .footnotes import note_calls, without_footnotes
from .hidden_parts import OTHER, hidden_parts, lines_of, names_ours
from .marks import ASIDE, ENTRY, NAMES
from .part_removal import emptied, without
from .percent_signs import COMMENT
from .private_spans import elements_left_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..config import NotesConfig
    from .hidden_parts import Part


def parts_of(env: BuildEnvironment, text: str, syntax: Syntax) -> list[Part]:
    """Return the hidden parts of *text*, written in *syntax*, as the parsers of this project read it."""
    return hidden_parts(text, syntax, notes_config(env.config), getattr(env, "myst_config", None))


def without_hidden_parts(env: BuildEnvironment, source: str, path: Path) -> str:
    """Return *source* of the document in the file *path* without what this build does not show."""
    syntax = syntaxes_of(env.config).of(path)
    if syntax is Syntax.NOTEBOOK:
        return _in_cells(env, source)
    shown = cut(env, source, syntax, env.docname)
    # MyST-NB keeps a copy of what it reads as a notebook.
    keeps = shown != source and syntax is Syntax.MARKDOWN and "kernelspec" in source
    return without_footnotes([shown], read_state(env).hidden_calls)[0] if keeps else shown


def cut(env: BuildEnvironment, text: str, syntax: Syntax, where: str, path: Path | None = None) -> str:
    """Return *text* without its hidden parts, and report them.

    *where*: its name in warnings; *path*: its file if that is not a document.
    """
    parts = parts_of(env, text, syntax)
    for part in parts:
        _report(part, where, notes_config(env.config), as_document=path is None)
    return _without(env, text, parts, syntax, path)


def _without(
    env: BuildEnvironment, text: str, parts: Sequence[Part], syntax: Syntax, path: Path | None = None
) -> str:
    """Return *text* without its *parts*, and record that they are hidden."""
    if not parts:
        return text
    lines = lines_of(text, syntax)
    titles = []
    for part in parts:
        read_state(env).hide(env, path)
        calls = note_calls(env, "\n".join(lines[part.first - 1 : part.last]))
        titles.append(calls if syntax is Syntax.RST else "")
    # Only a section of an included file may be used, which must not begin inside a directive.
    return emptied(text, parts, syntax, titles) if path is None else without(text, parts, syntax)


#: The options that put text into documents, and the syntax of that text.
_IN_CONF = {
    "myst_substitutions": Syntax.MARKDOWN, "rst_prolog": Syntax.RST, "rst_epilog": Syntax.RST,
}  # fmt: skip


def cut_configuration(app: Sphinx, config: Config) -> None:
    """``config-inited``: remove hidden parts from the text that ``conf.py`` puts into documents."""
    for name, syntax in _IN_CONF.items():
        value = getattr(config, name, None)
        if value and (cut_value := _cut_value(config, value, syntax, f"conf.py: {name}")) != value:
            config[name] = cut_value


def _cut_value(config: Config, value: Any, syntax: Syntax, where: str) -> Any:
    if isinstance(value, dict):
        return {key: _cut_value(config, each, syntax, f"{where}, {key}") for key, each in value.items()}
    if isinstance(value, list):
        return [_cut_value(config, each, syntax, where) for each in value]
    parts = hidden_parts(value, syntax, notes_config(config)) if isinstance(value, str) else []
    if not any(map(names_ours, parts)) and not _is_for_notes(config):
        return value  # The project may not have notes.
    for part in parts:
        _report(part, where, notes_config(config), as_document=False)
    return without(value, parts, syntax) if parts else value


def _is_for_notes(config: Config) -> bool:
    """Return whether conf.py sets an option of this extension, or its theme."""
    names = names_in_conf(config)
    return config.html_theme == THEME or any(name.startswith("notes_") for name in names)


def _report(part: Part, where: str, config: NotesConfig, *, as_document: bool) -> None:
    """Report *part* if it is not hidden in the documented way."""
    location = (where, part.first) if as_document else f"{where}:{part.first}"
    subtype = "entry" if part.kind == ENTRY else "aside"
    if config.wikilinks and part.name == COMMENT:
        if part.pending:
            message = f"expected {COMMENT!r} at the end of a comment, got none"
            warn(subtype, f"{message}; leaving out {_lines(part)}", location)
        return
    if part.read:
        if part.inexact and not part.beside:
            what = "the aside" if part.kind == ASIDE else "the entry"
            warn(subtype, INEXACT_OPTION.format(name=part.name, it=what), location)
        if part.nests:
            message = f"{part.name}: expected a longer fence than that of the block inside, got an equal one"
            warn(subtype, f"{message}; leaving out {_lines(part)}", location)
        if as_document and not part.beside:
            report_faults([replace(fault, line=part.first) for fault in part.faults], where)
        return
    warn(subtype, f"{_fault_of(part)}; leaving out {_lines(part)}", location)


def _lines(part: Part) -> str:
    return f"line {part.first}" if part.last == part.first else f"lines {part.first} to {part.last}"


def _fault_of(part: Part) -> str:
    """Return why no parser reads *part* as the directive that is meant."""
    if part.colons:
        return f"expected 'colon_fence' in myst_enable_extensions for ':::{{{part.name}}}', got none"
    if part.kind == OTHER:
        unended = " without an end" if part.pending else ""
        return f"expected {ASIDE!r} with ':private:', got {part.name!r}{unended}"
    if part.kind and part.name not in NAMES:
        return f"unknown directive {part.name!r}; did you mean {part.kind!r}?"
    if not part.kind:
        return f"expected 'note-to-self' or 'entry' for the option ':private:', got {part.name!r}"
    return (
        f"expected the directive {part.name!r}, got text that no parser reads as one"
        " (a missing or extra character, text above or before it, an unclosed code block)"
    )


def _syntax_of(cell: dict[str, Any]) -> Syntax:
    """Return the syntax of a text *cell*: nbsphinx reads some raw cells as reStructuredText."""
    metadata = cell.get("metadata") or {}
    if cell["cell_type"] != "raw" or not isinstance(metadata, dict):
        return Syntax.MARKDOWN
    format_name = str(metadata.get("raw_mimetype") or metadata.get("format") or "")
    return Syntax.RST if "restructuredtext" in format_name else Syntax.MARKDOWN


def _in_cells(env: BuildEnvironment, source: str) -> str:
    """Return the notebook *source* with its text cells cut; a part may go on in the cells after its own."""
    try:
        content = json.loads(source)
        cells = [cell for cell in content["cells"] if cell["cell_type"] in {"markdown", "raw", "code"}]
        texts = [each if isinstance(each := cell["source"], str) else "".join(each) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return source
    found, pending, is_cut = [], "", False
    for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if cell["cell_type"] == "code":
            if pending:
                cell.update(source="", outputs=[], execution_count=None)
                is_cut = True
            continue
        opened = elements_left_open(text, texts[number + 1 :])
        left, pending = _cut_cell(env, text, _syntax_of(cell), pending, opened)
        found.append(left)
        is_cut = is_cut or left != text
        if not left.strip():
            cell.pop("attachments", None)
    if not is_cut:
        return source
    cells = [cell for cell in cells if cell["cell_type"] != "code"]
    for cell, text in zip(cells, without_footnotes(found, read_state(env).hidden_calls), strict=True):
        cell["source"] = text
    return json.dumps(content)


def _cut_cell(
    env: BuildEnvironment, text: str, syntax: Syntax, pending: str, opened: tuple[str, ...]
) -> tuple[str, str]:
    """Return *text* of a cell without its hidden parts, and the marks of a part that has no end in it.

    *pending*: these marks of the cells above, whose part goes on in this one; *opened*: the elements that end
    in a cell below.
    """
    above = f"{pending}\n\n" if pending else ""
    skipped, height = above.count("\n"), text.count("\n") + 1
    # An element with an end is no placeholder in prose.
    below = "".join(f"\n</{name}>" for name in opened)
    parts = parts_of(env, above + text + below, syntax)
    for part in parts:
        if part.first > skipped:
            shown = replace(part, first=part.first - skipped, last=part.last - skipped)
            _report(shown, env.docname, notes_config(env.config), as_document=True)
    left = _without(env, above + text + below, parts, syntax).split("\n")
    goes_on = "\n".join(f"<{name} private>" for name in opened)
    pending = parts[-1].pending or goes_on if parts else goes_on
    return "\n".join(left[skipped : skipped + height]) if parts else text, pending
