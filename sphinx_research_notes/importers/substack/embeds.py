"""Embeds of Substack: videos, posts on other networks, other publications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bs4 import Tag

from ..html.document import classes, value, words
from ..html.elements import video
from ..markdown.directives import destination
from ..markdown.escaping import escaped
from .attributes import all_of, data, text_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..html.document import Document


def replace_embeds(document: Document) -> None:
    """Replace what loads something from elsewhere by a link."""
    for names, write in _EMBEDS:
        for element in all_of(document, *names):
            if element.decomposed or (element.name == "a" and element.find_parent(class_=list(names))):
                continue
            known = data(element)
            text = write(known, element)
            construct = min(classes(element) & set(names))
            if text:
                document.changed(f"embed: {construct}", element, "a link, which loads nothing by itself")
                element.replace_with(document.block(text))
            elif words(element):
                document.unknown(f"embed: {construct}", element, "its text stays")
            else:
                document.left_out(f"embed: {construct}", element, "the export does not say where it is")
                element.decompose()


def _video(known: dict[str, Any], element: Tag) -> str:
    key = text_in(known, "videoId")
    if not key:
        return ""
    if "vimeo-wrap" in classes(element):
        return f"[Vimeo: {key}](https://vimeo.com/{key})"
    start = text_in(known, "startTime").removesuffix("s")
    return video(f"https://www.youtube.com/watch?v={key}{f'&t={start}s' if start.isdigit() else ''}")


def _post(known: dict[str, Any], element: Tag) -> str:
    """Return the text of a post on another network as a quotation, with a link to it."""
    address = text_in(known, "url", "postUrl", "canonical_url")
    text = text_in(known, "full_text", "text", "body", "title")
    name = text_in(known, "name", "authorName", "author_name", "username")
    text = text or _said(element, "tweet-text")
    name = name or _said(element, "tweet-author-name")
    if not address:
        link = element.find("a", href=True)
        address = value(link, "href") if isinstance(link, Tag) else ""
    if not address and not text:
        return ""
    lines = [escaped(line.strip(), at_start=True) for line in text.split("\n")]
    quoted = "".join(f"> {line}".rstrip() + "\n" for line in lines if line) if text else ""
    who = (
        f"[{escaped(name)}]({destination(address)})"
        if name and address
        else f"<{address}>"
        if address
        else escaped(name)
    )
    return f"{quoted}>\n> — {who}" if quoted else who


def _said(element: Tag, name: str) -> str:
    found = element.find(class_=name)
    return words(found) if isinstance(found, Tag) else ""


def _titled(known: dict[str, Any], element: Tag) -> str:
    """Return a link with the title of what is embedded."""
    address = text_in(known, "url", "canonical_url", "post_url", "href", "src")
    if not address:
        link = element.find("a", href=True)
        address = value(link, "href") if isinstance(link, Tag) else value(element, "src")
    title = text_in(known, "title", "name", "caption") or words(element)
    if not address or not re.match(r"https?://", address):
        return ""
    if not title or title == address:
        return f"<{address}>"
    return f"[{escaped(title).replace('[', '(').replace(']', ')')}]({destination(address)})"


def _other_post(known: dict[str, Any], element: Tag) -> str:
    """Return another post as a quotation: its title, which is a link, its publication, and how it begins."""
    link = _titled(known, element)
    text = text_in(known, "truncated_body_text", "description", "caption") or _said(
        element, "embedded-post-body"
    )
    if not link or not text:
        return link
    of = text_in(known, "publication_name") or _said(element, "embedded-post-publication-name")
    of = f" ({escaped(of)})" if of else ""
    lines = (escaped(line.strip(), at_start=True) for line in text.split("\n") if line.strip())
    return "\n>\n".join((f"> {link}{of}", *(f"> {line}" for line in lines)))


def _gist(known: dict[str, Any], element: Tag) -> str:
    found = re.search(r"gist\.github\.com/[\w/.-]+", str(known.get("innerHTML", "")) + str(element))
    return f"<https://{found[0].removesuffix('.js')}>" if found else ""


_EMBEDS: tuple[tuple[tuple[str, ...], Callable[[dict[str, Any], Tag], str]], ...] = (
    (("youtube-wrap", "vimeo-wrap"), _video),
    (("tweet", "twitter-embed", "bluesky-wrap", "comment"), _post),
    (("embedded-post-wrap", "digest-post-embed"), _other_post),
    (("github-gist",), _gist),
    (
        (
            "embedded-publication-wrap", "spotify-wrap", "soundcloud-wrap",
            "apple-podcast-container", "tiktok-wrap", "instagram", "instagram-embed-wrap", "datawrapper-wrap",
            "file-embed-wrapper", "prediction-market-wrap", "native-video-embed", "native-audio-embed",
            "media",
            "product-wrap", "cashtag-wrap", "podcast_embed", "strava-wrap", "pinterest-wrap", "recipe-embed",
        ),
        _titled,
    ),
)  # fmt: skip
