"""TeX to MathML: a formula as text goes in, markup of MathML Core comes out."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from math_core import LatexError, LatexToMathML

from .delimiters import bare
from .rewrite import rewritten

if TYPE_CHECKING:
    from .macros import Macros

#: The name of the renderer, for ``html_math_renderer``.
NAME = "mathml"

#: What each inline style of the converter says, as a class of css/formulas.css: policies refuse styles.
_CLASSES = {
    "width:100%": "math-full",
    "width:50%": "math-half",
    "width:7.5%": "math-inset",
    "text-align:left": "math-start",
    "text-align:right": "math-end",
    "padding-left:0": "math-l0",
    "padding-right:0": "math-r0",
    "padding-left:1em": "math-l1",
    "padding-left:0.1em": "math-narrow",
    "padding-top:0": "math-close",
    "padding-top:0.1667em": "math-below",
    "padding-left:0.1667em": "math-l3",
    "padding-right:0.1667em": "math-r3",
    "padding-left:0.2222em": "math-l4",
    "padding-right:0.2222em": "math-r4",
    "padding-left:0.2778em": "math-l5",
    "padding-right:0.2778em": "math-r5",
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

#: A reference to another formula, which would lead nowhere, and its target.
_LINKS = re.compile(r'</?a\b[^>]*>| id="[^"]*"')
#: An attribute that the same element has again, as with ``\\mathrel\\Big\\Vert``; the later one is meant.
_AGAIN = re.compile(r'( [a-z]+=)"[^"]*"(?=[^<>]*\1")')
#: Accents in the form that browsers stretch, or put in the middle of a letter.
_ACCENTS = (
    ('<mo stretchy="true">~</mo>', '<mo stretchy="true">\u02dc</mo>'),
    ('<mo stretchy="false">\u20d7</mo>', '<mo stretchy="true">\u20d7</mo>'),
)
#: Names of characters that only HTML knows.
_NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z]+;")
#: Signs that the converter forgot to escape, as in ``\\operatorname\\&``.
_BARE = re.compile(r"&(?![A-Za-z]+;|#)|<(?![a-z/])")
#: Characters that no document may hold.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_COLOUR = re.compile(r'Unknown color "(.*)"')
#: The colours that a formula names, as the converter is told.
_COLOURED = re.compile(r"\\color\s*\{([A-Za-z0-9!-]{1,40})\}")
_MATH = re.compile(r'<math((?: display="block")?)>(.*)</math>', re.DOTALL)

#: How far a negative space goes back, in eighteenths of an em: there is a class for each.
_BACK = (1, 2, 3, 4, 5, 6, 9, 12, 18, 27, 36)


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


@cache
def mathml(tex: str, *, display: bool, macros: Macros = ()) -> str:
    """The formula *tex* as a ``math`` element that keeps the TeX as its annotation.

    *display* is whether it stands on a line of its own; *macros* are replaced in it. The markup is
    well-formed XML, has no namespace, no style, no link and no id, so that it can stand anywhere.
    Raises :class:`math_core.LatexError` for what cannot be converted.
    (https://www.w3.org/TR/mathml-core/)
    """
    tex = bare(_IMPOSSIBLE.sub("�", tex))
    colourless: frozenset[str] = frozenset()
    while True:
        said = rewritten(tex, display=display, macros=macros, colourless=colourless)
        try:
            return _annotated(_convert(said, display=display), tex.strip())
        except LatexError as error:
            unknown = _COLOUR.search(str(error))
            if not unknown or unknown[1] in colourless:
                raise
            # As MathJax does with a colour that nobody knows: the formula matters more.
            colourless |= {unknown[1], *(name for name in _COLOURED.findall(said) if not _is_colour(name))}


@cache
def _is_colour(name: str) -> bool:
    """Whether the converter knows the colour *name*."""
    try:
        _converter().convert_with_local_state(rf"\color{{{name}}}x", displaystyle=False)
    except LatexError as error:
        return not _COLOUR.search(str(error))
    return True


def _convert(tex: str, *, display: bool) -> str:
    try:
        found: str = _converter().convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        raise
    except BaseException as error:
        # What goes wrong inside the converter arrives as an exception that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise LatexError("The converter failed.") from error
    found = _BARE.sub(lambda match: html.escape(match[0]), found)
    for given, better in _ACCENTS:
        found = found.replace(given, better)
    found = _AGAIN.sub("", _STYLED.sub(_unstyled, _LINKS.sub("", found)))
    return _NAMED.sub(lambda match: html.unescape(match[0]), found)


def _annotated(markup: str, tex: str) -> str:
    """*markup* with *tex* for whoever copies the formula or searches for it."""
    match = _MATH.fullmatch(markup)
    if match is None:
        raise LatexError("The converter failed.")
    source = html.escape(tex, quote=False)
    found = (
        f"<math{match[1]}><semantics><mrow>{match[2]}</mrow>"
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )
    try:
        ParserCreate().Parse(found, True)
    except ExpatError as error:
        raise LatexError("The converter failed.") from error
    return found


def _unstyled(match: re.Match[str]) -> str:
    """The attributes that stand for a style."""
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
    """The class for a space of negative *width*."""
    number = re.match(r"-?[\d.]*", width)
    wanted = abs(float(number[0])) * 18 if number and number[0] not in {"", "-", "."} else 0
    return min(_BACK, key=lambda step: abs(step - wanted))
