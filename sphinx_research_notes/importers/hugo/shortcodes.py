"""Shortcodes: those of Hugo, those that many themes have, and the site's own by the user's table."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.code import language_of
from ..records import Outcome
from ..site_tags import filled
from .blocks import code_options
from .calls import Call, read_arguments
from .handlers import FORMULAS
from .table import BY_NAME, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..markdown.source import Source
    from .context import Context

#: No argument has the beginning of another shortcode: else a thousand of them would be searched to the end.
_ARGUMENTS = (
    r"(?:\"(?:\\.|[^\"\\{]|\{(?!\{[<%]))*\"|`(?:[^`{]|\{(?!\{[<%]))*`"
    r"|[^\"`>%{]|\{(?!\{[<%])|%(?!\}\})|>(?!\}\}))*?"
)
_OPENING = re.compile(
    rf"\{{\{{(?P<sign>[<%])\s*(?P<name>[A-Za-z][\w./-]*)(?P<args>(?:\s{_ARGUMENTS})?)(?P<closed>/?)\s*[>%]\}}\}}"
)
_TAG = re.compile(rf"{_OPENING.pattern}|\{{\{{[<%]\s*/\s*(?P<end>[A-Za-z][\w./-]*)\s*[>%]\}}\}}")
#: What stands in a text, where a title is what the pointer shows.
_IN_TEXT = {"span", "colorbutton", "typeit", "rawhtml", "raw", "html", "unsafe"}
#: The address of a page, with that of a file beside it after it.
_FOLDER = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?P<args>[^<>%{}\n]+?)\s*[>%]\}\}(?=[\w-]|\.\w)")
#: As deep as shortcodes in others are looked at.
_DEEPEST = 20
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
        language, _, rest = match["args"].strip("\"' ").partition(" ")
        options = code_options(rest.strip(" \"'").replace('"', " "))
        source.changed("{{< highlight >}}", match.start())
        longest = max(map(len, re.findall("^`{3,}", match["code"], re.MULTILINE)), default=2)
        fence, name = "`" * (longest + 1), language_of(language.strip("\"' ")) or "text"
        if not options:
            return f"{fence}{name}\n{match['code']}\n{fence}"
        head = "\n".join(options)
        return source.aside(f"{fence}{{code-block}} {name}\n{head}\n\n{match['code']}\n{fence}")

    source.sub(pattern, replace)


def run_shortcodes(source: Source, context: Context) -> None:
    """Rewrite the shortcodes in *source*, whose code is aside; inner ones first."""
    source.sub(_FOLDER, lambda match: _folder_of(context, match))
    for _ in range(_DEEPEST):
        parts: list[tuple[int, int, str]] = []
        for opening, closing in _innermost(source.text):
            content = source.text[opening.end() : closing.start()]
            new = _run(source, context, opening, content)
            if new is None:  # It stays, and what is in it is text of the page.
                parts.append((*opening.span(), source.aside(opening[0])))
                parts.append((*closing.span(), source.aside(closing[0])))
            else:
                parts.append((opening.start(), closing.end(), new))
        if not parts:
            break
        source.replace_parts(parts)
    source.sub(_OPENING, lambda match: _run(source, context, match, None))


def _folder_of(context: Context, match: re.Match[str]) -> str | None:
    """Return the address of the page that ``ref`` names, what follows is beside it; empty for this one."""
    other = context.find(read_arguments(match["args"]).get("0", "").partition("#")[0])
    if other is None or not other.address:
        return None
    return "" if other is context.document else f"{other.address.rstrip('/')}/"


def _innermost(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yield the openings and ends of shortcodes in which there is no other with an end."""
    stack: list[re.Match[str]] = []
    open_: Counter[str] = Counter()
    latest = -1
    for match in _TAG.finditer(text):
        if (name := match["end"]) is None:
            if not match["closed"]:
                stack.append(match)
                open_[match["name"]] += 1
        elif open_[name]:
            while True:  # Those after it have no end.
                opening = stack.pop()
                open_[opening["name"]] -= 1
                if opening["name"] == name:
                    break
            if latest < opening.start():
                yield opening, match
            latest = max(latest, opening.start())


def _with_words(call: Call, new: str) -> str:
    """Return *new*, which has what *call* wraps, with the title and the caption that readers saw."""
    title, caption = call.get("title", "heading", "header"), call.get("caption", "description")
    above = f"\n**{one_line(title)}**\n\n" if title and title not in new else ""
    below = f"\n\n{one_line(caption)}\n" if caption and caption not in new else ""
    return f"{above}{new.strip()}{below or chr(10)}" if above or below else new


def _run(source: Source, context: Context, match: re.Match[str], content: str | None) -> str | None:
    call = Call(match["name"], read_arguments(match["args"]), content, match["sign"] == "%")
    new = None
    if call.name in context.table:
        new = filled(context.table[call.name], call.given, (content or "").strip("\n"))
    elif handler := BY_NAME.get(call.name.removesuffix(".html").lower()):
        new = handler(call, context)
        if new is not None and handler in WRAPPERS and call.name.lower() not in _IN_TEXT:
            new = _with_words(call, new)
    if new is None:
        new = context.by_template(call)
    if new is None:
        source.found(Outcome.UNKNOWN, f"{{{{< {call.name} >}}}}", match.start(), context.why)
        context.why = ""
        return None
    source.changed(f"{{{{< {call.name} >}}}}", match.start(), context.why)
    context.why = ""
    # No pass may take a formula for prose.
    return source.aside(new) if call.name.lower() in FORMULAS else new
