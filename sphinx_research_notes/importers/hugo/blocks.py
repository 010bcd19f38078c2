"""What Goldmark adds to blocks: attributes of code, attributes after a block, and alerts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.attribute_lists import read_attributes
from ..markdown.code import FENCED, language_of
from ..markdown.directives import admonition, details
from ..markdown.headings import github_id, plain
from ..markdown.source import ASIDE

if TYPE_CHECKING:
    from ..markdown.source import Source

_PAIR = re.compile(
    r"""(?P<key>[\w.-]+)\s*[=:]\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|\[(?P<c>[^\]]*)\]|(?P<d>[^\s,"']+))"""
)
#: What themes call the name that they show above code.
_TITLES = ("title", "caption", "filename", "file", "name")
_ALERT = re.compile(
    r"^(?P<indent>[ \t]*)>[ \t]?\[!(?P<kind>[A-Za-z][\w-]*)\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)"
    r"(?P<body>(?:\n[ \t]*>[^\n]*)*)",
    re.MULTILINE,
)
_KINDS = {
    "note": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution",
    "info": "note", "danger": "danger", "error": "error", "hint": "hint", "success": "tip",
    "failure": "danger", "bug": "danger", "attention": "attention", "question": "important",
}  # fmt: skip
_AFTER = re.compile(r"^[ \t]*\{(?P<text>[ \t]*[.#\w][^{}\n]*)\}[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]")
_CLASS = re.compile(r"-?[A-Za-z_][\w-]*")
_OF_HEADING = re.compile(
    r"^(?P<heading>[ ]{0,3}\#{1,6}[ \t][^\n]*?)[ \t]*"
    r"\{(?P<text>[ \t]*(?:[.#][^{}\n]*|[\w-]+=[^{}\n]*))\}[ \t]*$",
    re.MULTILINE,
)


def rewrite_fences(source: Source) -> None:
    """Write code with attributes, such as ``go {title="a.go"}``, as a directive, and set it aside."""

    def replace(match: re.Match[str]) -> str | None:
        language, sign, given = match["info"].strip().partition("{")
        if not sign or not language.strip() or not (options := code_options(given.rstrip("} \t"))):
            return None
        source.changed("attributes of code", match.start(), f"{{{given}")
        indent = re.sub(r"[^\s>]", " ", match["before"])
        head = "".join(f"\n{indent}{line}" for line in options)
        fence, name = match["fence"], language_of(language) or "text"
        body = match["body"] if match["end"] or match["body"].endswith("\n") else f"{match['body']}\n"
        gap = f"{indent.rstrip()}\n"
        end = match["end"] or match["fence"]
        return match["before"] + source.aside(f"{fence}{{code-block}} {name}{head}\n{gap}{body}{end}")

    source.sub(FENCED, replace)


def code_options(text: str) -> list[str]:
    """Return the options of the directive ``code-block`` for attributes of Hugo: those with an effect."""
    given: dict[str, str] = {}
    for match in _PAIR.finditer(text):
        value = next(each for each in (match["a"], match["b"], match["c"], match["d"]) if each is not None)
        given.setdefault(match["key"].lower(), value.strip())
    options = []
    if title := next((given[name] for name in _TITLES if given.get(name)), ""):
        options.append(f":caption: {' '.join(title.split())}")
    lines = re.search(r"hl_lines\s*=\s*([\[\]\"'\d\s,-]*)", text)
    numbers = re.findall(r"\d+(?:-\d+)?", lines[1]) if lines else []
    if given.get("linenos", given.get("linenumbers", "")).lower() in {"true", "table", "inline"}:
        options.append(":linenos:")
        if (start := given.get("linenostart", "1")).isdigit() and start != "1":
            options.append(f":lineno-start: {start}")
    if numbers:
        options.append(f":emphasize-lines: {','.join(numbers)}")
    return options


def rewrite_alerts(source: Source) -> None:
    """Write quotations that begin with ``[!NOTE]`` as admonitions."""
    source.sub(_ALERT, lambda match: _alert(source, match, match.start()))


def _alert(source: Source, match: re.Match[str], place: int) -> str:
    """Return an alert as an admonition; *place*: where it is in the text, or the one that it is in."""
    kind, title = match["kind"].lower(), match["title"].strip()
    body = "\n".join(re.sub(r"^[ \t]*>[ ]?", "", line) for line in match["body"].lstrip("\n").split("\n"))
    source.changed("[!alert]", place, kind)
    body = _ALERT.sub(lambda inner: _alert(source, inner, place), body)
    if not body.strip():
        title, body = "", title or kind.capitalize()
    if match["fold"] == "-":
        text = details(title or kind.capitalize(), body)
    else:
        text = admonition(
            _KINDS.get(kind, "note"), body, title or ("" if kind in _KINDS else kind.capitalize())
        )
    lines = text.strip("\n").split("\n")
    return "\n".join(f"{match['indent']}{line}" if line else "" for line in lines) + "\n"


def rewrite_heading_attributes(source: Source) -> None:
    """Write ``## Heading {#id .class}`` with a target that keeps its id."""

    def replace(match: re.Match[str]) -> str:
        given = read_attributes(match["text"], {})
        words = plain(source.restored(match["heading"].strip().lstrip("#")))
        name = "" if given.id == github_id(words) else given.id
        source.changed("attributes of a heading", match.start(), f"a target, #{name}" if name else "")
        return (f'<a id="{name}"></a>\n\n' if name else "") + match["heading"]

    source.sub(_OF_HEADING, replace)


def rewrite_block_attributes(source: Source) -> None:
    """Move attributes that follow a block, ``{.class #id}``, before it, where MyST has them."""
    parts = []
    done = 0
    for match in _AFTER.finditer(source.text):
        start, end = _block_before(source.text, match.start(), done)
        block = source.text[start:end]
        if not block.strip():
            continue
        given = read_attributes(match["text"], {})
        source.changed("attributes of a block", match.start(), match[0].strip())
        target = f'<a id="{given.id}"></a>\n\n' if given.id else ""
        image = re.fullmatch(r"(\s*!\[[^\]]*\]\([^)]*\))\s*", block)
        if image:
            new = f"{target}{image[1]}{given_classes(given.classes, given.width)}"
        elif ASIDE.fullmatch(block.strip()) or not given.classes:
            new = f"{target}{block}"
        else:
            indent = re.match(r"[ \t]*", block)
            classes = given_classes(given.classes)
            new = (
                f"{target}{indent[0] if indent else ''}{classes}\n{block}" if classes else f"{target}{block}"
            )
        parts.append((start, match.end(), new))
        done = match.end()
    source.replace_parts(parts)


def given_classes(classes: tuple[str, ...], width: str = "") -> str:
    """Return attributes as MyST has them; empty if there are none."""
    parts = [
        *(f".{each}" for each in classes if _CLASS.fullmatch(each)),
        *([f'width="{width}"'] if width else []),
    ]
    return f"{{{' '.join(parts)}}}" if parts else ""


def _block_before(text: str, place: int, least: int) -> tuple[int, int]:
    """Return where the block that ends at *place* begins and ends, not before *least*."""
    start = place
    while start > least:
        line = text.rfind("\n", least, start - 1) + 1 if start - 1 > least else least
        if line == 0 and least:
            line = least
        if not text[line : start - 1].strip() or _HEADING.match(text, line):
            break
        start = line
    return start, max(start, place - 1)
