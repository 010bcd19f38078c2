"""Pictures, formulas and headings, with the labels that references name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.directives import destination, option, sized
from ..markdown.headings import HEADING, github_id, plain
from ..markdown.pandoc_attributes import BRACES, Attributes, read_attributes
from .captions import ATTRIBUTES_AT_END, rewrite_captions
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
    rewrite_captions(source, context)
    source.sub(HEADING, lambda match: _heading(source, context, match))
    source.sub(_IMAGE, lambda match: _image(source, context, match))
    source.sub(_LINKED, lambda match: _of_link(source, match))


def _heading(source: Source, context: Context, match: re.Match[str]) -> str | None:
    text = match["text"] or ""
    found = ATTRIBUTES_AT_END.search(text)
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


def _image(source: Source, context: Context, match: re.Match[str]) -> str | None:
    given = read_attributes(match["attributes"] or "")
    address = match["address"].strip().strip("<>").replace("\\", "")
    if _lacks_suffix(address) and context.read(f"{context.path(address)}.png") is not None:
        # What Quarto takes for granted.
        address += ".png"
    if is_video(address):
        source.changed("video written as an image", match.start(), address)
        return source.aside(video(address, plain(match["text"])))
    text, alt = match["text"].strip(), given.value("fig-alt", "alt")
    caption = given.value("fig-cap") or text
    if _stands_alone(source, match) and caption:
        return _figure(source, context, match, address, caption, given)
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


def _lacks_suffix(address: str) -> bool:
    return bool(address) and ":" not in address and "." not in address.rpartition("/")[2]


def _figure(
    source: Source, context: Context, match: re.Match[str], address: str, caption: str, given: Attributes
) -> str:
    text = source.text
    indent = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    options = []
    if given.id:
        label = context.label(given.id)
        context.references[given.id] = f"{{numref}}`{label}`"
        options.append(f":name: {label}")
    if alt := given.value("fig-alt", "alt"):
        options.append(option("alt", alt))
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
