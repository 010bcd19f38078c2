"""Metadata in the head of a note's page: scholarly tags, linked data and social cards.

Highwire tags for Google Scholar (https://scholar.google.com/intl/en/scholar/inclusion.html), an item type for
Zotero, and JSON-LD with schema.org's vocabulary (https://schema.org/BlogPosting). What notes have in common
with other pages is in :mod:`.page_tags`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..citations.note_citation import doi_url, name_of, plain
from ..model.note import Award
from ..model.proofs import DOCUMENT
from .page_tags import PageMetadata, cleaned, json_script, link_tag, meta_tags, person, social_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..build.note_cards import PageCard
    from ..citations.works import Facts
    from ..model.note import Author, Funding, Note
    from .contexts import CommentContext


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMetadata:
    """A note, with everything that the metadata of its page contains."""

    note: Note
    #: The URL of its first publication or of its page; empty if neither is known.
    url: str = ""
    #: The name of the site.
    site: str = ""
    #: The language of the note, as a BCP 47 tag.
    lang: str = ""
    #: How many minutes it takes to read; 0 if that is not shown.
    minutes: int = 0
    #: The full URL of the note's image.
    image: str = ""
    #: The picture that is drawn for a note without an image.
    card: PageCard | None = None
    #: The cited works that are in a bibliography.
    references: tuple[Facts, ...] = ()
    #: The comments on its page, each with its replies.
    comments: tuple[CommentContext, ...] = ()
    #: Whether to write social cards; False if another extension does, which writes no ``article:`` tags.
    cards: bool = True


def head_tags(about: NoteMetadata, present: str = "") -> str:
    """Return the tags for the head of a note's page, one a line.

    *present*: the existing tags, which are not repeated.
    """
    social = social_tags(_page(about)) if about.cards else ()
    tags = [*_plain_tags(about), *_highwire(about), *social, *_article(about)]
    links = (link_tag(rel, address) for rel, address in _links(about))
    return "".join(f"{line}\n" for line in (*meta_tags(tags, present), *links, _json_ld(about)))


def _page(about: NoteMetadata) -> PageMetadata:
    """Return what the metadata of a note has in common with that of any page."""
    note = about.note
    return PageMetadata(
        title=note.name, url=about.url, description=note.lead, site=about.site, lang=about.lang,
        image=about.image, image_alt=note.image.alt if note.image else "", card=about.card, kind="article",
    )  # fmt: skip


def _links(about: NoteMetadata) -> Iterator[tuple[str, str]]:
    for author in about.note.named:
        if address := author.url or author.orcid:
            yield "author", address
    if about.note.license and about.note.license.url:
        yield "license", about.note.license.url
    if about.note.at_uri:
        yield DOCUMENT, about.note.at_uri


def _plain_tags(about: NoteMetadata) -> Iterator[tuple[str, str]]:
    note = about.note
    yield "description", note.lead
    yield "author", ", ".join(author.name for author in note.authors)
    # Without this, the title tag below makes Zotero assume a journal article.
    yield "z:itemType", "blogPost"
    # https://blog.joinmastodon.org/2024/07/highlighting-journalism-on-mastodon/: one account a page.
    yield "fediverse:creator", next((each.fediverse for each in note.named if each.fediverse), "")


def _highwire(about: NoteMetadata) -> Iterator[tuple[str, str]]:
    """Yield the tags of a citable work; none for a note without a title."""
    note = about.note
    if not note.titled:
        return
    yield "citation_title", note.name
    for author in note.named:
        yield "citation_author", _highwire_name(author)
        for institution in author.affiliations:
            yield "citation_author_institution", institution
        yield "citation_author_orcid", author.orcid
    if note.date:
        day = f"{note.date.day:%Y/%m/%d}".rjust(10, "0")
        yield "citation_publication_date", day
        yield "citation_online_date", day
    yield "citation_doi", note.doi
    yield "citation_language", about.lang
    for tag in note.tags:
        yield "citation_keywords", tag
    yield "citation_abstract", note.lead
    yield "citation_fulltext_html_url", about.url
    for facts in about.references:
        yield "citation_reference", _reference(facts)


def _highwire_name(author: Author) -> str:
    """Return the name, family name first unless Zotero would take that for the names of two people."""
    name = name_of(author)
    if not name.given or (" " in name.family and " " in name.given):
        return author.name
    return name.inverted


@lru_cache(maxsize=1000)
def _reference(facts: Facts) -> str:
    parts = [("citation_title", facts.title), *(("citation_author", name) for name in facts.authors)]
    parts += [("citation_publication_date", facts.year), ("citation_doi", facts.doi)]
    # Semicolons separate the parts and cannot be escaped.
    return ";".join(f"{name}={plain(text).replace(';', ',')}" for name, text in parts if text)


def _article(about: NoteMetadata) -> Iterator[tuple[str, str]]:
    note = about.note
    yield "article:published_time", note.date.iso if note.date else ""
    yield "article:modified_time", note.changed.iso if note.changed else ""
    for author in note.named:
        yield "article:author", author.url or author.orcid
    for tag in note.tags:
        yield "article:tag", tag


def _json_ld(about: NoteMetadata) -> str:
    note = about.note
    kinds = ["BlogPosting", "ScholarlyArticle"] if note.doi or about.references else "BlogPosting"
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kinds,
        "headline": note.name if note.titled else "",
        "description": note.lead,
        "datePublished": note.date.iso if note.date else "",
        "dateModified": note.changed.iso if note.changed else "",
        "author": [person(author) for author in note.named],
        "url": about.url,
        "mainEntityOfPage": about.url,
        "isPartOf": {"@type": "Blog", "name": about.site} if about.site else "",
        "image": about.image,
        "inLanguage": about.lang,
        "keywords": list(note.tags),
        "wordCount": note.words,
        "timeRequired": f"PT{about.minutes}M" if about.minutes else "",
        "license": note.license.url if note.license else "",
        "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": note.doi} if note.doi else "",
        "sameAs": doi_url(note.doi),
        "funding": [_grant(each) for each in note.funding or ()],
    }
    comments = list(_comments(about))
    described = cleaned(data)
    described |= {"citation": [_cited(facts) for facts in about.references]} if about.references else {}
    return json_script(described | cleaned({"commentCount": len(comments), "comment": comments}))


def _grant(funding: Funding) -> dict[str, Any]:
    funder, award = funding.funder, funding.award or Award()
    return {
        "@type": "Grant",
        "name": award.title,
        "identifier": award.number,
        "url": award.uri,
        "funder": {"@type": "Organization", "@id": funder.ror, "name": funder.name},
    }


@lru_cache(maxsize=1000)
def _cited(facts: Facts) -> dict[str, Any]:
    """Return a cited work without empty values. Cached, because many notes may cite it."""
    data = {
        "@type": "CreativeWork",
        "name": facts.title,
        "author": [
            {"@type": "Organization" if name in facts.bodies else "Person", "name": name}
            for name in facts.authors
        ],
        "datePublished": facts.year,
        "sameAs": doi_url(facts.doi),
        "url": facts.url,
    }
    described: dict[str, Any] = cleaned(data)
    return described


def _comments(about: NoteMetadata) -> Iterator[dict[str, Any]]:
    """Yield the comments, each after the one it replies to."""
    queue = [(comment, "") for comment in about.comments]
    for comment, parent in queue:  # The list grows.
        url = f"{about.url}#{comment.id}" if about.url else comment.url
        author = {"@type": "Person", "name": comment.author, "url": comment.author_url}
        if not comment.deleted:
            yield {
                "@type": "Comment",
                "text": comment.text,
                "author": author if comment.author else "",
                "dateCreated": comment.date.iso if comment.date else "",
                "url": url,
                "parentItem": {"@type": "Comment", "url": parent} if parent else "",
            }
        queue += [(reply, url) for reply in comment.replies]
