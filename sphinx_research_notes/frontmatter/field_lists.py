"""Front matter as a reStructuredText field list, before or right after the title of a document."""

from __future__ import annotations

import re
from typing import Any

from .block import FOREIGN, HIDING, OTHER_FLAGS, Block, clean
from .headers import TELLING
from .lenient_yaml import BROKEN, load, tidy

#: Keys that mark the fields after a title as front matter.
_KNOWN = TELLING | {
    "author", "authors", "category", "categories", "keywords", "lang", "language", "license", "permalink",
    "series", "slug", "summary", "updated", "modified",
}  # fmt: skip
#: An underline or overline of a title.
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*")
#: Markup that shows nothing: a comment, a target, a substitution, or a directive without output.
_UNSEEN = re.compile(
    r"""\.\.(?!\S)(?!\s+[\w:+.-]+::)
    |\.\.\s+(?:meta|role|default-role|title|highlight|index|(?:\w+:)?(?:current)?module|(?:section|code)author)::""",
    re.VERBOSE,
)
# Follows docutils, so that both agree where the list ends: a colon in a name is allowed (``:og:title: x``).
_FIELD = re.compile(r":(?![: ])(?P<key>(?:\\.|:(?![ \t`]|$)|[^:\\\n])+)(?<! ):(?:[ \t]+(?P<value>.*)|$)")


def field_list(source: str) -> Block:
    """Return the field list at the beginning of a reStructuredText *source*; an empty block if there is none.

    Lists, mappings and quoted strings are parsed as YAML; everything else is text.
    """
    lines = clean(source).split("\n")
    block = Block(rest=source)
    place = take_fields(lines, _first_content(lines), block)
    block.body_line = place + 1
    if block.values.keys() - FOREIGN:
        block.rest = "\n".join(lines)
    return block


def take_fields(lines: list[str], place: int, block: Block) -> int:
    """Move the fields at *place* from *lines* to *block*, leaving foreign ones; return where they end."""
    while place < len(lines) and (match := _FIELD.match(lines[place])):
        end = _field_end(lines, place, block)
        name = match["key"].replace("\\", "").strip()
        value = _field_value(match["value"] or "", lines[place + 1 : end])
        # A field without a value is a flag, like ``:orphan:``.
        flag = value is None and name.lower() in {"draft", "private"}
        block.put(name, "true" if flag else value, place + 1)
        for number in range(place + 1, end):
            # A hiding field indented by mistake is not part of the value before it.
            deeper = _FIELD.match(lines[number].strip())
            if deeper and (key := deeper["key"].strip().lower()) in HIDING | OTHER_FLAGS:
                block.put(key, (deeper["value"] or "true").strip(), number + 1)
        if name not in FOREIGN:
            lines[place:end] = [""] * (end - place)
        place = next((i for i in range(end, len(lines)) if lines[i].strip()), len(lines))
    return place


def _first_content(lines: list[str], start: int = 0) -> int:
    """Return the first line from *start* that shows something: no comment, target or the like."""
    unseen = False
    for place, line in enumerate(lines[start:], start):
        if not line.strip() or (unseen and line[0] in " \t"):
            continue
        unseen = bool(_UNSEEN.match(line))
        if not unseen:
            return place
    return len(lines)


def _field_end(lines: list[str], place: int, block: Block) -> int:
    """Return the line after the field at *place*, including an unindented line before another field."""
    end = place + 1
    while end < len(lines):
        if lines[end].strip() and lines[end][0] not in " \t":
            stray = end
            while stray < len(lines) and lines[stray].strip() and not _FIELD.match(lines[stray]):
                stray += 1
            if stray == end or stray == len(lines) or not lines[stray].strip() or not lines[end - 1]:
                break
            block.fault("unindented line in the field list; ignored", end + 1)
            lines[end:stray] = [""] * (stray - end)
            end = stray
            break
        end += 1
    while end > place + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _field_value(first: str, more: list[str]) -> Any:
    """Return the value of a field: as YAML if it looks like it, else as text."""
    indent = min((len(m) - len(m.lstrip()) for m in more if m.strip()), default=0)
    lines = [first, *(m[indent:] for m in more)]
    text = tidy("\n".join(lines)).strip()
    if text in {"", "~", "null"}:
        return None
    literal = re.match(r"[|>][+-]?\n", text)
    try:
        value = load(text.replace("\n", "\n ") if literal else text)[1]
    except BROKEN:
        return _folded(text)
    # ``:title: A: b`` is not a mapping, ``:title: No. 1 # 2`` contains no comment.
    own_lines = not first.strip() or "\n" in text
    if isinstance(value, list) and (text[0] == "[" or own_lines):
        return value
    if isinstance(value, dict) and (text[0] == "{" or "\n" in text):
        return value
    return value if isinstance(value, str) and (literal or text[0] in "\"'") else _folded(text)


def _folded(text: str) -> str:
    """Join *text* to one line, except for a last line that begins with a dash (an attribution)."""
    *lines, last = (" ".join(line.split()) for line in text.split("\n") if line.strip())
    if lines and last.startswith(("--", "—", "―")):
        return f"{' '.join(lines)}\n{last}".strip()
    return " ".join([*lines, last]).strip()


def fields_after_title(block: Block) -> Block:
    """Return *block*, and the field list right after the title in the rest of its source, as one block.

    Of fields that stand before the title too, the later value counts. They are left alone if none of them
    identifies them as front matter, and cannot set the kind of the document.
    """
    lines = clean(block.rest).split("\n")
    place = _after_title(lines, _first_content(lines, block.body_line - 1))
    after = Block()
    take_fields(lines, place, after)
    if not {name.lower() for name in after.values} & _KNOWN:
        return block
    for name, value in after.values.items():
        if name.lower() not in {"layout", "kind", "blogpost"}:
            block.put(name, value, after.lines[name])
    block.faults += after.faults
    block.rest = "\n".join(lines)
    return block


def _after_title(lines: list[str], first: int) -> int:
    """Return the first line that shows something after the title in line *first*; the end if it is none."""
    over = first < len(lines) and bool(_RULE.fullmatch(lines[first]))
    under = first + 1 + over
    if under >= len(lines) or not _RULE.fullmatch(lines[under]):
        return len(lines)
    return _first_content(lines, under + 1)
