"""sphinxext-opengraph: let its tags describe a note with the note's own metadata.

It makes a description from the words on the page, and a URL from the file name (seen in 0.13.0,
``get_tags``). Every tag can be set in the front matter of a page. This module sets those of a note, except
for the fields that its author has set.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ..build.site import site_of
from ..citations.note_citation import plain
from ..state.records import pages

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ..model.note import Note

EXTENSION = "sphinxext.opengraph"


def describe_note(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``, before the extension: set the fields of front matter that it reads.

    Also called in forked writers, so that it must not change any state.
    """
    page = pages(app.env).get(pagename)
    if EXTENSION not in app.extensions or doctree is None or page is None or page.head is None:
        return
    fields = dict(context.get("meta") or {})  # A copy: the extension pops fields from it.
    context["meta"] = fields
    if "ogp_disable" in fields:
        return
    tags = _tags(app, page.head) if page.is_note else {"og:url": _address(app, page.head)}
    for name, text in tags.items():
        if text := plain(text):
            # The extension escapes only quotation marks.
            fields.setdefault(name, escape(text))
    if page.is_note and page.head.lead and 'name="description"' not in str(context.get("metatags") or ""):
        tag = f'<meta name="description" content="{escape(plain(page.head.lead))}">\n'
        context["metatags"] = str(context.get("metatags") or "") + tag


def _tags(app: Sphinx, note: Note) -> dict[str, str]:
    image = site_of(app.env).images.url(note)
    return {
        "og:title": note.name,
        "og:description": note.lead,
        "og:url": _address(app, note),
        "og:type": "article" if getattr(app.config, "ogp_type", "website") == "website" else "",
        "og:image": image,
        "og:image:alt": note.image.alt if image and note.image else "",
    }


def _address(app: Sphinx, note: Note) -> str:
    """Return the canonical address: where the note was first published, or else on this site."""
    site = site_of(app.env)
    if not site.paged:
        return ""
    names = ("ogp_canonical_url", "ogp_site_url")
    base = str(next((url for name in names if (url := getattr(app.config, name, ""))), ""))
    return note.canonical_url or site.addresses.public_url(note.docname, base)
