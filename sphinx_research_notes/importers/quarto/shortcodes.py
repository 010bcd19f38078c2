"""Shortcodes, ``{{< name argument key="value" >}}`` (https://quarto.org/docs/extensions/shortcodes.html)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..front_matter import read_front_matter
from ..markdown.directives import video_link
from ..records import Outcome
from ..site_tags import filled

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_SHORTCODE = re.compile(
    r"(?<!\{)\{\{<[ \t]*(?P<name>[\w./-]+)(?P<rest>(?:(?!\{\{<)[^>\n]|>(?!\}\}))*?)/?>\}\}(?!\})"
)
_ESCAPED = re.compile(r"\{\{\{<(?P<text>[^\n]*?)>\}\}\}")
_INCLUDE = re.compile(
    r"^(?P<indent>[ \t]*)\{\{<[ \t]*include[ \t]+(?P<path>[^>\n]+?)[ \t]*>\}\}[ \t]*$", re.MULTILINE
)
_ARGUMENT = re.compile(r"""(?:(?P<key>[\w-]+)=)?(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+))""")
#: As deep as includes go.
_DEEPEST = 5
_SYSTEMS = {"mac": "macOS", "win": "Windows", "linux": "Linux"}
#: What is nothing in a page, or is made by the theme.
_NOTHING = {"pagebreak", "contents"}
_ICONS = {"fa", "iconify", "bi", "ai", "icon", "lordicon", "fontawesome"}


def include_files(source: Source, context: Context) -> None:
    """Put the texts of included files in the place of each ``include``."""
    for _ in range(_DEEPEST):
        before = source.text
        source.sub(_INCLUDE, lambda match: _included(source, context, match))
        if source.text == before:
            return


def _included(source: Source, context: Context, match: re.Match[str]) -> str | None:
    path = match["path"].strip().strip("\"'")
    text = context.read(context.path(path))
    if text is None:
        return None
    body = read_front_matter(text).body.strip("\n")
    source.changed("{{< include >}}", match.start(), f"the text of {path}")
    return "\n".join(f"{match['indent']}{line}" if line else "" for line in body.split("\n"))


def fill_values(source: Source, context: Context) -> None:
    """Replace ``meta`` and ``var`` by the values that they name, in code too."""
    source.sub(_SHORTCODE, lambda match: _value(source, context, match))


def _value(source: Source, context: Context, match: re.Match[str]) -> str | None:
    if match["name"] not in {"meta", "var"}:
        return None
    found: Any = context.meta if match["name"] == "meta" else context.project.variables
    for step in re.split(r"(?<!\\)\.", match["rest"].strip().strip("\"'")):
        found = found.get(step.replace("\\.", ".")) if isinstance(found, dict) else None
    if not isinstance(found, (str, int, float)):
        return None
    source.changed(f"{{{{< {match['name']} >}}}}", match.start(), str(found))
    return str(found)


def rewrite_shortcodes(source: Source, context: Context) -> None:
    """Rewrite all others in *source*, whose code is aside."""
    source.sub(_SHORTCODE, lambda match: _rewritten(source, context, match))
    source.sub(_ESCAPED, lambda match: source.aside(f"{{{{<{match['text']}>}}}}"))


def arguments_of(text: str) -> dict[str, str]:
    """Return the arguments by name, and by position: ``"0"``."""
    found: dict[str, str] = {}
    place = 0
    for match in _ARGUMENT.finditer(text):
        value = match["a"] or match["b"] or match["c"] or ""
        if match["key"]:
            found[match["key"]] = value
        else:
            found[str(place)] = value
            place += 1
    return found


def _rewritten(source: Source, context: Context, match: re.Match[str]) -> str | None:
    name, given = match["name"], arguments_of(match["rest"])
    construct = f"{{{{< {name} >}}}}"
    if name in context.table:
        source.changed(construct, match.start(), "by the table of tags")
        return filled(context.table[name], given)
    new = _known(source, name, given)
    if new is None:
        source.unknown(construct, match.start(), match["rest"].strip())
        # As code, it stays readable.
        return source.aside(f"`{match[0]}`")
    if name in _NOTHING | _ICONS:
        source.found(Outcome.LEFT_OUT, construct, match.start(), match["rest"].strip())
    else:
        source.changed(construct, match.start())
    return new


def _keys(given: dict[str, str]) -> str:
    """Return the keys to press: Quarto shows those of the reader's system, and here are those of all."""
    systems: dict[str, list[str]] = {}
    for system, keys in given.items():
        systems.setdefault(keys, []).extend([_SYSTEMS[system]] if system in _SYSTEMS else [])
    alternatives = []
    for keys, names in systems.items():
        of = f" ({', '.join(names)})" if names and len(systems) > 1 else ""
        alternatives.append(f"{{kbd}}`{keys}`{of}")
    return " / ".join(alternatives)


def _known(source: Source, name: str, given: dict[str, str]) -> str | None:
    """Return what stands for a shortcode; None if that cannot be told."""
    first = given.get("0", "")
    if name in _NOTHING | _ICONS:
        return ""
    if name == "video" and first:
        return source.aside(_video(first, given))
    if name == "kbd":
        return source.aside(_keys(given))
    if name == "embed" and first:
        path, _, cell = first.partition("#")
        return f"[{path}{f', {cell}' if cell else ''}]({path})"
    if name == "placeholder":
        return f"({' × '.join(given[each] for each in ('0', '1') if each in given)})"
    return None


def _video(address: str, given: dict[str, str]) -> str:
    title = given.get("title", "")
    youtube = re.search(
        r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:embed/|watch\?(?:.*&)?v=))([\w-]+)", address
    )
    if youtube:
        link = f"https://www.youtube.com/watch?v={youtube[1]}"
        return f"[{title or f'YouTube: {youtube[1]}'}]({link})"
    if "vimeo.com" in address or "brightcove" in address:
        return f"[{title}]({address})" if title else video_link("Video", address)
    return f'<video src="{address}" controls></video>'


def is_video(address: str) -> bool:
    """Whether *address* is shown as a video when it is written as an image."""
    return bool(
        re.search(r"\.(?:mp4|webm|ogv|mov)(?:[?#]|$)|youtube\.com/embed|youtu\.be/|player\.vimeo", address)
    )


def video(address: str, title: str = "") -> str:
    """Return what stands for a video at *address*."""
    return _video(address, {"title": title})
