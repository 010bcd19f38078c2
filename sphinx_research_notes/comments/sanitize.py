"""Convert untrusted Markdown or HTML to HTML that is safe to publish."""

from __future__ import annotations

import html as entities
import re

import nh3

from ..model.characters import DIRECTIONAL, NONCHARACTERS, NOT_XML
from ..model.urls import web_address
from .formulas import take_from_html
from .markdown import to_html

#: Larger bodies are shown as text: malicious markup can take quadratic time to parse.
MAX_CHARACTERS = 50_000
MAX_TAGS = 5_000

_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
#: Block-level tags.
BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "hr", "dl", "dt", "dd", "details", "summary"} | _TABLE
#: Inline tags.
INLINE = {
    *("a", "abbr", "br", "cite", "code", "del", "em", "ins", "kbd", "mark", "q"),
    *("rp", "rt", "ruby", "samp", "strong", "sub", "sup", "var"),
}
_TAGS = BLOCKS | INLINE
_LINK_REL = "nofollow ugc noopener"

#: The allowed attributes, with patterns of their values; those of links are checked separately.
_VALUES = {
    ("td", "class"): "text-(?:left|center|right)",
    ("th", "class"): "text-(?:left|center|right)",
    **{(cell, span): "[1-9][0-9]?" for cell in ("td", "th") for span in ("colspan", "rowspan")},
    ("ol", "start"): "-?[0-9]{1,9}",
    ("ol", "reversed"): "",
    ("li", "value"): "-?[0-9]{1,9}",
    ("details", "open"): "",
}
_ATTRIBUTES = {tag: {name for each, name in _VALUES if each == tag} for tag, _ in _VALUES} | {
    "a": {"href", "title"}
}

# Tags that the first pass keeps only to rewrite them as the tags above. Any other block becomes a paragraph:
# if its tags were just removed, its text would run into the text around it.
_RENAMED = {"b": "strong", "i": "em", "s": "del", "strike": "del", "tt": "code", "u": "ins"}
_RENAMED |= dict.fromkeys(
    ("div", "section", "article", "aside", "header", "footer", "main", "nav", "address", "center", "hgroup",
     "figure", "figcaption", "fieldset", "legend", "form", "menu", "dir", "option"), "p",
)  # fmt: skip
_REWRITTEN = {*_RENAMED, "h1", "h2", "h3", "h4", "h5", "h6", "img", "input"}
_RENAMED_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})>")
_HEADING_TAG = re.compile(r"<(/?)h[1-6]>")
_IMAGE_TAG = re.compile(r'<img(?: alt="([^"]*)")?>')
_INPUT_TAG = re.compile("<input([^<>]*)>")
_ALIGNED_CELL = re.compile(r'<(t[dh]\b[^<>]*?) (?:align|style)="(left|center|right)"')
_TEXT_ALIGN = re.compile(r"(?:.*;)?\s*text-align\s*:\s*(\w+)", re.IGNORECASE | re.DOTALL)
_DEAD_LINK = re.compile(r'<a(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_ANY_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS))})[ >]")
_SUMMARY = re.compile("<summary>.*?</summary>", re.DOTALL)
_EMPTY = re.compile(r"<p>\s*</p>")
# Control characters and the directional overrides, which reorder text. Numeric entities can reintroduce them.
_UNPRINTABLE = re.compile(rf"[{NOT_XML}\x7f-\x9f\u202d\u202e]")
_DIRECTIONAL = re.compile(f"[{DIRECTIONAL}]")
_MARKS = re.compile(f"[{NONCHARACTERS}]")


def scrub(text: str) -> str:
    """Remove characters that not all output formats allow, and normalize line ends."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_one_line(text: str) -> str:
    """Return *text* on one line, without characters that change the direction of the text around it."""
    return " ".join(_DIRECTIONAL.sub("", text).split())


def _scrub_marks(text: str) -> str:
    """Scrub untrusted text, and remove characters used in placeholders for formulas."""
    return _MARKS.sub("", scrub(text))


def is_heavy(body: str) -> bool:
    """Whether a body is too long, or has too many tags, to be parsed as markup."""
    return len(body) > MAX_CHARACTERS or body.count("<") > MAX_TAGS


def render(body: str) -> str:
    """Convert a Markdown body to safe HTML."""
    if is_heavy(body):
        return as_paragraphs(body)
    html = to_html(_scrub_marks(body))
    return as_paragraphs(body) if html is None else _clean(html)


def clean(html: str) -> str:
    """Reduce untrusted HTML to the allowed tags, with placeholders for formulas in its text."""
    return as_paragraphs(html) if is_heavy(html) else _clean(_scrub_marks(html), formulas=True)


def as_paragraphs(text: str) -> str:
    """Write text as HTML paragraphs, separated by blank lines, without parsing any markup in it."""
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", _scrub_marks(text)))
    return "\n".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in parts if part)


def _clean(html: str, *, formulas: bool = False) -> str:
    """Sanitize HTML in two passes of nh3.

    The first pass produces well-formed HTML, in which tags can be renamed by substitution; the second
    sanitizes the result. After it, only empty paragraphs are removed.
    """
    rough = nh3.clean(
        scrub(html),
        tags=_TAGS | _REWRITTEN,
        attributes=_ATTRIBUTES
        | {cell: {"align", "style", "colspan", "rowspan"} for cell in ("td", "th")}
        | {"img": {"alt"}, "input": {"type", "checked"}},
        attribute_filter=_rough_attribute,
        link_rel=None,
    )
    if formulas:
        rough = take_from_html(rough)
    final = nh3.clean(
        _rewrite(rough),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=_LINK_REL,
    )
    # A summary is one line: browsers show it next to the disclosure triangle.
    final = _SUMMARY.sub(lambda match: re.sub("</?p>", "", match[0]), final)
    return _EMPTY.sub("", scrub(final)).strip()


def _rewrite(rough: str) -> str:
    """Rewrite the well-formed HTML *rough* with the allowed tags."""
    # First, since older nh3 does not escape "<" in attributes, where it might look like a tag.
    rough = _IMAGE_TAG.sub(_alternative, rough)
    rough = _INPUT_TAG.sub(_tick_box, rough)
    rough = _ALIGNED_CELL.sub(r'<\1 class="text-\2"', rough)
    rough = _RENAMED_TAG.sub(lambda match: f"<{match[1]}{_RENAMED[match[2]]}>", rough)
    rough = _HEADING_TAG.sub(lambda match: "</strong></p>" if match[1] else "<p><strong>", rough)
    rough = _DEAD_LINK.sub(r"\1", rough)
    return rough if _ANY_BLOCK.search(rough) else f"<p>{rough}</p>"


def _rough_attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value in the first pass, possibly simplified; None to remove it."""
    if tag in {"td", "th"} and name in {"align", "style"}:
        side = value if name == "align" else (match[1] if (match := _TEXT_ALIGN.match(value)) else "")
        side = {"start": "left", "end": "right"}.get(side.lower(), side.lower())
        return side if side in {"left", "center", "right"} else None
    if (tag, name) == ("img", "alt"):
        return value
    if tag == "input":
        return "checkbox" if value.lower() == "checkbox" else ("" if name == "checked" else None)
    return _attribute(tag, name, value)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value; None to remove it, as for a relative link, which belongs to another site.

    Also called for other tags, since nh3 allows ``title`` and ``lang`` on all of them.
    """
    if (tag, name) == ("a", "href"):
        return web_address(value, mail=True) or None
    if (tag, name) == ("a", "title"):
        return None if "<" in value or _MARKS.search(value) else value
    if (tag, name) == ("a", "rel"):
        return value  # Set by nh3 itself, before this is called.
    allowed = _VALUES.get((tag, name))
    if allowed == "":
        return ""  # A boolean attribute.
    return value if allowed and re.fullmatch(allowed, value) else None


def _alternative(match: re.Match[str]) -> str:
    """Return an image's alternative text, escaped."""
    return entities.escape(entities.unescape(match[1] or ""), quote=False)


def _tick_box(match: re.Match[str]) -> str:
    """Return the character for a checkbox of a task list; empty for other form fields."""
    if "checkbox" not in match[1]:
        return ""
    return "\u2611" if "checked" in match[1] else "\u2610"
