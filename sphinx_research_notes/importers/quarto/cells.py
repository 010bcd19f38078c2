"""Blocks of code: cells that Quarto runs, code with attributes, and raw blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..markdown.code import FENCED, language_of
from ..markdown.directives import option
from ..markdown.pandoc_attributes import BRACES, read_attributes
from ..records import Outcome
from .cell_options import CELL, options_of

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

#: The div that Quarto makes of a cell, with the name of a file that its code has.
_NAMED = re.compile(
    r"""^(?P<div>[ \t]*:{3,}[ \t]*\{\.cell\b[^}\n]*?\bfilename=(?P<name>"[^"\n]*"|'[^'\n]*')[^}\n]*\}[ \t]*\n
    (?:[ \t]*\n)*[ \t]*`{3,}\{[^}\n]*)\}""",
    re.MULTILINE | re.VERBOSE,
)
_ALL_HIDDEN = re.compile(r"opts_chunk\$set\([^()]*\becho\s*=\s*F(?:ALSE)?\b")
_RAW = re.compile(rf"(?<!`)(?P<ticks>`+)(?!`)(?P<text>[^`\n]+)(?P=ticks)(?P<attributes>{BRACES})")
_INLINE_R = re.compile(r"(?<!`)`(?:r|\{(?:python|r|julia)\})[ \t]+[^`\n]+`(?!`)")
#: Formats of text that is seen on a web page.
_WEB = {"html", "html5", "html4"}


def rewrite_cells(source: Source, context: Context) -> None:
    """Write cells and code with attributes as code of Markdown, and raw blocks as MyST has them."""
    source.sub(_NAMED, lambda match: f"{match['div']} filename={match['name']}}}")
    source.sub(FENCED, lambda match: _block(source, context, match))
    source.sub(_INLINE_R, lambda match: _inline(source, match))
    source.sub(_RAW, lambda match: _span(source, match))


def _inline(source: Source, match: re.Match[str]) -> str:
    source.unknown("value that is computed within text", match.start(), match[0].strip("`"))
    return source.aside(match[0])


def _span(source: Source, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"])
    if given.format in _WEB:
        source.changed("`…`{=html}", match.start(), "HTML as it is")
        return source.aside(match["text"])
    if given.format:
        source.found(Outcome.LEFT_OUT, f"`…`{{={given.format}}}", match.start(), "no web page has shown it")
        return ""
    source.changed("attributes of code within text", match.start())
    return source.aside(f"{match['ticks']}{match['text']}{match['ticks']}")


def _block(source: Source, context: Context, match: re.Match[str]) -> str | None:
    info = match["info"].strip()
    if not info.startswith("{"):
        return None
    body = match["body"]
    if info.startswith("{{"):
        return _shown(source, match, info)
    given = read_attributes(info)
    if given.has("hidden"):
        source.found(Outcome.LEFT_OUT, "hidden code", match.start(), "nobody saw it")
        return ""
    if given.format:
        return _raw(source, match, given.format)
    if cell := CELL.fullmatch(info):
        return _cell(source, context, match, cell)
    language = language_of(given.classes[0]) if given.classes else ""
    source.changed("attributes of a code block", match.start(), info)
    name = given.value("filename", "code-summary", "lst-cap")
    label = given.id if given.id.startswith("lst-") else ""
    if label:
        context.references[label] = f"{{numref}}`{context.label(label)}`"
    return match["before"] + source.aside(
        _code(match, language, body, name, context.label(label) if label else "")
    )


def _code(match: re.Match[str], language: str, body: str, caption: str = "", label: str = "") -> str:
    """Return a block of code, with a *caption* as a directive."""
    indent = re.sub(r"[^ \t>]", " ", match["before"])
    fence = match["fence"].replace("~", "`")
    while re.search(rf"^[ \t>]*{fence}", body, re.MULTILINE):
        fence += "`"
    if not caption and not label:
        return f"{fence}{language}\n{body}{indent}{fence}"
    options = [option("caption", caption)] if caption else []
    options += [f":name: {label}"] if label else []
    head = "\n".join(f"{indent}{each}" for each in options)
    return f"{fence}{{code-block}} {language or 'text'}\n{head}\n\n{body}{indent}{fence}"


def _shown(source: Source, match: re.Match[str], info: str) -> str:
    """Return a cell that is shown with its fence: ``{{python}}``."""
    source.changed("cell that is shown as it is written", match.start())
    indent = re.sub(r"[^ \t>]", " ", match["before"])
    inner = f"{match['fence']}{info[1:-1]}\n{match['body']}{indent}{match['fence']}"
    outer = "`" * (len(match["fence"]) + 1)
    return match["before"] + source.aside(f"{outer}text\n{indent}{inner}\n{indent}{outer}")


def _raw(source: Source, match: re.Match[str], format_: str) -> str:
    if format_ not in _WEB:
        source.found(Outcome.LEFT_OUT, f"raw block of {format_}", match.start(), "no web page has shown it")
        return ""
    source.changed("raw block of HTML", match.start())
    fence = match["fence"].replace("~", "`")
    return match["before"] + source.aside(f"{fence}{{raw}} html\n{match['body']}{match['before']}{fence}")


def _cell(source: Source, context: Context, match: re.Match[str], cell: re.Match[str]) -> str:
    """Return the code of a cell; its result is nowhere in the source."""
    options, code = options_of(cell, match["body"])
    language = "javascript" if cell["language"] == "ojs" else language_of(cell["language"])
    place = match.start()
    label = options.get("label", "")
    if label.startswith(("fig-", "tbl-", "lst-")):
        # Its figure isn't there, but a reference shall not be shown as one of a work.
        context.references.setdefault(label, _WORDS[label[:3]])
    if cell["language"] in {"mermaid", "dot"}:
        source.unknown(f"diagram of {cell['language']}", place, "its text is shown as code")
    elif _is_hidden(options, context):
        result = (
            ""
            if str(options.get("include", "")).lower() in {"false", "f"}
            else "; its result isn't in the source"
        )
        source.found(
            Outcome.LEFT_OUT, f"hidden cell of {cell['language']}", place, f"nobody saw its code{result}"
        )
        return ""
    else:
        source.changed(f"cell of {cell['language']}", place, "its code; its result isn't in the source")
    name = options.get("filename") or options.get("lst-cap") or ""
    caption = options.get("fig-cap") or options.get("fig.cap") or options.get("tbl-cap") or ""
    if not code.strip():
        return ""
    text = source.aside(_code(match, language, code.lstrip("\n"), name))
    after = f"\n\n{caption}\n" if caption and cell["language"] in {"mermaid", "dot"} else ""
    return match["before"] + text + after


def _is_hidden(options: dict[str, str], context: Context) -> bool:
    echo = options.get("echo", "false" if context.hides_code else "")
    return any(each.lower() in {"false", "f"} for each in (echo, options.get("include", "")))


def hides_code(text: str, context: Context) -> bool:
    """Whether *text*, its metadata, its folder or the project hides the code of all cells."""
    for name in ("execute", "knitr.opts_chunk"):
        found: Any = context.meta
        for step in name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        if isinstance(found, dict) and str(found.get("echo", "")).lower() == "false":
            return True
    return _ALL_HIDDEN.search(text) is not None


_WORDS = {"fig": "the figure", "tbl": "the table", "lst": "the listing"}
