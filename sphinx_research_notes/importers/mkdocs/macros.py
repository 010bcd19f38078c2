"""Values in the text, ``{{ name }}``, of mkdocs-macros-plugin; its programs aren't run.

https://mkdocs-macros-plugin.readthedocs.io
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..records import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..documents import Document
    from ..markdown.source import Source
    from .config import Config

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_END = re.compile(r"\{%-?[ \t]*endraw[ \t]*-?%\}")
_RAW = re.compile(rf"\{{%-?[ \t]*raw[ \t]*-?%\}}(?P<text>.*?){_END.pattern}", re.DOTALL)
_VALUE = re.compile(r"\{\{-?[ \t]*(?P<name>[A-Za-z_][\w.]*)[ \t]*-?\}\}")
_OTHER = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}")


def fill_macros(source: Source, document: Document, config: Config) -> None:
    """Replace values that the site or the page knows, in code too; the plug-in knows no code."""
    options = config.options_of("plugins", "macros")
    if options is None or not _is_rendered(document, options):
        return
    values = _values(document, config)
    if ends := _END.findall(source.text):
        source.sub(_RAW, lambda match: source.aside(match["text"]), closing=ends[-1])
    source.sub(_COMMENT, lambda match: _comment(source, match), closing="#}")
    source.sub(_VALUE, lambda match: _value(source, values, match))
    for match in _OTHER.finditer(source.text):
        source.unknown("macro", match.start(), match[0])


def _is_rendered(document: Document, options: Mapping[str, Any]) -> bool:
    front = document.front
    if front.is_true("ignore_macros") or front.text_of("render_macros").lower() == "false":
        return False
    return options.get("render_by_default") is not False or front.is_true("render_macros")


def _values(document: Document, config: Config) -> dict[str, Any]:
    extra = config.values.get("extra")
    page = {"meta": document.front.values, "title": document.front.text_of("title")}
    return {
        **(extra if isinstance(extra, dict) else {}),
        **document.front.values,
        "config": config.values,
        "page": page,
    }


def _comment(source: Source, match: re.Match[str]) -> str:
    source.found(Outcome.LEFT_OUT, "{# … #}", match.start(), "nobody has seen it")
    return ""


def _value(source: Source, values: Mapping[str, Any], match: re.Match[str]) -> str | None:
    found: Any = values
    for step in match["name"].split("."):
        found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, bool) or not isinstance(found, (str, int, float)):
        return None
    source.changed("{{ value }}", match.start(), f"{match['name']} is {found}")
    return str(found)
