"""Fenced divs, ``::: {.callout-note}``, which may be in each other, as directives.

https://pandoc.org/MANUAL.html#divs-and-spans and https://quarto.org/docs/authoring/callouts.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent, indent
from typing import TYPE_CHECKING

from ..markdown.pandoc_attributes import BRACES, Attributes, read_attributes
from ..markdown.source import ASIDE
from ..records import Outcome

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_OPENING = re.compile(
    rf"(?P<indent>[ \t>]*):{{3,}}[ \t]*(?:(?P<name>[A-Za-z][\w.-]*)|(?P<attributes>{BRACES}))[ \t]*:*[ \t]*"
)
_CLOSING = re.compile(r"[ \t>]*:{3,}[ \t]*")
_RULE = re.compile(r"(?:(?<=\n\n)|\A\n?)[ ]{0,3}(?:-[ \t]*){3,}(?=\n|\Z)")
_HEADING = re.compile(r"\s*(?P<marks>#{1,6})[ \t]+(?P<title>[^\n]+?)[ \t]*(?:\n|\Z)")
_THEOREMS = {
    "thm": "Theorem",
    "lem": "Lemma",
    "cor": "Corollary",
    "prp": "Proposition",
    "cnj": "Conjecture",
    "def": "Definition",
    "exm": "Example",
    "exr": "Exercise",
    "sol": "Solution",
    "rem": "Remark",
    "alg": "Algorithm",
}
_FLOATS = {
    "fig": "the figure",
    "tbl": "the table",
    "lst": "the listing",
    "vid": "the video",
    "nte": "the note",
    "tip": "the tip",
    "wrn": "the warning",
    "imp": "the box",
    "cau": "the caution",
}
#: Classes that only say where or how large something is, or what made it.
_PLAIN = (
    "cell",
    "cell-output",
    "cell-output-display",
    "cell-output-stdout",
    "cell-output-stderr",
    "cell-output-error",
    "cell-output-warning",
    "cell-output-message",
    "quarto-layout-panel",
    "hidden-cell",
    "incremental",
    "landscape",
    "nonincremental",
    "panel-center",
    "panel-fill",
    "light-content",
    "r-stack",
    "list-table",
)

#: As deep as divs are in each other.
_DEEPEST = 30


@dataclass(slots=True)
class Div:
    """One div: what it says of itself, and what is in it."""

    given: Attributes = field(default_factory=Attributes)
    indent: str = ""
    #: Where it begins in the text.
    place: int = 0
    parts: list[str | Div] = field(default_factory=list)


def rewrite_divs(source: Source, context: Context) -> None:
    """Rewrite all of them in *source*, whose code is aside."""
    root = _parsed(source)
    text = _joined(root, source, context)
    source.sub(re.compile(r"\A.*\Z", re.DOTALL), lambda match: text)


def without_open_fences(text: str) -> str:
    """Return *text* without fences of divs that begin or end elsewhere, as in other cells of a notebook."""
    lines = text.split("\n")
    dropped: set[int] = set()
    opened: list[int] = []
    for number, line in enumerate(lines):
        if _OPENING.fullmatch(line):
            opened.append(number)
        elif _CLOSING.fullmatch(line):
            dropped |= {number} if not opened else set()
            del opened[-1:]
    dropped |= set(opened)
    return "\n".join(line for number, line in enumerate(lines) if number not in dropped)


def _parsed(source: Source) -> Div:
    """Return the text as a tree; a fence that closes nothing is text."""
    stack = [Div()]
    place = 0
    for line in source.text.split("\n"):
        opening = _OPENING.fullmatch(line)
        if opening and len(stack) <= _DEEPEST:
            name = opening["name"]
            given = Attributes(classes=(name,)) if name else read_attributes(opening["attributes"])
            div = Div(given, opening["indent"], place)
            stack[-1].parts.append(div)
            stack.append(div)
        elif _CLOSING.fullmatch(line) and len(stack) > 1:
            stack.pop()
        else:
            if _CLOSING.fullmatch(line):
                source.unknown(":::", place, "it closes nothing")
            stack[-1].parts.append(line)
        place += len(line) + 1
    for each in stack[1:]:
        source.unknown(":::", each.place, "nothing closes it; it ends with the text")
    return stack[0]


def _joined(div: Div, source: Source, context: Context) -> str:
    # In a layout, each block has a place of its own, and a div is one of them.
    is_layout = div.given.value("layout-ncol", "layout") != ""
    texts = []
    for part in div.parts:
        text = part if isinstance(part, str) else _written(part, source, context)
        texts.append(source.aside(text) if is_layout and text and not isinstance(part, str) else text)
    return "\n".join(texts)


def _written(div: Div, source: Source, context: Context) -> str:
    """Return what *div* is in MyST."""
    given = div.given
    kind = next((each for each in given.classes if each.startswith("callout-")), "")
    content = (
        dedent(_joined(div, source, context)) if div.indent.strip() == "" else _joined(div, source, context)
    )
    prefix = given.id.partition("-")[0] if "-" in given.id else ""
    name = (
        kind or next(iter(given.classes), "") or (f"#{prefix}-" if prefix else next(iter(given.values), ""))
    )
    if given.has("hidden"):
        source.found(Outcome.LEFT_OUT, f"::: {{.{name}}}", div.place, "hidden on the web")
        return ""
    if given.has("cell") or any(each.startswith("cell-output") for each in given.classes) or not name:
        content = _of_cell(given, content, source, context) if prefix in _FLOATS else content
        return content if not div.indent else indent(content, div.indent)
    if (reason := unseen(given)) is not None:
        source.found(Outcome.LEFT_OUT, f"::: {{.{name}}}", div.place, reason)
        return ""
    source.changed(f"::: {{{'.' if given.classes else ''}{name}}}", div.place)
    target = _target(given, context) if given.id else ""
    caption = given.value("fig-cap", "tbl-cap", "lst-cap")
    if caption and caption not in content:
        content = f"{content.rstrip()}\n\n{caption}"
    if not content.strip() and not kind:
        return target.rstrip("\n")
    # Docutils has rules between sections only.
    content = _RULE.sub("<hr>", content)
    text = target + _block(kind, prefix, given, content, source)
    return indent(text, div.indent) if div.indent.strip(" \t") == "" else text


def _of_cell(given: Attributes, content: str, source: Source, context: Context) -> str:
    """Return what a cell has shown, with its caption and a target for references to its label."""
    caption, label = given.value("tbl-cap", "fig-cap"), context.label(given.id)
    if caption and caption not in source.restored(content):
        content = f"{content.rstrip()}\n\n{caption}\n"
    has_target = f":name: {label}" in source.restored(content)
    return content if has_target else f"({label})=\n{content.lstrip(chr(10))}"


def unseen(given: Attributes) -> str | None:
    """Return why nobody saw it on the web; None if it was seen."""
    formats = ("html", "html:js", "html4", "html5")
    shown, hidden = given.value("when-format"), given.value("unless-format")
    if given.has("content-visible") and ((shown and shown not in formats) or (hidden and hidden in formats)):
        return "for another format"
    if given.has("content-hidden"):
        if not given.values or (shown and shown in formats) or (hidden and hidden not in formats):
            return "hidden on the web"
        if given.value("when-meta", "unless-meta", "when-profile", "unless-profile"):
            return "hidden under a condition"
    if given.value("when-profile", "unless-profile", "when-meta", "unless-meta"):
        return "seen under a condition only"
    if given.has("notes", "hidden"):
        return "hidden on the web"
    if given.has("dark-content"):
        return "the dark one of two"
    if given.id == "refs":
        return "a note lists what it cites by itself"
    return None


def _target(given: Attributes, context: Context) -> str:
    """Return a target for references to a div with an id."""
    prefix = given.id.partition("-")[0]
    if prefix not in {**_THEOREMS, **_FLOATS}:
        return f'<a id="{given.id}"></a>\n\n'
    label = context.label(given.id)
    words = (
        f"{_THEOREMS[prefix]} ({given.value('name')})" if given.value("name") and prefix in _THEOREMS else ""
    )
    words = words or {**_THEOREMS, **_FLOATS}[prefix]
    context.references[given.id] = f"{{ref}}`{words} <{label}>`"
    return f"({label})=\n"


def _block(kind: str, prefix: str, given: Attributes, content: str, source: Source) -> str:
    """Return the directive for a div."""
    if kind:
        return _callout(kind.removeprefix("callout-"), given, content, source)
    if given.has("panel-tabset"):
        return _tabs(content, source)
    if given.has("columns"):
        return _fenced("grid", "1 1 2 2", content, source)
    if given.has("column"):
        return _fenced("grid-item", "", content, source)
    columns = given.value("layout-ncol") or ("2" if given.value("layout") else "")
    if columns.isdigit() and int(columns) > 1:
        blocks = [
            each.strip("\n")
            for each in re.split(r"\n[ \t]*\n(?=\S)", _whole(content, source))
            if each.strip()
        ]
        items = "\n".join(_fenced("grid-item", "", each, source) for each in blocks)
        return _fenced("grid", f"1 1 {min(int(columns), 12)} {min(int(columns), 12)}", items, source)
    if prefix in _THEOREMS:
        heading = _HEADING.match(content)
        named = given.value("name") or (heading["title"] if heading else "")
        rest = content[heading.end() :] if heading else content
        title = f"{_THEOREMS[prefix]} ({named})" if named else _THEOREMS[prefix]
        return _fenced("admonition", title, rest, source)
    classes = [each for each in given.classes if each not in _PLAIN and re.fullmatch(r"[A-Za-z][\w-]*", each)]
    return _fenced("container", " ".join(classes), content, source) if classes else content


def _whole(content: str, source: Source) -> str:
    """Return *content* with figures as one piece each, so that the blank lines in them divide nothing."""
    head = rf"({ASIDE.pattern})\n\n[^\n]*\n({ASIDE.pattern})"

    def aside(match: re.Match[str]) -> str:
        is_figure = source.restored(match[1]).startswith(":::{figure}")
        return source.aside(match[0]) if is_figure else match[0]

    return re.sub(head, aside, content)


def _callout(kind: str, given: Attributes, content: str, source: Source) -> str:
    heading = _HEADING.match(content)
    title = given.value("title") or (heading["title"] if heading else "")
    rest = content[heading.end() :] if heading and not given.value("title") else content
    known = kind if kind in {"note", "tip", "warning", "important", "caution"} else "note"
    if given.value("collapse").lower() in {"true", "false"}:
        state = "" if given.value("collapse").lower() == "true" else ":open:\n"
        return _fenced("dropdown", title or known.capitalize(), rest, source, state)
    if title:
        return _fenced("admonition", title, rest, source, f":class: {known}\n")
    return _fenced(known, "", rest, source)


def _tabs(content: str, source: Source) -> str:
    """Return tabs; each begins with a heading of the level of the first."""
    first = re.search(r"^[ \t]*(#{1,6})[ \t]", content, re.MULTILINE)
    if not first:
        return content
    pieces = re.split(rf"^[ \t]*{first[1]}[ \t]+([^\n]+?)[ \t]*$", content, flags=re.MULTILINE)
    items = [
        _fenced("tab-item", title, text, source)
        for title, text in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
    before = f"{pieces[0].strip()}\n\n" if pieces[0].strip() else ""
    return before + _fenced("tab-set", "", "\n".join(items), source)


def _fenced(name: str, argument: str, content: str, source: Source, options: str = "") -> str:
    """Return a directive with more colons than any in it."""
    inner = re.findall(r"^[ \t]*(:{3,})", source.restored(content), re.MULTILINE)
    colons = ":" * max([3, *(len(each) + 1 for each in inner)])
    head = f"{colons}{{{name}}}{f' {argument}' if argument else ''}\n{options}"
    return f"{head}\n{content.strip(chr(10))}\n\n{colons}" if content.strip() else f"{head}{colons}"
