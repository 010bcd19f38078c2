"""Attributes in braces, ``{#id .class key="value"}``, as Pandoc and Python-Markdown have them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .directives import sized

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD = re.compile(
    r"""\#(?P<id>[^\s{}#"'=]+)|\.(?P<class>[^\s{}."'=]+)|\A=(?P<format>\w+)
    |(?P<key>[\w:-]+)\s*=\s*(?:"(?P<a>(?:\\.|[^"\\])*)"|'(?P<b>(?:\\.|[^'\\])*)'|(?P<c>[^\s"'{}]+))|(?P<dash>-)(?=\s|$)""",
    re.VERBOSE,
)
#: Such a list in a text; a value in quotation marks may have braces.
BRACES = r"""\{(?:[^{}"'\n]|"[^"\n]*"|'[^'\n]*')*\}"""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is between the braces."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    #: The format of raw text, as in ``{=html}``.
    format: str = ""

    def value(self, *names: str) -> str:
        """Return the first of the values *names* that is there; empty if none is."""
        return next((self.values[name] for name in names if self.values.get(name)), "")

    def has(self, *names: str) -> bool:
        """Whether one of the classes *names* is there."""
        return any(name in self.classes for name in names)

    def written(self, *, span: bool = False) -> str:
        """Return what MyST has words for; empty if nothing is left to say. *span*: of an image or a span."""
        parts = [f"#{self.id}"] if self.id and re.fullmatch(r"[A-Za-z][\w:.-]*", self.id) else []
        parts += [f".{name}" for name in self.classes if re.fullmatch(r"-?[A-Za-z_][\w-]*", name)]
        if span and (width := sized(self.value("width"))):
            parts.append(f'width="{width}"')
        return f"{{{' '.join(parts)}}}" if parts else ""


def read_attributes(text: str) -> Attributes:
    """Return what *text* says, with or without its braces."""
    inner = text.strip()
    if inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    id_, format_, classes, values = "", "", [], {}
    for match in _WORD.finditer(inner.strip().removeprefix(":")):
        if match["id"]:
            id_ = match["id"]
        elif match["class"]:
            classes.append(match["class"])
        elif match["format"]:
            format_ = match["format"]
        elif match["dash"]:
            classes.append("unnumbered")
        else:
            value = match["a"] or match["b"] or match["c"] or ""
            values[match["key"]] = re.sub(r"\\(.)", r"\1", value)
    classes += values.pop("class", "").split()
    return Attributes(values.pop("id", id_) or id_, tuple(dict.fromkeys(classes)), values, format_)
