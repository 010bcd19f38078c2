"""Pictures, tables, formulas and headings, with the labels that references name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.directives import destination, sized
from ..markdown.headings import HEADING, github_id, plain
from ..markdown.pandoc_attributes import BRACES, Attributes, read_attributes
from .shortcodes import is_video, video

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_TEXT = r"(?:[^\[\]\\\n]|\n(?![ \t]*\n)|\\.|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])*"
_IMAGE = re.compile(
    rf"""!\[(?P<text>{_TEXT})\]\(\s*(?P<address><[^>\n]*>|(?:[^()\n"\\]|\\.|\([^()\n]*\))*?)
    (?:\s+"(?P<title>[^"]*)")?\s*\)(?P<attributes>{BRACES})?""",
    re.VERBOSE,
)
_LINKED = re.compile(rf"(?<=\))(?P<attributes>{BRACES})")
_EQUATION = re.compile(r"(?P<formula>\$\$(?:(?!\$\$).)+?\$\$)[ \t]*\{#(?P<label>eq-[\w:.-]+)\}", re.DOTALL)
_CAPTION = re.compile(r"[ \t]*(?:Table)?:[ \t]+(?P<text>\S[^\n]*)")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_ATTRIBUTES_AT_END = re.compile(rf"[ \t]*(?P<attributes>{BRACES})[ \t]*$")
_FENCE = re.compile(r"[ \t]*:{3,}[^\n]*")


def label_formulas(source: Source, context: Context) -> None:
    """Write the labels of formulas as MyST has them; before formulas are set aside."""

    def replace(match: re.Match[str]) -> str:
        label = context.label(match["label"])
        context.references[match["label"]] = f"Equation {{eq}}`{label}`"
        source.changed("label of a formula", match.start(), label)
        body = match["formula"][2:-2].strip()
        return source.aside(f"$$\n{body}\n$$ ({label})")

    source.sub(_EQUATION, replace)


def rewrite_figures(source: Source, context: Context) -> None:
    """Rewrite pictures, tables with captions and headings with attributes in *source*."""
    _rewrite_tables(source, context)
    source.sub(HEADING, lambda match: _heading(source, context, match))
    source.sub(_IMAGE, lambda match: _image(source, context, match))
    source.sub(_LINKED, lambda match: _of_link(source, match))


def _heading(source: Source, context: Context, match: re.Match[str]) -> str | None:
    text = match["text"] or ""
    found = _ATTRIBUTES_AT_END.search(text)
    if not found:
        return None
    given = read_attributes(found["attributes"])
    words = text[: found.start()].rstrip()
    source.changed("attributes of a heading", match.start(), found["attributes"])
    head = f"{match['before']}{match['marks']} {words}"
    if given.id.startswith("sec-"):
        label = context.label(given.id)
        context.references[given.id] = f"{{ref}}`{label}`"
        return f"({label})=\n{head}"
    if given.id and given.id != github_id(plain(source.restored(words))):
        return f'<a id="{given.id}"></a>\n\n{head}'
    return head


def _rewrite_tables(source: Source, context: Context) -> None:
    """Write each table that has a caption below or above it as a directive."""
    lines = source.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found = []
    done = 0
    for number, line in enumerate(lines):
        if (
            number <= done
            or ("|" not in line and "-" not in line)
            or not _RULE.fullmatch(line)
            or "|" not in lines[number - 1]
        ):
            continue
        end = number + 1
        while end < len(lines) and "|" in lines[end]:
            end += 1
        below = end if end < len(lines) and lines[end].strip() else end + 1
        above = number - 2 if number > 1 and lines[number - 2].strip() else number - 3
        for place, first, last in ((below, number - 1, below + 1), (above, above, end)):
            if 0 <= place < len(lines) and (caption := _CAPTION.fullmatch(lines[place])):
                while (
                    place == below
                    and last < len(lines)
                    and lines[last].strip()
                    and "{" not in caption["text"]
                ):
                    last += 1
                text = " ".join([caption["text"], *(lines[below + 1 : last] if place == below else [])])
                found.append(
                    (starts[first], min(starts[last], len(source.text)), text, lines[number - 1 : end])
                )
                done = end
                break
    for start, stop, text, rows in reversed(found):
        new = _table(source, context, start, text, rows)
        part = re.compile(rf"(?s)(?<!.)(.{{{start}}}).{{{stop - start}}}")
        source.sub(part, lambda match, new=new: f"{match[1]}{new}\n")  # type: ignore[misc]


def _table(source: Source, context: Context, place: int, text: str, rows: list[str]) -> str:
    caption, given = _divided(text)
    label = given.id
    source.changed("table with a caption", place, label)
    option = ""
    if label:
        option = source.aside(f":name: {context.label(label)}\n")
        context.references[label] = f"{{numref}}`{context.label(label)}`"
    head, foot = source.aside(":::{table} "), source.aside(":::")
    table = "\n".join(rows)
    return f"{head}{' '.join(caption.split())}\n{option}\n{table}\n{foot}"


def _divided(caption: str) -> tuple[str, Attributes]:
    found = _ATTRIBUTES_AT_END.search(caption)
    if not found:
        return caption.strip(), Attributes()
    return caption[: found.start()].strip(), read_attributes(found["attributes"])


def _image(source: Source, context: Context, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"] or "")
    address = match["address"].strip().strip("<>").replace("\\", "")
    if is_video(address):
        source.changed("video written as an image", match.start(), address)
        return source.aside(video(address, plain(match["text"])))
    text, alt = match["text"].strip(), given.value("fig-alt", "alt")
    caption = given.value("fig-cap") or text
    if _stands_alone(source, match) and caption:
        return _figure(source, context, match, caption, given)
    if match["attributes"]:
        source.changed("attributes of an image", match.start(), match["attributes"])
    title = f' "{match["title"]}"' if match["title"] else ""
    written = given.written(span=True)
    label = (alt or text).replace("[", "\\[").replace("]", "\\]") if alt else text
    return f"![{label}]({destination(address)}{title}){source.aside(written) if written else ''}"


def _stands_alone(source: Source, match: re.Match[str]) -> bool:
    """Whether the image is a paragraph: Pandoc makes a figure of it, with its text as the caption."""
    text = source.text
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    end = len(text) if end < 0 else end
    if text[start : match.start()].strip() or text[match.end() : end].strip():
        return False
    above = (
        text[:start].rstrip("\n").rpartition("\n")[2] if start and text[start - 2 : start - 1] != "\n" else ""
    )
    below = text[end + 1 :].partition("\n")[0]
    return all(not each.strip() or _FENCE.fullmatch(each) for each in (above, below))


def _figure(source: Source, context: Context, match: re.Match[str], caption: str, given: Attributes) -> str:
    text = source.text
    indent = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    address = match["address"].strip().strip("<>").replace("\\", "")
    options = []
    if given.id:
        label = context.label(given.id)
        context.references[given.id] = f"{{numref}}`{label}`"
        options.append(f":name: {label}")
    if alt := given.value("fig-alt", "alt"):
        options.append(f":alt: {' '.join(alt.split())}")
    if width := sized(given.value("width")):
        options.append(f":width: {width}")
    align = given.value("fig-align")
    if align in {"left", "right", "center"}:
        options.append(f":align: {align}")
    classes = " ".join(each for each in given.classes if re.fullmatch(r"[A-Za-z][\w-]*", each))
    if classes:
        options.append(f":class: {classes}")
    source.changed("figure", match.start(), given.id)
    head = source.aside("\n".join([f":::{{figure}} {address}", *(f"{indent}{each}" for each in options)]))
    return f"{head}\n\n{indent}{' '.join(caption.split())}\n{indent}{source.aside(':::')}"


def _of_link(source: Source, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"])
    if not (given.id or given.classes or given.values):
        return None
    source.changed("attributes of a link", match.start(), match["attributes"])
    return source.aside(given.written()) if given.written() else ""
