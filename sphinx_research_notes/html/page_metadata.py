"""What a page says of itself in its head: that of a note, and that of any other page in our theme."""

from __future__ import annotations

from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from sphinx.locale import _

from ..build.note_cards import card_of, card_of_page
from ..build.site import Site, site_of
from ..companions.notfound import page_name
from ..companions.opengraph import EXTENSION as OPENGRAPH
from ..doctree.nodes import markup
from ..doctree.summary import lead_of
from ..model.note import Note, Visibility
from .head_tags import NoteMetadata, head_tags
from .page_tags import PageMetadata, content_of, page_tags

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def describe_note(
    app: Sphinx, site: Site, note: Note | None, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the metadata of *note* to its page."""
    if note is None or not site.paged:
        return
    present = str(context.get("metatags") or "")
    url = note.canonical_url or site.addresses.public_url(note.docname)
    shown = doctree.findall(markup) if doctree is not None else ()
    threads = (node["thread"] for node in shown if "thread" in node)
    about = NoteMetadata(
        note=note,
        url=url,
        site=site.name,
        lang=note.lang or str(app.config.language or ""),
        minutes=site.minutes(note),
        image=site.images.url(note),
        card=card_of(site, note),
        references=tuple(facts for key in note.works(site.shows) if (facts := site.works.facts(key))),
        comments=tuple(comment for thread in threads for comment in thread.comments),
        cards=OPENGRAPH not in app.extensions,
    )
    context["metatags"] = present + head_tags(about, present) + _alternates(site, note)


def _alternates(site: Site, note: Note) -> str:
    """Return links to a public note in all its languages, for search engines, which want full URLs."""
    if note.visibility is not Visibility.PUBLIC or not site.addresses.base:
        return ""
    languages = site.translations.of(note.docname)
    if note.docname not in {each.docname for each in languages}:
        return ""  # Another note is the one in this language.
    urls = [(each.language, site.addresses.public_url(each.docname)) for each in languages]
    return "".join(
        f'<link rel="alternate" hreflang="{escape(lang)}" href="{escape(url)}">\n'
        for lang, url in urls
        if url
    )


#: Pages that nobody shares: they hold what a reader looks for.
_UNDESCRIBED = frozenset({"search.html", "opensearch.xml"})
#: As much of a paragraph as others show.
_LONGEST_DESCRIPTION = 200


def describe_page(
    app: Sphinx, pagename: str, templatename: str, head: Note | None, context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:  # fmt: skip
    """Add the metadata of a page that is no note: the front page, a list, or a document."""
    site = site_of(app.env)
    present = str(context.get("metatags") or "")
    hidden = templatename in _UNDESCRIBED or pagename == page_name(app) or 'content="noindex"' in present
    if not site.has_notes or not site.paged or hidden:
        return
    is_home = pagename == app.config.root_doc
    said = context.get("notes_description") or (is_home and context.get("theme_tagline")) or ""
    said = content_of("description", present) or said
    said = said or (head.lead if head else lead_of(doctree) if doctree is not None else "")
    title = Markup(context.get("title") or "").striptags()
    if pagename.partition("-")[0] == "genindex":
        # Sphinx's templates know its title, its context doesn't.
        title = str(_("Index"))
        said = said or f"{title} · {site.name}"
    image, image_alt = context.get("notes_image", ("", ""))
    if head and head.image and (url := site.images.url(head)):
        image, image_alt = url, head.image.alt
    about = PageMetadata(
        title=site.name if is_home else title or site.name,
        url=str(context.get("pageurl") or ""),
        description=shorten(str(said), _LONGEST_DESCRIPTION, placeholder=" …"),
        site=site.name,
        lang=(head.lang if head else "") or str(app.config.language or ""),
        image=image,
        image_alt=image_alt,
        card=card_of_page(site, pagename),
        schema="Blog" if is_home else "CollectionPage" if context.get("notes_generated") else "WebPage",
        authors=site.config.default_authors if is_home else tuple(context.get("notes_authors", ())),
        is_profile=is_home or "notes_authors" in context,
        cards=OPENGRAPH not in app.extensions,
    )
    context["metatags"] = present + page_tags(about, present)
