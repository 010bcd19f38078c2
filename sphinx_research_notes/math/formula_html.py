"""One formula outside of a document, as HTML: in a sentence that is quoted, in the title of a work."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from markupsafe import escape
from math_core import LatexError

from ..mathml.convert import NAME as MATHML
from ..mathml.convert import mathml
from .mathjax import known_macros

if TYPE_CHECKING:
    from sphinx.config import Config


def formula_html(tex: str, config: Config) -> str:
    """A formula in a line as MathML, where pages of the site have them so and it can be; else its TeX."""
    if config.html_math_renderer == MATHML:
        with suppress(LatexError):
            return mathml(tex, display=False, macros=known_macros(config))
    return str(escape(tex))
