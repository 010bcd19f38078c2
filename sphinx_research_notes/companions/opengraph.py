"""sphinxext-opengraph: what it says of a note is what the note says of itself.

It makes a description from the words on the page, and an address from the file's (seen in 0.13.0,
``get_tags``). Both, and every other tag, can be set for a page by fields of its front matter: here they are
set for a note as if its author had, unless the author has.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ..build.site import site_of
from ..citations.export_formats import plain
from ..state.records import pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ..model.note import Note

EXTENSION = "sphinxext.opengraph"


def describe_note(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``, before theirs: name what the note says of itself.

    Called in forked writers as well: reads, writes nothing.
    """
    page = pages(app.env).get(pagename)
    if EXTENSION not in app.extensions or doctree is None or page is None or page.head is None:
        return
    fields = dict(context.get("meta") or {})  # Theirs takes fields out of it, which are the environment's.
    context["meta"] = fields
    if "ogp_disable" in fields:
        return
    said = _said(app, page.head) if page.is_note else {"og:url": _address(app, page.head)}
    for name, text in said.items():
        if text := plain(text):
            # It writes them as they are, but for quotation marks.
            fields.setdefault(name, escape(text))
    if page.is_note and page.head.lead and 'name="description"' not in str(context.get("metatags") or ""):
        tag = f'<meta name="description" content="{escape(plain(page.head.lead))}">\n'
        context["metatags"] = str(context.get("metatags") or "") + tag


def _said(app: Sphinx, note: Note) -> dict[str, str]:
    picture = site_of(app.env).picture_url(note)
    return {
        "og:title": note.name,
        "og:description": note.lead,
        "og:url": _address(app, note),
        "og:type": "article" if getattr(app.config, "ogp_type", "website") == "website" else "",
        "og:image": picture,
        "og:image:alt": note.image.alt if picture and note.image else "",
    }


def _address(app: Sphinx, note: Note) -> str:
    """The address that counts: where it is also first published, else where it is here."""
    site = site_of(app.env)
    if not site.paged:
        return ""
    names = ("ogp_canonical_url", "ogp_site_url")
    base = str(next((found for name in names if (found := getattr(app.config, name, ""))), ""))
    return note.canonical_url or site.public_url(note.docname, base)
