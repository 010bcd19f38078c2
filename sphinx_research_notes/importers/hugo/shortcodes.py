"""Shortcodes: those of Hugo, those that many themes have, and the site's own by the user's table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.code import language_of
from ..markdown.directives import admonition, details, figure, image, video_link
from ..records import Outcome
from ..site_tags import filled
from .calls import Call, read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..markdown.source import Source
    from .context import Context

_ARGUMENTS = r"(?:\"(?:\\.|[^\"\\])*\"|`[^`]*`|[^\"`>%]|%(?!\}\})|>(?!\}\}))*?"
_OPENING = re.compile(
    rf"\{{\{{(?P<sign>[<%])\s*(?P<name>[A-Za-z][\w./-]*)(?P<args>(?:\s{_ARGUMENTS})?)(?P<closed>/?)\s*[>%]\}}\}}"
)
_SHOWN = re.compile(r"\{\{(?P<sign>[<%])/\*(?P<text>.*?)\*/[>%]\}\}", re.DOTALL)
#: As Hugo once had it, and as many sites have it: not seen by readers.
_COMMENT = re.compile(
    r"\{\{(?:<\s*comment\s*>|%\s*comment\s*%)\}\}.*?(?:\{\{[<%]\s*/\s*comment\s*[>%]\}\}|\Z)", re.DOTALL
)
_CLOSING = r"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}"


def show_escaped(source: Source) -> None:
    """Set aside shortcodes that are shown rather than run, ``{{</* x */>}}``, as readers saw them."""
    closing = {"<": ">", "%": "%"}
    source.sub(
        _SHOWN,
        lambda match: source.aside(f"{{{{{match['sign']}{match['text']}{closing[match['sign']]}}}}}"),
        closing="}}",
    )


def take_comments_out(source: Source) -> None:
    """Leave out what is in the shortcode ``comment``, before any of it is looked at."""

    def replace(match: re.Match[str]) -> str:
        source.found(Outcome.LEFT_OUT, "{{< comment >}}", match.start(), "nobody has seen it on the old site")
        return ""

    source.sub(_COMMENT, replace)


def run_highlights(source: Source) -> None:
    """Write ``highlight`` as fenced code, before code is set aside."""
    pattern = re.compile(
        r"\{\{[<%]\s*highlight\s+(?P<args>[^>%]*?)\s*[>%]\}\}\n?(?P<code>.*?)\n?[ \t]*"
        + _CLOSING.format(name="highlight"),
        re.DOTALL,
    )

    def replace(match: re.Match[str]) -> str:
        language = re.split(r"[\s\"']+", match["args"].strip("\"' "))[0]
        source.changed("{{< highlight >}}", match.start())
        return f"```{language_of(language) or 'text'}\n{match['code']}\n```"

    source.sub(pattern, replace)


def run_shortcodes(source: Source, context: Context) -> None:
    """Rewrite the shortcodes in *source*, whose code is aside; inner ones first."""
    for _ in range(6):
        before = source.text
        paired = re.compile(
            rf"{_OPENING.pattern}(?P<content>(?:(?!\{{\{{[<%]\s*/?\s*(?P=name)\b).)*?){_CLOSING.format(name='(?P=name)')}",
            re.DOTALL,
        )
        source.sub(paired, lambda match: _run(source, context, match, match["content"]))
        if source.text == before:
            break
    source.sub(_OPENING, lambda match: _run(source, context, match, None))


def _run(source: Source, context: Context, match: re.Match[str], content: str | None) -> str | None:
    call = Call(match["name"], read_arguments(match["args"]), content)
    new = None
    if call.name in context.table:
        new = filled(context.table[call.name], call.given, (content or "").strip("\n"))
    elif handler := _BY_NAME.get(call.name.removesuffix(".html").lower()):
        new = handler(call, context)
    if new is None:
        new = context.by_template(call)
    if new is None:
        title = f"{{{{< {call.name} >}}}}"
        if not any(
            each.construct == title and each.line == source.line(match.start()) for each in source.findings
        ):
            source.found(Outcome.UNKNOWN, title, match.start(), context.why)
        context.why = ""
        return None
    source.changed(f"{{{{< {call.name} >}}}}", match.start(), context.why)
    context.why = ""
    # No pass may take a formula for prose.
    return source.aside(new) if call.name.lower() in _FORMULAS else new


def _figure(call: Call, context: Context) -> str | None:
    source = context.image(call.get("src", "image", "url", "path", "0"))
    if not source:
        return None
    parts = [call.get("title"), call.get("caption", "desc"), call.get("attr")]
    link = call.get("attrlink")
    if parts[2] and link:
        parts[2] = f"[{parts[2]}]({link})"
    caption = one_line(" ".join(part for part in parts if part))
    alt, width = call.get("alt") or ("" if caption else call.get("1")), call.get("width")
    made = figure(source, caption, alt, width) if caption else image(source, alt, width)
    return f"\n{made}\n" if caption else made


def _ref(call: Call, context: Context) -> str | None:
    return context.link_to(call.get("path", "0"))


def _youtube(call: Call, context: Context) -> str | None:
    key = call.get("id", "0")
    return video_link("YouTube", key) if key else None


def _vimeo(call: Call, context: Context) -> str | None:
    key = call.get("id", "0")
    return video_link("Vimeo", key) if key else None


def _gist(call: Call, context: Context) -> str | None:
    name = "/".join(each for each in (call.get("0"), call.get("1")) if each)
    return f"[gist.github.com/{name}](https://gist.github.com/{name})" if name else None


def _tweet(call: Call, context: Context) -> str | None:
    user, key = call.get("user", "0"), call.get("id", "1")
    if not key:
        user, key = "i/web", call.get("id", "0")
    return f"<https://twitter.com/{user}/status/{key}>" if key else None


def _instagram(call: Call, context: Context) -> str | None:
    key = call.get("id", "0")
    return f"<https://www.instagram.com/p/{key}/>" if key else None


def _details(call: Call, context: Context) -> str | None:
    return (
        None
        if call.content is None
        else details(call.get("summary", "title", "text", "label", "0"), call.content)
    )


#: What themes call their boxes, and what these are in docutils.
_KINDS = {
    "info": "note", "note": "note", "success": "tip", "tip": "tip", "warning": "warning", "danger": "danger",
    "error": "danger", "caution": "caution", "important": "important", "question": "hint", "primary": "note",
    "abstract": "note", "example": "note", "quote": "note", "bug": "danger", "failure": "danger",
    "hint": "hint", "success-box": "tip", "secondary": "note", "warn": "warning",
}  # fmt: skip


def _box(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    given = call.get("type", "color", "style", "0").lower()
    kind = _KINDS.get(given) or _KINDS.get(call.name.lower(), "note")
    title = call.get("title", "1") or ("" if given in _KINDS or "title" in call.given else call.get("0"))
    return admonition(kind, call.content, one_line(title))


def _formula(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    body = call.content.strip()
    is_display = "display" in call.given or call.get("0") == "display" or "block" in call.given.values()
    return f"\n$$\n{body}\n$$\n" if is_display or "\n" in body else f"${body}$"


def _content(call: Call, context: Context) -> str | None:
    return call.content


def _text_block(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n```text\n{call.content.strip()}\n```\n"


def _quote(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    text = "\n".join(f"> {line}".rstrip() for line in call.content.strip().split("\n"))
    by = ", ".join(each for each in (call.get("author", "0"), call.get("source", "title", "1")) if each)
    return f"\n{text}\n" + (f">\n> — {by}\n" if by else "")


def _button(call: Call, context: Context) -> str | None:
    link = call.get("href", "link", "url", "relref", "0")
    text = call.get("text") or (call.content or "").strip() or call.get("1")
    return f"[{text}]({context.link_to(link) or link})" if link and text else None


def _tabs(call: Call, context: Context) -> str | None:
    return None if call.content is None else f"\n:::::{{tab-set}}\n{call.content.strip()}\n:::::\n"


def _tab(call: Call, context: Context) -> str | None:
    if call.content is None:
        return None
    title = call.get("name", "title", "tabName", "tabname", "header", "0") or "…"
    return f"\n::::{{tab-item}} {title}\n{call.content.strip()}\n::::\n"


def _video(call: Call, context: Context) -> str | None:
    source = context.image(call.get("src", "mp4", "url", "0"))
    return f'<video src="{source}" controls></video>' if source else None


def _audio(call: Call, context: Context) -> str | None:
    source = context.image(call.get("src", "url", "0"))
    return f'<audio src="{source}" controls></audio>' if source else None


def _static(call: Call, context: Context) -> str | None:
    path = call.get("0")
    return f"[{(call.content or path).strip()}](/{path.lstrip('/')})" if path else None


def _page_link(call: Call, context: Context) -> str | None:
    """Return a link to a page that Hugo's academic theme cites or mentions."""
    page = call.get("page", "0")
    link = context.link_to(page)
    return f"[]({link})" if link else None


def _param(call: Call, context: Context) -> str | None:
    value = context.document.value(call.get("0", "name"))
    value = context.param(call.get("0", "name")) if value is None else value
    return value if isinstance(value, str) else None


def _nothing(call: Call, context: Context) -> str | None:
    context.why = "the theme does this"
    return ""


_FORMULAS = ("katex", "math", "mathjax", "latex", "equation")
#: By the name in lower case; each returns None if it cannot tell.
_BY_NAME: dict[str, Callable[[Call, Context], str | None]] = {
    **dict.fromkeys(("figure", "img", "image", "picture", "photo"), _figure),
    **dict.fromkeys(("ref", "relref"), _ref),
    **dict.fromkeys(("youtube", "youtubelite", "youtube-lite", "yt"), _youtube),
    "vimeo": _vimeo, "gist": _gist, "instagram": _instagram, "param": _param,
    **dict.fromkeys(("tweet", "x", "twitter", "x_simple", "twitter_simple", "tweet_simple"), _tweet),
    **dict.fromkeys(("details", "expand", "collapse", "spoiler", "detail", "dropdown"), _details),
    **dict.fromkeys(
        ("notice", "alert", "admonition", "callout", "hint", "note", "tip", "warning", "info", "danger",
         "caution", "important", "box", "message", "success", "lead"), _box),
    **dict.fromkeys(_FORMULAS, _formula),
    **dict.fromkeys(
        ("rawhtml", "raw", "html", "unsafe", "markdown", "md", "center", "columns", "column", "row"),
        _content),
    **dict.fromkeys(("mermaid", "plantuml", "goat", "chart"), _text_block),
    **dict.fromkeys(("quote", "blockquote", "epigraph"), _quote),
    **dict.fromkeys(("button", "btn", "link", "linkbutton", "cta"), _button),
    **dict.fromkeys(("tabs", "tabgroup", "tabpane", "tab-group"), _tabs),
    **dict.fromkeys(("tab", "tabitem", "tab-item"), _tab),
    "video": _video, "audio": _audio, "staticref": _static,
    **dict.fromkeys(("cite", "mention"), _page_link),
    **dict.fromkeys(("toc", "table_of_contents", "tableofcontents", "icon", "break"), _nothing),
}  # fmt: skip
