"""The text of a post or page, from what WordPress keeps to MyST."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..html.converter import written
from ..html.document import BLOCK, Document, as_html, classes, parsed, value, words
from ..html.elements import video
from ..html.footnotes import rewrite_footnotes
from ..markdown.source import Source
from ..records import Outcome
from .addresses import Link
from .blocks import has_blocks, with_languages, without_blocks
from .enclosing import set_elements_aside
from .formulas import plain_tex, rewrite_formulas
from .paragraphs import with_paragraphs
from .shortcodes import Shortcodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from bs4 import Tag

    from ..records import Finding
    from .addresses import Addresses, Place
    from .export import Item

_MORE = re.compile(
    r"(?:<!--\s+/?wp:more[^<>]*-->\s*)?<!--more(?P<text>(?:(?!<!--).)*?)-->(?:\s*<!--\s+/wp:more\s+-->)?",
    re.DOTALL,
)
_PAGE = re.compile(r"<!--nextpage-->|<!--noteaser-->")
_CODE = ("pre", "code", "script", "style", "textarea", "svg", "math")


def text_in_myst(
    place: Place, addresses: Addresses, tags: Mapping[str, str], wanted: Set[str]
) -> tuple[str, list[Finding]]:
    """Return the text of the document at *place*, and what became of its constructs.

    *tags*: the user's table; *wanted*: the ids that links lead to.
    """
    item = place.item
    source = Source(item.text.replace("\r\n", "\n").replace("\r", "\n"), item.file, item.text_line)
    source.sub(_MORE, lambda match: source.aside(as_html(BLOCK, "<!--more-->")), closing="-->")
    source.sub(_PAGE, lambda match: _page(source, match))
    shortcodes = Shortcodes(source, lambda options: _gallery(item, addresses, options), tags)
    shortcodes.rewrite_code()
    set_elements_aside(source, _CODE)
    rewrite_formulas(source)
    shortcodes.rewrite()
    if has_blocks(item.text):
        without_blocks(source, addresses.reusable)
    else:
        source.text = with_paragraphs(source.text)
    document = Document(with_languages(source.restored()), item.file, item.text_line)
    notes = [*shortcodes.notes, *_core_notes(document, item, len(shortcodes.notes))]
    for number, note in enumerate(notes, 1):
        _add_note(document, number, note)
    rewrite_footnotes(document, len(notes) + 1)
    _replace(document, place, addresses)
    text = written(document, wanted)
    return text, [*source.findings, *document.findings]


def _page(source: Source, match: re.Match[str]) -> str:
    if "nextpage" in match[0]:
        source.changed("<!--nextpage-->", match.start(), "the parts of a text are one page here")
        return "\n\n"
    return ""


def _gallery(item: Item, addresses: Addresses, options: Mapping[str, str]) -> str:
    """Return the images of a gallery: those that it names, or all that belong to the post."""
    numbers = re.findall(r"\d+", options.get("ids") or options.get("include") or "")
    without = re.findall(r"\d+", options.get("exclude") or "")
    if not numbers:
        numbers = addresses.images_of(options.get("id") or item.number)
    figures = []
    for number in numbers:
        image = addresses.attachments.get(number)
        if image is None or number in without:
            continue
        alt, caption = image.field("_wp_attachment_image_alt"), image.excerpt
        said = f"<figcaption>{caption}</figcaption>" if caption else ""
        figures.append(f'<figure><img src="{escape(image.attachment)}" alt="{escape(alt)}">{said}</figure>')
    return "".join(figures)


def _core_notes(document: Document, item: Item, before: int) -> list[str]:
    """Replace the marks of WordPress's own footnotes, and return their texts in this order."""
    try:
        kept = json.loads(item.field("footnotes") or "[]")
    except ValueError:
        kept = []
    texts = {
        str(each["id"]): str(each.get("content", ""))
        for each in kept
        if isinstance(each, dict) and each.get("id")
    }
    notes = []
    for mark in document.soup.select("[data-fn]"):
        text = texts.get(value(mark, "data-fn"))
        if text is None:
            continue
        notes.append(text)
        document.changed("footnote", mark)
        mark.replace_with(document.inline(f"[^{before + len(notes)}]"))
    return notes


def _add_note(document: Document, number: int, html: str) -> None:
    note = document.soup.new_tag("myst-footnote", attrs={"data-name": str(number)})
    note.extend(list(parsed(html).contents))
    document.soup.append(note)


def _replace(document: Document, place: Place, addresses: Addresses) -> None:
    """Replace what only WordPress has in its HTML, and lead links and images to where things are here."""
    soup = document.soup
    for block in soup.find_all(class_="katex-eq"):
        tex = plain_tex(block.get_text())
        block.replace_with(
            document.block(f"$$\n{tex}\n$$") if block.name in {"div", "pre"} else document.inline(f"${tex}$")
        )
    for wrapper in soup.find_all(class_="wp-block-embed__wrapper"):
        _embed(document, wrapper)
    for verse in soup.find_all("pre"):
        if classes(verse) & {"wp-block-verse"}:
            _verse(document, verse)
    for gallery in soup.find_all(["ul", "ol"], class_=re.compile("blocks-gallery-grid|wp-block-gallery")):
        for item in gallery.find_all("li"):
            item.unwrap()
        gallery.unwrap()
    for link in soup.find_all(["a", "area"], href=True):
        _link(document, link, place, addresses)
    for image in soup.find_all(["img", "video", "audio", "source"]):
        _file(document, image, place, addresses)


def _embed(document: Document, wrapper: Tag) -> None:
    address = words(wrapper)
    if re.fullmatch(r"https?://\S+", address):
        document.changed("wp:embed", wrapper, "a link, which loads nothing by itself")
        wrapper.replace_with(document.block(video(address) or f"<{address}>"))


def _verse(document: Document, verse: Tag) -> None:
    """Write a poem as a paragraph whose lines end where they did."""
    for text in list(verse.find_all(string=True)):
        lines = str(text).split("\n")
        text.replace_with(*[each for line in lines for each in (document.soup.new_tag("br"), line)][1:])
    verse.name = "p"


def _link(document: Document, link: Tag, place: Place, addresses: Addresses) -> None:
    address = value(link, "href").strip()
    found = addresses.link(address, place)
    if found is None:
        found = Link(address)
    if re.match(r"[A-Za-z][\w+.-]*:|//", found.path) or found.target or found.is_html:
        pass
    elif found.path.strip("#") == "":
        document.changed("link to nowhere", link, "its text stays")
        link.unwrap()
        return
    elif found.path.startswith("#"):
        name = unquote(found.path[1:])
        if name not in addresses.ids.get(place.item.number, ()):
            link["data-html"] = "yes"
    else:
        found = Link(addresses.absolute(found.path, place))
    link["href"] = found.path
    if found.target:
        link["data-target"] = found.target
    elif found.is_html:
        link["data-html"] = "yes"
    if found.path != address or found.target:
        document.changed("link within the site", link, f"{address} is {found.target or found.path} here")


def _file(document: Document, element: Tag, place: Place, addresses: Addresses) -> None:
    """Lead an image, a video or the like to the file that has been copied."""
    for name in ("srcset", "sizes", "loading", "decoding", "class", "id", "style"):
        del element[name]
    lazy = value(element, "data-src") or value(element, "data-lazy-src") or value(element, "data-orig-file")
    source = value(element, "src").strip()
    if lazy and (not source or source.startswith("data:")):
        source = lazy
    width = value(element, "width")
    file = addresses.file(source, place)
    if file is None:
        if addresses.is_own(source) and source:
            document.found(
                Outcome.KEPT, "file at its old address", element, f"{source}: not in a folder of uploads"
            )
        is_relative = source and not re.match(r"[A-Za-z][\w+.-]*:|//|#", source)
        element["src"] = addresses.absolute(source, place) if is_relative and addresses.url else source
        return
    element["src"] = file.path
    if file.is_larger and width.isdigit() and element.name == "img":
        element["data-width"] = f"{width}px"
    document.changed("file of the site", element, f"{source} is {file.path} here")
