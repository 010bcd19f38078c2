"""Turn what strangers wrote, as Markdown or HTML, into HTML that is safe to publish."""

from __future__ import annotations

import html as entities
import re

import nh3

from ..model.urls import web_address
from .formulas import take_from_html
from .markdown import to_html

#: A body with more than this is shown as text: hostile markup can take quadratic time to parse.
MAX_CHARACTERS = 50_000
MAX_TAGS = 5_000

_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
#: The tags that begin a line.
BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "hr", "dl", "dt", "dd", "details", "summary"} | _TABLE
#: The tags of running text.
INLINE = {
    *("a", "abbr", "br", "cite", "code", "del", "em", "ins", "kbd", "mark", "q"),
    *("rp", "rt", "ruby", "samp", "strong", "sub", "sup", "var"),
}
_TAGS = BLOCKS | INLINE
_LINK_REL = "nofollow ugc noopener"

#: The attributes that a safe body has, and what their values may be; those of links are judged by themselves.
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

# What the first pass lets through only so that it can be rewritten in the tags above. A block that is none
# of them is a paragraph: without its tags its text would run together with what stands beside it.
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
# XML and some terminals choke on these, and the two overrides show letters in another order than they are in;
# a numeric entity can bring them back after parsing.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
#: What turns the direction of a line, up to an end that need not come.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile("[\ufdd0-\ufdef]")


def scrub(text: str) -> str:
    """Drop the characters that no output format can carry, and write line ends in one way."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def in_one_line(text: str) -> str:
    """*text* in one line that does not turn what stands beside it."""
    return " ".join(_TURNING.sub("", text).split())


def _scrub_marks(text: str) -> str:
    """Scrub what a stranger wrote, and drop what could be taken for a formula set aside."""
    return _MARKS.sub("", scrub(text))


def is_heavy(body: str) -> bool:
    """Say whether a body is too large, or too full of tags, to be read as markup."""
    return len(body) > MAX_CHARACTERS or body.count("<") > MAX_TAGS


def render(body: str) -> str:
    """Turn a Markdown body into safe HTML."""
    if is_heavy(body):
        return as_paragraphs(body)
    html = to_html(_scrub_marks(body))
    return as_paragraphs(body) if html is None else _clean(html)


def clean(html: str) -> str:
    """Reduce foreign HTML to the tags that a comment needs; formulas in its text are set aside."""
    return as_paragraphs(html) if is_heavy(html) else _clean(_scrub_marks(html), formulas=True)


def as_paragraphs(text: str) -> str:
    """Write text as HTML without reading any markup in it: blank lines part its paragraphs."""
    parts = (part.strip() for part in re.split(r"\n[ \t]*\n", _scrub_marks(text)))
    return "\n".join(f"<p>{entities.escape(part, quote=False)}</p>" for part in parts if part)


def _clean(html: str, *, formulas: bool = False) -> str:
    """Pass HTML through nh3 twice.

    The first pass gives well-formed HTML in which a tag can be renamed by plain substitution, the
    second judges what came of that. After it only empty paragraphs are taken out.
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
    # What stands in a summary is in one line: a browser shows it beside its triangle.
    final = _SUMMARY.sub(lambda found: re.sub("</?p>", "", found[0]), final)
    return _EMPTY.sub("", scrub(final)).strip()


def _rewrite(rough: str) -> str:
    """Write *rough*, which is well-formed, in the tags of a comment."""
    # First, since older nh3 leaves "<" in an attribute as it is, where it might look like a tag.
    rough = _IMAGE_TAG.sub(_alternative, rough)
    rough = _INPUT_TAG.sub(_tick_box, rough)
    rough = _ALIGNED_CELL.sub(r'<\1 class="text-\2"', rough)
    rough = _RENAMED_TAG.sub(lambda found: f"<{found[1]}{_RENAMED[found[2]]}>", rough)
    rough = _HEADING_TAG.sub(lambda found: "</strong></p>" if found[1] else "<p><strong>", rough)
    rough = _DEAD_LINK.sub(r"\1", rough)
    return rough if _ANY_BLOCK.search(rough) else f"<p>{rough}</p>"


def _rough_attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value in the first pass, or what it says in a word, or drop it."""
    if tag in {"td", "th"} and name in {"align", "style"}:
        said = value if name == "align" else (found[1] if (found := _TEXT_ALIGN.match(value)) else "")
        said = {"start": "left", "end": "right"}.get(said.lower(), said.lower())
        return said if said in {"left", "center", "right"} else None
    if (tag, name) == ("img", "alt"):
        return value
    if tag == "input":
        return "checkbox" if value.lower() == "checkbox" else ("" if name == "checked" else None)
    return _attribute(tag, name, value)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute's value, or drop it: a relative link led somewhere on another site.

    Of other tags too, since nh3 lets ``title`` and ``lang`` through on all of them.
    """
    if (tag, name) == ("a", "href"):
        return web_address(value, mail=True) or None
    if (tag, name) == ("a", "title"):
        return None if "<" in value or _MARKS.search(value) else value
    if (tag, name) == ("a", "rel"):
        return value  # It is nh3's own: it is set before this is asked.
    accepted = _VALUES.get((tag, name))
    if accepted == "":
        return ""  # It is there, whatever it says.
    return value if accepted and re.fullmatch(accepted, value) else None


def _alternative(found: re.Match[str]) -> str:
    """Give an image's alternative text, which must stay text if it holds markup."""
    return entities.escape(entities.unescape(found[1] or ""), quote=False)


def _tick_box(found: re.Match[str]) -> str:
    """Give the sign for a box of a list of tasks; nothing for any other field of a form."""
    if "checkbox" not in found[1]:
        return ""
    return "\u2611" if "checked" in found[1] else "\u2610"
