"""An article in reStructuredText: only what Pelican alone has is changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..markdown.source import Source

#: A directive that begins a block of code; https://docs.getpelican.com/en/latest/content.html#syntax-highlighting
_CODE = re.compile(
    r"^(?P<indent>[ \t]*)\.\. (?P<name>code-block|sourcecode|code)::(?P<language>[^\n]*)\n"
    r"(?P<options>(?:(?P=indent)[ \t]+:[\w-]+:[^\n]*\n)+)",
    re.MULTILINE,
)
_OPTION = re.compile(r"^(?P<indent>[ \t]+):(?P<name>[\w-]+):[ \t]*(?P<value>[^\n]*)$", re.MULTILINE)
#: Pelican's names for what Sphinx can do as well.
_OPTIONS = {"hl_lines": "emphasize-lines", "linenostart": "lineno-start", "linenos": "linenos"}
_OURS = {
    *("linenos", "lineno-start", "emphasize-lines", "caption", "name", "class", "dedent", "force"),
    "number-lines",
}
#: Directives of the plug-ins pelican_youtube, pelican_vimeo, gist_directive and their kind.
_PLAYER = re.compile(
    r"^(?P<indent>[ \t]*)\.\. (?P<name>youtube|vimeo|gist|soundcloud)::[ \t]*(?P<key>\S+)[^\n]*\n?"
    r"(?:(?P=indent)[ \t]+:[\w-]+:[^\n]*\n?)*",
    re.MULTILINE,
)
_PLAYERS = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v="),
    "vimeo": ("Vimeo", "https://vimeo.com/"),
    "gist": ("Gist", "https://gist.github.com/"),
    "soundcloud": ("SoundCloud", "https://soundcloud.com/"),
}
#: A directive, after the substitution that it may be for.
_DIRECTIVE = re.compile(r"^[ \t]*\.\. (?:\|[^|\n]+\|[ \t]+)?(?P<name>[\w:+.-]*\w)::(?=\s|$)", re.MULTILINE)
#: Those of docutils and of Sphinx, but not those about programs, which are in domains.
_KNOWN = frozenset(
    """
    admonition attention caution centered class code code-block codeauthor compound container contents
    csv-table currentmodule danger date default-domain default-role deprecated deprecated-removed epigraph
    error figure footer glossary graphviz header highlight highlights hint hlist image important include
    index list-table literalinclude math meta note only parsed-literal productionlist pull-quote raw replace
    role rst-class rubric sectionauthor sectnum section-numbering seealso sidebar sourcecode table
    tabularcolumns target-notes tip title toctree topic unicode versionadded versionchanged versionremoved
    warning acks
    """.split()
)
_INLINE = re.compile(r"``[^`\n]+(?:`[^`\n]+)*``")


def rewrite_rest(source: Source) -> None:
    """Rewrite the directives of Pelican in *source*, and set aside what is shown as it is."""
    source.sub(_CODE, lambda match: _code(source, match))
    source.sub(_PLAYER, lambda match: _player(source, match))
    source.set_aside(_INLINE)
    _set_blocks_aside(source)
    for match in _DIRECTIVE.finditer(source.text):
        name = match["name"]
        if name.lower() not in _KNOWN and ":" not in name:
            why = "Sphinx has no such directive: its text is shown only if an extension in conf.py has"
            source.unknown(f".. {name}::", match.start(), why)


def _code(source: Source, match: re.Match[str]) -> str | None:
    left_out: list[str] = []
    lines = [f"{match['indent']}.. {match['name']}::{match['language']}\n"]
    for option in _OPTION.finditer(match["options"]):
        name = _OPTIONS.get(option["name"], option["name"])
        value = option["value"].strip()
        if name not in _OURS or (name == "linenos" and value == "none"):
            left_out.append(option["name"])
            continue
        if name == "linenos":
            value = ""
        elif name == "emphasize-lines":
            value = ",".join(value.replace(",", " ").split())
        lines.append(f"{option['indent']}:{name}:{f' {value}' if value else ''}\n")
    new = "".join(lines)
    if new == match[0]:
        return None
    why = f"without {', '.join(left_out)}" if left_out else "its options are called otherwise here"
    source.changed(f".. {match['name']}::", match.start(), why)
    return new


def _player(source: Source, match: re.Match[str]) -> str:
    source.changed(f".. {match['name']}::", match.start(), "a link, which loads nothing by itself")
    name, base = _PLAYERS[match["name"]]
    return f"{match['indent']}`{name}: {match['key']} <{base}{match['key']}>`__\n"


def _set_blocks_aside(source: Source) -> None:
    """Set aside the lines of literal blocks: below ``::``, and in directives for code."""
    starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
    lines = source.text.split("\n")
    parts = [
        (starts[first], starts[last] - 1 if last < len(starts) else len(source.text))
        for first, last in _literal(lines)
    ]
    source.replace_parts([(start, end, source.aside(source.text[start:end])) for start, end in parts])


def _literal(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each literal block, and the one after its last."""
    place = 0
    while place < len(lines):
        line = lines[place]
        indent = len(line) - len(line.lstrip())
        is_code = re.match(r"\s*\.\. (?:code-block|sourcecode|code|math|parsed-literal)::", line)
        is_directive = re.match(r"\s*\.\. ", line)
        place += 1
        if not is_code and (not line.rstrip().endswith("::") or is_directive):
            continue
        first = end = place
        while place < len(lines) and (not lines[place].strip() or _indent(lines[place]) > indent):
            place += 1
            end = place if lines[place - 1].strip() else end
        if end > first:
            yield first, end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
