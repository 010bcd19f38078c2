"""What shortcodes become: those of Hugo, and those that many themes have under the same names."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.directives import admonition, details, image, video_link
from ..markdown.directives import figure as figure_of

if TYPE_CHECKING:
    from .calls import Call
    from .context import Context


def figure(call: Call, context: Context) -> str | None:
    """Return an image, or a figure if it has a caption."""
    source = context.image(call.get("src", "image", "url", "path", "0"))
    if not source:
        return None
    parts = [call.get("title"), call.get("caption", "desc"), call.get("attr")]
    link = call.get("attrlink")
    if parts[2] and link:
        parts[2] = f"[{parts[2]}]({link})"
    caption = _in_paragraph(one_line(" ".join(part for part in parts if part)))
    alt, width = call.get("alt") or ("" if caption else call.get("1")), call.get("width")
    made = figure_of(source, caption, alt, width) if caption else image(source, alt, width)
    return f"\n{made}\n" if caption else made


def _in_paragraph(text: str) -> str:
    """Return a caption as one paragraph: without elements of HTML that are blocks, and no list or heading."""
    text = re.sub(r"</?(?:center|div|p|section|h[1-6])\b[^<>]*>", "", text, flags=re.IGNORECASE).strip()
    return re.sub(r"^(?=(?:[-+*>]|#{1,6}) )|^(\d+)(?=[.)] )", r"\1\\", text)


def ref(call: Call, context: Context) -> str | None:
    """Return the path to a page."""
    return context.link_to(call.get("path", "0"))


def youtube(call: Call, context: Context) -> str | None:
    """Return a link to a video."""
    key = call.get("id", "0")
    return video_link("YouTube", key) if key else None


def vimeo(call: Call, context: Context) -> str | None:
    """Return a link to a video."""
    key = call.get("id", "0")
    return video_link("Vimeo", key) if key else None


def gist(call: Call, context: Context) -> str | None:
    """Return a link to a gist."""
    name = "/".join(each for each in (call.get("0"), call.get("1")) if each)
    return f"[gist.github.com/{name}](https://gist.github.com/{name})" if name else None


def tweet(call: Call, context: Context) -> str | None:
    """Return a link to a post."""
    user, key = call.get("user", "0"), call.get("id", "1")
    if not key:
        user, key = "i/web", call.get("id", "0")
    return f"<https://twitter.com/{user}/status/{key}>" if key else None


def instagram(call: Call, context: Context) -> str | None:
    """Return a link to a picture."""
    key = call.get("id", "0")
    return f"<https://www.instagram.com/p/{key}/>" if key else None


def folded(call: Call, context: Context) -> str | None:
    """Return a text that is folded up."""
    return (
        None
        if call.content is None
        else details(call.get("summary", "title", "text", "label", "0"), call.content)
    )


#: What themes call their boxes, and what these are in docutils.
KINDS = {
    "info": "note", "note": "note", "success": "tip", "tip": "tip", "warning": "warning", "danger": "danger",
    "error": "danger", "caution": "caution", "important": "important", "question": "hint", "primary": "note",
    "abstract": "note", "example": "note", "quote": "note", "bug": "danger", "failure": "danger",
    "hint": "hint", "success-box": "tip", "secondary": "note", "warn": "warning",
}  # fmt: skip


def box(call: Call, context: Context) -> str | None:
    """Return an admonition."""
    if call.content is None:
        return None
    given = call.get("type", "color", "style", "0").lower()
    kind = KINDS.get(given) or KINDS.get(call.name.lower(), "note")
    title = call.get("title", "1") or ("" if given in KINDS or "title" in call.given else call.get("0"))
    return admonition(kind, call.content, one_line(title))


def formula(call: Call, context: Context) -> str | None:
    """Return a formula, in the text or on its own."""
    if call.content is None:
        return None
    body = call.content.strip()
    is_display = "display" in call.given or call.get("0") == "display" or "block" in call.given.values()
    return f"\n$$\n{body}\n$$\n" if is_display or "\n" in body else f"${body}$"


def content(call: Call, context: Context) -> str | None:
    """Return what is in it."""
    return call.content


def paragraph(call: Call, context: Context) -> str | None:
    """Return what is in it, on lines of its own if it is longer than one."""
    if call.content is None:
        return None
    return f"\n{call.content.strip()}\n" if "\n" in call.content.strip() else call.content


def text_block(call: Call, context: Context) -> str | None:
    """Return its content as it is: the source of a diagram, for instance."""
    return None if call.content is None else f"\n```text\n{call.content.strip()}\n```\n"


def quote(call: Call, context: Context) -> str | None:
    """Return a quotation with who said it."""
    if call.content is None:
        return None
    text = "\n".join(f"> {line}".rstrip() for line in call.content.strip().split("\n"))
    by = ", ".join(
        each for each in (call.get("author", "by", "0"), call.get("source", "cite", "title", "1")) if each
    )
    return f"\n{text}\n" + (f">\n> — {by}\n" if by else "")


def button(call: Call, context: Context) -> str | None:
    """Return a link."""
    link = call.get("href", "link", "url", "relref", "0")
    text = call.get("text") or (call.content or "").strip() or call.get("1")
    return f"[{text}]({context.link_to(link) or link})" if link and text else None


def tabs(call: Call, context: Context) -> str | None:
    """Return a set of tabs."""
    if call.content is None:
        return None
    parts = call.content if "{tab-item}" in call.content else _written_in_toml(call.content)
    return f"\n:::::{{tab-set}}\n{parts.strip()}\n:::::\n" if parts else paragraph(call, context)


def _written_in_toml(text: str) -> str:
    """Return the tabs that *text* names as TOML, ``[[tab]]``; empty if it isn't that."""
    try:
        tabs_ = tomllib.loads(text).get("tab", [])
    except tomllib.TOMLDecodeError:
        return ""
    return "".join(
        f"::::{{tab-item}} {each.get('name') or '…'}\n{str(each.get('content', '')).strip()}\n::::\n"
        for each in tabs_
        if isinstance(each, dict)
    )


def tab(call: Call, context: Context) -> str | None:
    """Return one tab."""
    if call.content is None:
        return None
    title = call.get("name", "title", "tabName", "tabname", "header", "0") or "…"
    return f"\n::::{{tab-item}} {title}\n{call.content.strip()}\n::::\n"


def video(call: Call, context: Context) -> str | None:
    """Return a video."""
    source = context.image(call.get("src", "mp4", "url", "0"))
    return f'<video src="{source}" controls></video>' if source else None


def audio(call: Call, context: Context) -> str | None:
    """Return a recording."""
    source = context.image(call.get("src", "url", "0"))
    return f'<audio src="{source}" controls></audio>' if source else None


def static(call: Call, context: Context) -> str | None:
    """Return a link to a file."""
    path = call.get("0")
    return f"[{(call.content or path).strip()}](/{path.lstrip('/')})" if path else None


def page_link(call: Call, context: Context) -> str | None:
    """Return a link to a page that Hugo's academic theme cites or mentions."""
    page = call.get("page", "0")
    link = context.link_to(page)
    return f"[]({link})" if link else None


def param(call: Call, context: Context) -> str | None:
    """Return a parameter of the page or the site."""
    value = context.document.value(call.get("0", "name"))
    value = context.param(call.get("0", "name")) if value is None else value
    return value if isinstance(value, str) else None


def nothing(call: Call, context: Context) -> str | None:
    """Return nothing for what the theme does."""
    context.why = "the theme does this"
    return ""


FORMULAS = ("katex", "math", "mathjax", "latex", "equation")
