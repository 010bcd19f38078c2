"""Turn what strangers wrote, as Markdown or HTML, into HTML and text that are safe to publish."""

from __future__ import annotations

import html as entities
import re
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec

import nh3
from markdown_it import MarkdownIt

from ..addresses import web_address

#: A body with more than this is shown as text: hostile markup can take quadratic time to parse.
MAX_CHARACTERS = 50_000
MAX_TAGS = 5_000
#: How many characters a line on the page holds, roughly.
LINE_LENGTH = 75

_BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "hr"}
_TAGS = _BLOCKS | {"a", "br", "code", "del", "em", "strong", "sub", "sup"}
_LINK_REL = "nofollow ugc noopener"

# What the first pass lets through only so that it can be rewritten in the tags above.
_RENAMED = {"b": "strong", "i": "em", "s": "del", "strike": "del", "div": "p"}
_REWRITTEN = {*_RENAMED, "h1", "h2", "h3", "h4", "h5", "h6", "img"}
_RENAMED_TAG = re.compile(r"<(/?)(b|i|s|strike|div)>")
_HEADING_TAG = re.compile(r"<(/?)h[1-6]>")
_IMAGE_TAG = re.compile(r'<img(?: alt="([^"]*)")?>')
_DEAD_LINK = re.compile(r'<a(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_ANY_BLOCK = re.compile(r"<(?:p|pre|blockquote|ul|ol|hr)>")
# XML and some terminals choke on these; a numeric entity can bring them back after parsing.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def scrub(text: str) -> str:
    """Drop the characters that no output format can carry, and write line ends in one way."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_heavy(body: str) -> bool:
    """Say whether a body is too large, or too full of tags, to be read as markup."""
    return len(body) > MAX_CHARACTERS or body.count("<") > MAX_TAGS


def render(body: str) -> str:
    """Turn a Markdown body into safe HTML."""
    if is_heavy(body):
        return as_paragraphs(body)
    return _clean(str(_markdown().render(scrub(body))))


def clean(html: str) -> str:
    """Reduce foreign HTML to the few tags that a comment needs."""
    return as_paragraphs(html) if is_heavy(html) else _clean(html)


def as_paragraphs(text: str) -> str:
    """Write text as HTML without reading any markup in it: blank lines part its paragraphs."""
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", scrub(text)))
    return "\n".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in parts if part)


def plain(html: str) -> str:
    """Turn safe HTML into text, its paragraphs separated by blank lines.

    A link's address follows its words in brackets, unless the words are the address.
    """
    reader = _PlainText()
    reader.feed(html)
    reader.close()
    return reader.text()


def is_long(text: str, lines: int = 12) -> bool:
    """Say whether text would run past so many lines of about 75 characters."""
    needed = (-(-len(line) // LINE_LENGTH) for line in text.splitlines() if line.strip())
    return sum(needed) > lines


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "breaks": False})
    if find_spec("linkify_it") is None:
        return parser
    parser.options["linkify"] = True
    parser.enable("linkify")
    if parser.linkify is not None:
        # Addresses in full only: "e.g.this" and "notes.py" are no links.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    return parser


def _clean(html: str) -> str:
    """Pass HTML through nh3 twice.

    The first pass gives well-formed HTML in which a tag can be renamed by plain substitution, the
    second judges what came of that. After it only empty paragraphs are taken out.
    """
    rough = nh3.clean(
        scrub(html),
        tags=_TAGS | _REWRITTEN,
        attributes={"a": {"href", "title"}, "img": {"alt"}},
        attribute_filter=_attribute,
        link_rel=None,
    )
    # First, since older nh3 leaves "<" in an attribute as it is, where it might look like a tag.
    rough = _IMAGE_TAG.sub(_alternative, rough)
    rough = _RENAMED_TAG.sub(lambda found: f"<{found[1]}{_RENAMED[found[2]]}>", rough)
    rough = _HEADING_TAG.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", rough)
    rough = _DEAD_LINK.sub(r"\1", rough)
    if not _ANY_BLOCK.search(rough):
        rough = f"<p>{rough}</p>"
    final = nh3.clean(
        rough,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=_LINK_REL,
    )
    return re.sub(r"<p>\s*</p>", "", scrub(final)).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, or drop it: a relative link led somewhere on another site.

    Of other tags too, since nh3 lets ``title`` and ``lang`` through on all of them.
    """
    if (tag, name) == ("a", "href"):
        return web_address(value, mail=True) or None
    if (tag, name) == ("a", "title"):
        return None if "<" in value else value
    # The rel is nh3's own: it is set before this is asked.
    return value if (tag, name) in {("img", "alt"), ("a", "rel")} else None


def _alternative(found: re.Match[str]) -> str:
    """Give an image's alternative text, which must stay text if it holds markup."""
    return entities.escape(entities.unescape(found[1] or ""), quote=False)


class _PlainText(HTMLParser):
    """Gather blocks of text from HTML that has been made safe."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._line: list[str] = []
        self._mark = ""
        self._pre = 0
        self._link: tuple[str, int] = ("", 0)

    def text(self) -> str:
        self._end_block()
        return "\n\n".join(self._blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._end_block()
        if tag == "br":
            self._line.append("\n")
        elif tag == "pre":
            self._pre += 1
        elif tag == "li":
            self._mark = "- "
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._line))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self._end_block()
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag == "li":
            self._mark = ""

    def handle_data(self, data: str) -> None:
        self._line.append(data if self._pre else re.sub(r"\s+", " ", data))

    def _end_link(self) -> None:
        address, start = self._link
        words = "".join(self._line[start:]).strip()
        if address and words not in {address, address.removeprefix("mailto:")}:
            self._line.append(f" ({address})")
        self._link = ("", 0)

    def _end_block(self) -> None:
        text = "".join(self._line)
        if self._pre:
            text = text.strip("\n")
        else:
            lines = (re.sub(" +", " ", line).strip() for line in text.split("\n"))
            text = "\n".join(lines).strip()
        if text:
            self._blocks.append(self._mark + text)
            self._mark = ""
        self._line = []
