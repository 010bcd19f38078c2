"""Convert a formula in TeX to MathML Core markup."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from math_core import LatexError, LatexToMathML

from ..model.characters import NONCHARACTERS, NOT_XML
from .delimiters import bare
from .rewrite import rewritten

if TYPE_CHECKING:
    from .macros import Macros

#: The name of the renderer, for ``html_math_renderer``.
NAME = "mathml"

#: CSS classes, in css/formulas.css, for the converter's inline styles, which content security policies block.
_CLASSES = {
    "width:100%": "math-full",
    "width:50%": "math-half",
    "width:7.5%": "math-inset",
    "text-align:left": "math-start",
    "text-align:right": "math-end",
    "padding-left:1em": "math-l1",
    "padding-left:0.1em": "math-narrow",
    "padding-top:0": "math-close",
    "padding-top:0.1667em": "math-below",
    **{
        f"padding-{side}:{width}": f"math-{side[0]}{number}"
        for side in ("left", "right")
        for number, width in ((0, "0"), (3, "0.1667em"), (4, "0.2222em"), (5, "0.2778em"))
    },
    "font-variant-caps:small-caps": "math-small-caps",
    "math-shift:compact": "math-cramped",
    **{
        f"border-{side}:0.05em {line} currentcolor": f"math-{line}-{side}"
        for side in ("left", "right", "top")
        for line in ("solid", "dashed")
    },
}
_STYLED = re.compile(r'(?: class="([^"]*)")? style="([^"]*)"')
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")

#: Links to other formulas, which would be broken, and their targets.
_LINKS = re.compile(r'</?a\b[^>]*>| id="[^"]*"')
#: A duplicate attribute, as with ``\\mathrel\\Big\\Vert``; the last one is used.
_DUPLICATE = re.compile(r'( [a-z]+=)"[^"]*"(?=[^<>]*\1")')
#: Accents, and their replacements that browsers stretch or center correctly.
_ACCENTS = (
    ('<mo stretchy="true">~</mo>', '<mo stretchy="true">\u02dc</mo>'),
    ('<mo stretchy="false">\u20d7</mo>', '<mo stretchy="true">\u20d7</mo>'),
)
#: Character references that only HTML defines.
_NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z]+;")
#: Characters that the converter does not escape, as in ``\\operatorname\\&``.
_BARE = re.compile(r"&(?![A-Za-z]+;|#)|<(?![a-z/])")
#: Characters that are not allowed in documents.
_INVALID = re.compile(rf"[{NOT_XML}\x7f{NONCHARACTERS}]")
_COLOUR = re.compile(r'Unknown color "(.*)"')
#: Colours by name.
_COLOURED = re.compile(r"\\color\s*\{([A-Za-z0-9!-]{1,40})\}")
#: The tags of a formula, and a table's own level of script.
_TAG = re.compile(r"<(/?)([a-z]+)([^>]*)>")
_LEVEL = re.compile(r' scriptlevel="(\d)"')
#: Elements whose content may be smaller than what is around them.
_SMALLER = frozenset(
    ("msub", "msup", "msubsup", "mmultiscripts", "munder", "mover", "munderover", "mfrac", "mroot", "mstyle")
)
_MATH = re.compile(r'<math((?: display="block")?)>(.*)</math>', re.DOTALL)

#: The widths of negative spaces, in eighteenths of an em, for which there is a class.
_BACK = (1, 2, 3, 4, 5, 6, 9, 12, 18, 27, 36)


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


@cache
def mathml(tex: str, *, display: bool, macros: Macros = ()) -> str:
    """Return the formula *tex* as a ``math`` element with the TeX as its annotation.

    *display*: whether it is displayed on a line of its own; *macros* are expanded. The markup is well-formed
    XML without namespace, styles, links or ids, so it can be inserted anywhere. Raises
    :class:`math_core.LatexError` if the formula cannot be converted.
    (https://www.w3.org/TR/mathml-core/)
    """
    tex = bare(_INVALID.sub("�", tex))
    colourless: frozenset[str] = frozenset()
    while True:
        source = rewritten(tex, display=display, macros=macros, colourless=colourless)
        try:
            return _annotated(_convert(source, display=display), tex.strip())
        except LatexError as error:
            unknown = _COLOUR.search(str(error))
            if not unknown or unknown[1] in colourless:
                raise
            # Ignore unknown colours, as MathJax does.
            colourless |= {unknown[1], *(name for name in _COLOURED.findall(source) if not _is_colour(name))}


@cache
def _is_colour(name: str) -> bool:
    """Whether the converter supports the colour *name*."""
    try:
        _converter().convert_with_local_state(rf"\color{{{name}}}x", displaystyle=False)
    except LatexError as error:
        return not _COLOUR.search(str(error))
    return True


def _convert(tex: str, *, display: bool) -> str:
    try:
        markup: str = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        raise
    except BaseException as error:
        # A panic in the converter's Rust code is raised as a BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise LatexError("the converter failed") from error
    markup = _BARE.sub(lambda match: html.escape(match[0]), markup)
    for accent, replacement in _ACCENTS:
        markup = markup.replace(accent, replacement)
    markup = _levelled(_DUPLICATE.sub("", _STYLED.sub(_unstyled, _LINKS.sub("", markup))))
    return _NAMED.sub(lambda match: html.unescape(match[0]), markup)


def _levelled(markup: str) -> str:
    """Move the level of scripts from tables, where validators reject it, to an element around them.

    Level 0 is that of the line: a table in a script or a fraction needs it, any other has it anyway.
    """
    if "scriptlevel" not in markup:
        return markup
    opened: list[tuple[str, str]] = []

    def moved(match: re.Match[str]) -> str:
        closes, name, attributes = match.groups()
        if closes:
            return match[0] + opened.pop()[1]
        before, after = "", ""
        if name == "mtable" and (level := _LEVEL.search(attributes)):
            attributes = _LEVEL.sub("", attributes)
            if level[1] != "0" or any(each in _SMALLER for each, _ in opened):
                before, after = f"<mstyle{level[0]}>", "</mstyle>"
        if not attributes.endswith("/"):
            opened.append((name, after))
        return f"{before}<{name}{attributes}>"

    return _TAG.sub(moved, markup)


def _annotated(markup: str, tex: str) -> str:
    """Add *tex* to *markup* as an annotation, for copying and searching."""
    match = _MATH.fullmatch(markup)
    if match is None:
        raise LatexError("the converter failed")
    source = html.escape(tex, quote=False)
    annotated = (
        f"<math{match[1]}><semantics><mrow>{match[2]}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )
    try:
        ParserCreate().Parse(annotated, True)
    except ExpatError as error:
        raise LatexError("the converter failed") from error
    return annotated


def _unstyled(match: re.Match[str]) -> str:
    """Return the attributes that replace a style."""
    classes = [match[1]] if match[1] else []
    attributes = ""
    for name, value in _DECLARATION.findall(match[2]):
        value = value.strip()
        if name == "color":
            attributes += f' mathcolor="{value}"'
        elif name == "font-size":
            attributes += f' mathsize="{value}"'
        elif name == "margin-left":
            classes.append(f"math-back-{_nearest(value)}")
        elif known := _CLASSES.get(f"{name}:{value}"):
            classes.append(known)
    return (f' class="{" ".join(classes)}"' if classes else "") + attributes


def _nearest(width: str) -> int:
    """Return the width in :data:`_BACK` closest to the negative *width*."""
    number = re.match(r"-?[\d.]*", width)
    eighteenths = abs(float(number[0])) * 18 if number and number[0] not in {"", "-", "."} else 0
    return min(_BACK, key=lambda step: abs(step - eighteenths))
