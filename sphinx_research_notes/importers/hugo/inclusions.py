"""What Hugo puts into a text before Markdown is read: other pages, and what templates make of the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .addresses import urlized
from .calls import Call, read_arguments
from .table import BY_NAME
from .templates import KEPT

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_CALL = re.compile(
    r"\{\{(?P<sign>[<%])[ \t]*(?P<name>[A-Za-z][\w./-]*)(?P<args>(?:[ \t][^<>%{}\n]*?)?)"
    r"[ \t]*/?[ \t]*[>%]\}\}"
)
_COMMENT, _COMMENT_END = re.compile(r"\{\{-?\s*/\*"), re.compile(r"\*/\s*-?\}\}")
#: The path in which the template puts what it was given, as in ``printf "/glossary/%s" (urlize .)``.
_PATH = re.compile(r'printf\s+"(?P<before>[^"%]*)%s(?P<after>[^"%]*)"\s+\(?\s*(?P<name>urlize\b)?')
_DEFINITION = re.compile(r"^\[[^\]\n^][^\]\n]*\]:[ \t]+\S[^\n]*(?:\n|\Z)", re.MULTILINE)
#: As deep as pages include others.
_DEEPEST = 5
#: A longer text includes nothing more, in characters.
_LONGEST = 1_000_000


def include_pages(source: Source, context: Context) -> None:
    """Put the text of other pages in the place of shortcodes that do so by the template of the site."""

    def replace(match: re.Match[str]) -> str | None:
        name, given = match["name"], read_arguments(match["args"]).get("0", "")
        template = "" if name in context.table else context.template(name)
        path = _path_in(template, given)
        other = context.find(path) if path else None
        if other is None:
            return _shown(source, context, match) if template and not path else None
        if other is context.document or other.file in context.pages.hidden:
            return None
        source.changed(f"{{{{< {name} >}}}}", match.start(), f"the text of {other.path}")
        return other.front.body.strip("\n")

    for _ in range(_DEEPEST):
        before = source.text
        if len(before) > _LONGEST:
            break
        source.sub(_CALL, replace)
        if source.text == before:
            break
        _drop_doubles(source)


def _shown(source: Source, context: Context, match: re.Match[str]) -> str | None:
    """Return the Markdown that the template of the site makes of a call without an end; else None."""
    name = match["name"]
    if match["sign"] != "%" or name.lower() in BY_NAME or _ends(source.text, name):
        return None
    if KEPT.search(context.template(name)):  # What others keep for it isn't there yet.
        return None
    made = context.by_template(Call(name, read_arguments(match["args"]), None, is_markdown=True))
    if made is not None:
        source.changed(f"{{{{< {name} >}}}}", match.start(), context.why)
        context.why = ""
    return made


def _ends(text: str, name: str) -> bool:
    """Whether *text* has an end of the shortcode *name*."""
    return re.search(rf"\{{\{{[<%][ \t]*/[ \t]*{re.escape(name)}[ \t]*[>%]\}}\}}", text) is not None


def _drop_doubles(source: Source) -> None:
    """Leave one of definitions that are the same in two pages: MyST warns of the second."""
    seen: set[str] = set()

    def replace(match: re.Match[str]) -> str | None:
        is_double = match[0].strip() in seen
        seen.add(match[0].strip())
        return "" if is_double else None

    source.sub(_DEFINITION, replace)


def _without_comments(template: str) -> str:
    parts: list[str] = []
    place = 0
    while start := _COMMENT.search(template, place):
        parts.append(template[place : start.start()])
        end = _COMMENT_END.search(template, start.end())
        if end is None:
            return "".join(parts)
        place = end.end()
    return "".join([*parts, template[place:]])


def _path_in(template: str, given: str) -> str:
    """Return the path of the page that *template* renders for the argument *given*; empty if it does not."""
    text = _without_comments(template) if given and "GetPage" in template else ""
    if "GetPage" not in text or ".RenderShortcodes" not in text or ".Inner" in text:
        return ""
    if match := _PATH.search(text):
        return f"{match['before']}{urlized(given) if match['name'] else given}{match['after']}"
    return given
