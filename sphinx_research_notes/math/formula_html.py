"""HTML of single formulas outside of a document: in quoted sentences and titles of works."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from markupsafe import escape
from math_core import LatexError

from ..mathml.convert import NAME as MATHML
from ..mathml.convert import mathml
from ..mathml.macros import macros_in
from .mathjax import known_macros

if TYPE_CHECKING:
    from sphinx.config import Config


def formula_html(tex: str, config: Config, before: str = "") -> str:
    """Return an inline formula as MathML if the site uses that and it can be converted, or else its TeX.

    *before*: the definitions of macros by earlier formulas of its document.
    """
    if config.html_math_renderer == MATHML:
        with suppress(LatexError):
            return mathml(tex, display=False, macros=known_macros(config) + macros_in(before))
    return str(escape(tex))
