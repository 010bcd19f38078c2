"""Posts in Textile (https://textile-lang.com), which Jekyll reads with a plug-in: by way of HTML, to MyST."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..markdown.source import Source
from .liquid import run_liquid

if TYPE_CHECKING:
    from .context import Context

MISSING = "its text stays: textile is needed, which pip install 'sphinx-research-notes[import]' brings"


def from_textile(context: Context) -> Source:
    """Return the text of the document in *context* in MyST; as it is if the package isn't installed."""
    document = context.document
    source = Source(document.front.body, document.path, document.front.body_line)
    try:
        from textile import textile

        from ..html.converter import written
        from ..html.document import Document
    except ImportError:
        source.unknown("Textile", 0, MISSING)
        return source
    run_liquid(source, replace(context, is_html=True))
    html = Document(str(textile(source.text)), document.path, document.front.body_line)
    source.text = written(html)
    source.findings += html.findings
    source.changed("Textile", None, "MyST")
    return source
