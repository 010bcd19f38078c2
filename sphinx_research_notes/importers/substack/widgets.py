"""Replace what only Substack has in its HTML: pictures, footnotes, formulas, embeds and buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from ..html.document import classes, value, words
from ..html.elements import formula
from ..markdown.directives import destination
from ..markdown.escaping import escaped
from .attributes import all_of, data, text_in
from .embeds import replace_embeds

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ..html.document import Document

#: What asks readers to do something on Substack.
_ASKS = re.compile(
    r"^(?:subscription-widget.*|subscribe-widget|captioned-button-wrap|button-wrapper|community-chat|"
    r"poll-embed|"
    r"install-substack-app-embed|directMessage|referral.*|share-.*|comments-.*|sponsorship-.*|donation-.*)$"
)
_ACTION = re.compile(
    r"/subscribe\b|action=share|/leaderboard\b|/comments\b|%%|/publish\b|/chat\b|open\.substack\.com|"
    r"/account\b|utm_campaign=.*share|/redeem\b|/gift\b|^$"
)
#: For the eyes of the editor only.
_EDITING = (
    ".image-link-expand", ".header-anchor-parent", ".hide-text", "picture > source",
    ".footnote-hovercard", ".pc-reset",
)  # fmt: skip
_CDN = re.compile(
    r"^https?://(?:substackcdn|cdn\.substack)\.com/image/fetch/[^/]*/?(?:[^/]+/)*?(?P<inner>https?[:%].*)$"
)


def original(address: str) -> str:
    """Return the address of the image that *address* gives in another size."""
    found = _CDN.match(address)
    return unquote(found["inner"]) if found else address


def replace_widgets(document: Document) -> None:
    """Replace all that only Substack has in *document*."""
    for name in _EDITING:
        for element in document.soup.select(name):
            if not element.find("img"):
                element.decompose()
    _footnotes(document)
    for each in (
        _audiences,
        _pictures,
        _galleries,
        _formulas,
        _mentions,
        _buttons,
        replace_embeds,
        _verses,
        _quotes,
    ):
        each(document)


def _audiences(document: Document) -> None:
    """Leave out what only some readers were shown."""
    for block in document.soup.select("[data-dynamic-audiences]"):
        if block.decomposed:
            continue
        audiences = value(block, "data-dynamic-audiences")
        if audiences in {"non_sub", "everyone"}:
            block.unwrap()
        else:
            document.left_out("text for some readers", block, f"only for {audiences}")
            block.decompose()
    for jump in all_of(document, "paywall-jump", "paywall"):
        jump.decompose()


def _pictures(document: Document) -> None:
    for image in document.soup.find_all("img"):
        known = data(image)
        source = original(text_in(known, "src") or value(image, "src"))
        link = image.find_parent("a")
        if isinstance(link, Tag):
            target = text_in(known, "href")
            address = target or value(link, "href")
            if not target and (
                not address
                or original(address) == source
                or "substackcdn" in address
                or "substack-post-media" in address
            ):
                link.unwrap()
            elif target:
                link["href"] = target
        alt = value(image, "alt") or text_in(known, "alt")
        image.attrs = {"src": source, "alt": alt}
        for outer in list(image.parents):
            if (
                outer.name in {"picture", "div"}
                and "captioned-image-container" not in classes(outer)
                and not words(outer)
            ):
                outer.unwrap()
            elif outer.name == "figure":
                break
    for container in all_of(document, "captioned-image-container"):
        container.unwrap()
    for picture in document.soup.find_all("picture"):
        picture.unwrap()


def _galleries(document: Document) -> None:
    for gallery in all_of(document, "image-gallery-embed"):
        found = data(gallery).get("gallery")
        images = found.get("images") if isinstance(found, dict) else None
        if not isinstance(images, list) or not isinstance(found, dict):
            continue
        caption = text_in(found, "caption")
        gallery.clear()
        for each in images:
            if isinstance(each, dict) and text_in(each, "src"):
                paragraph = document.soup.new_tag("p")
                alt = text_in(each, "alt") or text_in(found, "alt")
                paragraph.append(
                    document.soup.new_tag("img", attrs={"src": original(text_in(each, "src")), "alt": alt})
                )
                gallery.append(paragraph)
        if caption:
            paragraph = document.soup.new_tag("p")
            paragraph.string = caption
            gallery.append(paragraph)
        gallery.attrs = {}
        document.changed("gallery", gallery, "its images")


def _footnotes(document: Document) -> None:
    kept = {}
    for note in all_of(document, "footnote"):
        mark, content = note.find(class_="footnote-number"), note.find(class_="footnote-content")
        if not isinstance(mark, Tag):
            continue
        name = value(mark, "id").removeprefix("footnote-") or words(mark)
        mark.extract()
        body = content if isinstance(content, Tag) else note
        kept[name] = note
        new = document.soup.new_tag("myst-footnote", attrs={"data-name": name})
        new.extend(list(body.contents))
        note.replace_with(new)
    for anchor in all_of(document, "footnote-anchor"):
        name = value(anchor, "href").partition("#footnote-")[2]
        if name in kept:
            document.changed("footnote", anchor)
            anchor.replace_with(document.inline(f"[^{name}]"))


def _formulas(document: Document) -> None:
    for element in document.soup.select('[data-attrs*="persistentExpression"]'):
        tex = text_in(data(element), "persistentExpression")
        if not tex:
            continue
        document.changed("formula", element)
        is_block = element.name == "div" and element.find_parent("p") is None
        element.replace_with(document.block(f"$$\n{tex}\n$$") if is_block else document.inline(formula(tex)))


def _mentions(document: Document) -> None:
    for mention in all_of(document, "mention-wrap", "mention", "mention-user", "mention-pub"):
        known = data(mention)
        name, address = (
            text_in(known, "name") or words(mention),
            text_in(known, "url") or value(mention, "href"),
        )
        if not name:
            continue
        document.changed("mention", mention)
        text = escaped(name)
        mention.replace_with(document.inline(f"[{text}]({destination(address)})" if address else text))


def _buttons(document: Document) -> None:
    """Leave out what asks readers to subscribe or to share; other buttons are links."""
    for element in document.soup.find_all(class_=_ASKS):
        if element.decomposed or element.parent is None:
            continue
        known = data(element)
        link = element.find("a", href=True)
        address = text_in(known, "url") or (value(link, "href") if isinstance(link, Tag) else "")
        label = text_in(known, "text") or words(element)
        is_button = bool(classes(element) & {"button-wrapper", "captioned-button-wrap"})
        inner = element.find(class_="button-wrapper")
        if "captioned-button-wrap" in classes(element) and isinstance(inner, Tag):
            continue
        if is_button and not _ACTION.search(address):
            document.changed("button", element, "a link")
            element.replace_with(document.block(f"[{escaped(label)}]({destination(address)})"))
        else:
            document.left_out("button or form of Substack", element, label[:80])
            element.decompose()


def _verses(document: Document) -> None:
    """Write poems as paragraphs whose lines end, and begin, where they did."""
    for block in all_of(document, "preformatted-block"):
        verse = block.find("pre")
        if not isinstance(verse, Tag):
            continue
        for text in list(verse.find_all(string=True)):
            lines = [
                re.sub(r"^ +", lambda match: "\xa0" * len(match[0]), line) for line in str(text).split("\n")
            ]
            pieces = [each for line in lines for each in (document.soup.new_tag("br"), line)]
            text.replace_with(*pieces[1:])
        verse.name = "p"
        verse.attrs = {}
        document.changed("poem", verse)


def _quotes(document: Document) -> None:
    for quote in all_of(document, "pullquote"):
        quote.name = "myst-fence"
        quote.attrs = {"data-name": "pull-quote"}
        document.changed("pull quote", quote)
    for callout in all_of(document, "callout-block"):
        callout.name = "blockquote"


def hosts_in(html: str, slugs: Container[str]) -> Iterator[str]:
    """Yield the hosts on which *html* asks readers to subscribe, or on which one of *slugs* is a post."""
    for found in re.finditer(r"https?://[^\s\"'<>&]+?/(?:subscribe\b|p/(?P<slug>[\w-]+))", html):
        # Posts of others, and the players of videos, have such addresses, too.
        if found["slug"] is None or found["slug"] in slugs:
            yield urlsplit(found[0]).netloc
