"""The sentences that mention something, as pages show them: with titles, formulas, and where they stand."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..doctree.excerpts import BLANK, TEX, TEX_END
from ..math.formula_html import formula_html
from .contexts import LinkingPage
from .items import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

    from ..model.note import Passage
    from .presenter import Presenter


def quoted(display: Presenter, docname: str, passages: Iterable[Passage]) -> list[Link]:
    """The sentences of *docname* in which something is mentioned, each with its place."""
    return [
        Link(_with_formulas(passage.text, display.site.env.config), display.url(docname, passage.anchor))
        for passage in passages
        if passage.text
    ]


def linked_from(display: Presenter, docname: str) -> list[LinkingPage]:
    """The documents that link to the note at *docname*, each with its sentences."""
    titles = display.site.env.titles
    return [
        LinkingPage(
            titles[each.docname].astext(),
            display.url(each.docname, each.passages[0].anchor),
            quoted(display, each.docname, each.passages),
        )
        for each in display.site.backlinks.get(docname, ())
    ]


_FORMULA = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")


def _with_formulas(text: str, config: Config) -> Markup:
    """The *text* of a passage as HTML."""

    def formula(match: re.Match[str]) -> str:
        return formula_html(html.unescape(match[1]).replace(BLANK, " "), config)

    found = _FORMULA.sub(formula, html.escape(text, quote=False))
    # Half a formula, where a long sentence was cut.
    return Markup(re.sub(f"[{TEX}-{BLANK}]", " ", found))
