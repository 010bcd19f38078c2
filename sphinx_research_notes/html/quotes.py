"""Quote the sentences that cite or link to something, with titles, formulas and links."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..doctree.excerpts import BLANK, TEX, TEX_END
from ..math.formula_html import formula_html
from ..state.records import pages
from .contexts import Link, LinkingPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..model.note import Passage
    from .presenter import Presenter


def quoted(presenter: Presenter, docname: str, passages: Iterable[Passage]) -> list[Link]:
    """Return *passages* of the document *docname* as links to their places there."""
    return [
        Link(with_formulas(passage.text, presenter.site.env.config), presenter.url(docname, passage.anchor))
        for passage in passages
        if passage.text
    ]


def linked_from(presenter: Presenter, docname: str) -> list[LinkingPage]:
    """Return the documents that link to the note *docname*, each with its linking sentences."""
    titles = presenter.site.env.titles
    return [
        LinkingPage(
            titles[each.docname].astext(),
            presenter.url(each.docname, each.passages[0].anchor),
            quoted(presenter, each.docname, each.passages),
            presenter.language(language_of_page(presenter.site.env, each.docname)),
        )
        for each in presenter.site.backlinks.get(docname, ())
    ]


def language_of_page(env: BuildEnvironment, docname: str) -> str:
    """Return the language that the page of *docname* has of its own; empty if it has that of the site."""
    head = pages(env)[docname].head if docname in pages(env) else None
    return head.lang if head else ""


_FORMULA = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")


def with_formulas(text: str, config: Config, before: str = "") -> Markup:
    """Return the *text* of a passage, or a name with marked formulas, as HTML.

    *before*: the definitions of macros by earlier formulas of its document.
    """

    def formula(match: re.Match[str]) -> str:
        return formula_html(html.unescape(match[1]).replace(BLANK, " "), config, before)

    markup = _FORMULA.sub(formula, html.escape(text, quote=False))
    # Delimiters remain if a long sentence was cut within a formula.
    return Markup(re.sub(f"[{TEX}-{BLANK}]", " ", markup))
