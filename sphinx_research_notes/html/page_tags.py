"""Metadata in the head of any page: its description, social cards and linked data.

Open Graph (https://ogp.me/), and JSON-LD with schema.org's vocabulary (https://schema.org/WebPage). Notes
have more, see :mod:`.head_tags`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from ..citations.note_citation import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..build.note_cards import PageCard
    from ..model.note import Author

#: Characters that could end a script element or start a comment in it, and line ends old parsers reject.
_UNSAFE = re.compile("[<>&\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What the metadata of a page contains. All values are plain text and may be empty."""

    title: str
    #: Its canonical URL.
    url: str = ""
    description: str = ""
    #: The name of the site.
    site: str = ""
    #: Its language, as a BCP 47 tag.
    lang: str = ""
    #: The full URL of its image.
    image: str = ""
    image_alt: str = ""
    #: The picture that is drawn for a page without an image.
    card: PageCard | None = None
    #: Its type in Open Graph.
    kind: str = "website"
    #: Its type in schema.org's vocabulary.
    schema: str = "WebPage"
    authors: tuple[Author, ...] = ()
    #: Whether to write social cards; False if another extension does.
    cards: bool = True
    #: Whether the profiles of the authors are named as theirs.
    is_profile: bool = False


def page_tags(page: PageMetadata, present: str = "") -> str:
    """Return the tags for the head of a page that is no note, one a line.

    *present*: the existing tags, which are not repeated.
    """
    tags = [("description", page.description), *(social_tags(page) if page.cards else ())]
    return "".join(f"{line}\n" for line in (*meta_tags(tags, present), *_profiles(page), _json_ld(page)))


def meta_tags(tags: Iterable[tuple[str, str]], present: str) -> list[str]:
    """Return *tags*, pairs of name and content, that are neither empty nor in *present*."""
    names = {name.lower() for name in re.findall(r'(?:name|property)="([^"]*)"', present)}
    return [_meta(name, text) for name, text in tags if plain(text) and name.lower() not in names]


def content_of(name: str, present: str) -> str:
    """Return the content of the first meta element *name* in *present*, existing tags; empty without one."""
    tags = re.findall(r"<meta\b[^<>]*>", present)
    named = (tag for tag in tags if f'name="{name}"' in tag)
    match = re.search(r'\bcontent="([^"]*)"', next(named, ""))
    return unescape(match[1]) if match else ""


@lru_cache(maxsize=2000)
def _meta(name: str, text: str) -> str:
    kind = "property" if name.startswith(("og:", "article:")) else "name"
    return f'<meta {kind}="{name}" content="{escape(plain(text))}">'


def link_tag(rel: str, address: str) -> str:
    """Return a link element."""
    return f'<link rel="{rel}" href="{escape(plain(address))}">'


def _profiles(page: PageMetadata) -> Iterator[str]:
    """Yield the links that prove to another service that a profile there belongs to this page."""
    if page.is_profile:
        for author in page.authors:
            yield from (link_tag("me", profile) for profile in author.profiles)


def social_tags(page: PageMetadata) -> Iterator[tuple[str, str]]:
    """Yield the tags of a page by which others show it as a card."""
    yield "og:type", page.kind
    yield "og:title", page.title
    yield "og:description", page.description
    yield "og:url", page.url
    yield "og:site_name", page.site
    language, _, region = page.lang.partition("-")
    # The format requires a territory, which cannot be guessed.
    yield "og:locale", f"{language.lower()}_{region}" if re.fullmatch("[A-Z]{2}", region) else ""
    if page.image:
        yield "og:image", page.image
        yield "og:image:alt", page.image_alt
    elif page.card:
        yield "og:image", page.card.url
        yield "og:image:width", str(page.card.width)
        yield "og:image:height", str(page.card.height)
        yield "og:image:alt", page.card.alt
    yield "twitter:card", "summary_large_image" if page.image or page.card else "summary"


def _json_ld(page: PageMetadata) -> str:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": page.schema,
        "name": page.title,
        "description": page.description,
        "url": page.url,
        "image": page.image or (page.card.url if page.card else ""),
        "inLanguage": page.lang,
        "author": [person(author) for author in page.authors],
    }
    if page.schema != "Blog":
        data["isPartOf"] = {"@type": "Blog", "name": page.site}
    return json_script(cleaned(data))


def json_script(data: object) -> str:
    """Return *data* in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return f'<script type="application/ld+json">{safe}</script>'


def person(author: Author) -> dict[str, Any]:
    """Return *author* in schema.org's vocabulary."""
    institutions = [{"@type": "Organization", "name": name} for name in author.affiliations]
    return {
        "@type": "Organization" if author.organization else "Person",
        "name": author.name,
        "url": author.url,
        "identifier": author.orcid,
        "sameAs": list(author.profiles),
        "parentOrganization" if author.organization else "affiliation": (
            institutions if len(institutions) > 1 else next(iter(institutions), "")
        ),
    }


def cleaned(value: Any) -> Any:
    """Return *value* with all strings on one line, and without empty values."""
    if isinstance(value, dict):
        return {name: inner for name, each in value.items() if (inner := cleaned(each))}
    if isinstance(value, list):
        return [inner for each in value if (inner := cleaned(each))]
    return value if isinstance(value, int) else plain(value)
