"""Admonitions, ``!!! note "Title"``, ``??? note``, and tabs, ``=== "Title"``, whose content is indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..markdown.source import Source

#: A line of the text, and its number.
Line = tuple[str, int]
#: The beginning of a block of code.
FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})")
_BOX = re.compile(
    r"""(?P<indent>[ \t]*)(?P<mark>!!!|\?\?\?\+?)[ \t]*(?P<kind>[\w-]+)(?P<classes>(?:[ ]+[\w-]+)*)[ \t]*"""
    r"""(?:"(?P<title>.*)")?[ \t]*"""
)
_TAB = re.compile(r"""(?P<indent>[ \t]*)===[!+]*[ \t]+(?:"(?P<title>.*)"|'(?P<other>.*)')[ \t]*""")
#: An object whose documentation mkdocstrings reads from code; its options are below it.
_OBJECT = re.compile(r"(?P<indent>[ ]*)(?P<heading>#{1,6}[ ]+)?:{3,}[ ]?(?P<name>[^\s{:][^\n]*?)[ \t]*")
#: In MyST, the beginning of a directive; in Python-Markdown, text.
_COLONS = re.compile(r"[ ]{0,3}:{3,}")
#: As deep as blocks are in each other.
_DEEPEST = 30
#: Those of docutils; each other one is shown with its name.
_KNOWN = {"note", "tip", "warning", "danger", "important", "caution", "attention", "error", "hint"}
_LIKE = {
    "info": "note",
    "success": "tip",
    "failure": "danger",
    "bug": "danger",
    "question": "hint",
    "abstract": "note",
    "example": "note",
    "quote": "note",
}


def rewrite_blocks(source: Source, *, objects: bool = False) -> None:
    """Rewrite all of them in *source*; code isn't set aside yet, as it is indented with them.

    *objects*: whether a line that begins with colons is what mkdocstrings reads, or text.
    """
    lines = [(line, number) for number, line in enumerate(source.text.split("\n"))]
    findings: list[tuple[str, int, str]] = []
    new = _converted(_without_colons(lines, findings, objects=objects), findings)
    starts = [0]
    for line, _ in lines:
        starts.append(starts[-1] + len(line) + 1)
    for construct, number, detail in findings:
        report = source.unknown if construct == ":::" else source.changed
        report(construct, starts[number], detail)
    if findings:
        source.rewrite_lines(new)


def _without_colons(lines: list[Line], findings: list[tuple[str, int, str]], *, objects: bool) -> list[Line]:
    """Return *lines* without any that begins with colons outside of code."""
    out: list[Line] = []
    place = 0
    while place < len(lines):
        text, number = lines[place]
        if fence := FENCE.match(text):
            end = _end_of_code(lines, place, fence)
            out += lines[place : end + 1]
            place = end + 1
        elif objects and (found := _OBJECT.fullmatch(text)):
            place, _ = _content(lines, place, len(found["indent"]))
            detail = "what mkdocstrings read from code was made by a program"
            findings.append((":::", number, detail))
            out.append((f"{found['indent']}{found['heading'] or ''}`{found['name']}`", number))
        elif _COLONS.match(text):
            findings.append(("colons", number, "text that isn't a directive"))
            out.append((text.replace(":", "\\:", 1), number))
            place += 1
        else:
            out.append(lines[place])
            place += 1
    return out


def _end_of_code(lines: list[Line], place: int, fence: re.Match[str]) -> int:
    """Return where the block of code ends that begins at *place*."""
    end = place + 1
    # One that is indented further belongs to the code.
    last = re.compile(rf"(?!{fence['indent']}(?:[ ]{{4}}|\t))[ \t]*{fence['fence']}[`~]*[ \t]*")
    while end < len(lines) and not last.fullmatch(lines[end][0]):
        end += 1
    return end


def _converted(lines: list[Line], findings: list[tuple[str, int, str]], depth: int = 0) -> list[Line]:
    out: list[Line] = []
    place = 0
    while place < len(lines):
        text, number = lines[place]
        if fence := FENCE.match(text):
            end = _end_of_code(lines, place, fence)
            out += lines[place : end + 1]
            place = end + 1
        elif depth < _DEEPEST and (box := _BOX.fullmatch(text)):
            end, content = _content(lines, place, len(box["indent"]))
            findings.append((f"{box['mark'][:3]} {box['kind']}", number, ""))
            out += _box(box, number, _converted(content, findings, depth + 1))
            place = end
        elif depth < _DEEPEST and _TAB.fullmatch(text):
            place = _tabs(lines, place, out, findings, depth)
        else:
            out.append(lines[place])
            place += 1
    return out


def _content(lines: list[Line], place: int, indent: int) -> tuple[int, list[Line]]:
    """Return where the block at *place* ends, and the lines of its content without their indentation."""
    end = place + 1
    content: list[Line] = []
    while end < len(lines):
        text = lines[end][0].expandtabs(4)
        if text.strip() and len(text) - len(text.lstrip()) < indent + 4:
            break
        content.append((text[indent + 4 :] if text.strip() else "", lines[end][1]))
        end += 1
    while content and not content[0][0].strip():
        del content[0]
    while content and not content[-1][0].strip():
        content.pop()
        end -= 1
    return end, content


def _box(box: re.Match[str], number: int, content: list[Line]) -> list[Line]:
    kind = box["kind"].lower()
    known = kind if kind in _KNOWN else _LIKE.get(kind, "note")
    title = box["title"] if box["title"] is not None else "" if kind in _KNOWN else kind.capitalize()
    if not content:  # Its text isn't indented. A directive needs some.
        return _fenced(known, "", [], [(title or kind.capitalize(), number)], number, box["indent"])
    if box["mark"].startswith("?"):
        options = [":open:"] if box["mark"].endswith("+") else []
        return _fenced("dropdown", title or kind.capitalize(), options, content, number, box["indent"])
    if title:
        return _fenced("admonition", title, [f":class: {known}"], content, number, box["indent"])
    return _fenced(known, "", [], content, number, box["indent"])


def _tabs(
    lines: list[Line], place: int, out: list[Line], findings: list[tuple[str, int, str]], depth: int
) -> int:
    """Add the tabs that begin at *place* to *out*; return where they end."""
    first = lines[place][1]
    indent = (_TAB.fullmatch(lines[place][0]) or {"indent": ""})["indent"]
    items: list[Line] = []
    while place < len(lines) and (tab := _TAB.fullmatch(lines[place][0])) and tab["indent"] == indent:
        number = lines[place][1]
        findings.append(("=== tab", number, tab["title"] or tab["other"] or ""))
        end, content = _content(lines, place, len(indent))
        items += _fenced(
            "tab-item",
            tab["title"] or tab["other"] or "",
            [],
            _converted(content, findings, depth + 1),
            number,
            "",
        )
        place = end
        while end < len(lines) and not lines[end][0].strip():
            end += 1
        if end < len(lines) and _TAB.fullmatch(lines[end][0]):
            place = end
    out += _fenced("tab-set", "", [], items, first, indent)
    return place


def _fenced(
    name: str, title: str, options: list[str], content: list[Line], number: int, indent: str
) -> list[Line]:
    inner = [len(match[1]) for text, _ in content if (match := re.match(r"[ \t]*(:{3,})", text))]
    colons = ":" * max([3, *(each + 1 for each in inner)])
    head = [
        f"{colons}{{{name}}}{f' {title}' if title else ''}",
        *options,
        *([""] if options or title else []),
    ]
    last = content[-1][1] if content else number
    found = [*((each, number) for each in head), *content, (colons, last)]
    before: list[Line] = [] if indent else [("", number)]
    return [
        *before,
        *((f"{indent}{text}" if text else "", line) for text, line in found),
        *([] if indent else [("", last)]),
    ]
