"""What the configuration of Quartz (https://quartz.jzhao.xyz/configuration) says of the vault that it shows.

It is read as text, and never run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.note import Note as Record
from ...model.permalinks import PlaceError, from_pattern
from ..files import read_text
from ..ignored import is_ignored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: A comment, or a text, in which nothing is one.
_PART = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL
)
_TEXT = r"""(?:"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\$])*)`)"""
_TEXTS = re.compile(rf"\[\s*((?:{_TEXT}\s*,?\s*)*)\]")
#: What only globs have; and a part of one that is taken for anything.
_GLOB = re.compile(r"[?*+@!]?\([^()]*\)|\[[^\]]*\]|\{[^{}]*\}|\\.")


@dataclass(frozen=True, slots=True)
class Quartz:
    """The site that Quartz made."""

    title: str = ""
    #: With scheme; empty if unknown.
    url: str = ""
    language: str = ""
    #: The files that are not part of the site, as patterns, one a line.
    ignored: str = ""
    #: Whether only notes with ``publish: true`` were shown.
    only_published: bool = False
    #: Whether it can't be told which files are not part of the site.
    is_unclear: bool = False
    hard_line_breaks: bool = False

    def hides(self, path: str, publish: str) -> str:
        """Return why the note at *path*, whose front matter says *publish*, was not on the site, or ""."""
        if is_ignored(path, self.ignored):
            return "Quartz ignores it"
        if self.is_unclear:
            return "its 'ignorePatterns' cannot be read"
        if self.only_published and publish.lower() != "true":
            return "Quartz showed only notes with 'publish: true'"
        return ""


def read_quartz(source: Path) -> Quartz | None:
    """Return what Quartz is told of *source*; None if that is not its folder of content."""
    try:
        text = read_text(source.resolve().parent / "quartz.config.ts")
    except (OSError, ValueError):
        return None
    text = _PART.sub(lambda match: " " if match[0].startswith("/") else match[0], text)
    ignored, is_unclear = _ignored(text)
    url = _value(text, "baseUrl").strip("/")
    return Quartz(
        title=_value(text, "pageTitle"),
        url=f"https://{re.sub(r'^https?://', '', url)}" if url else "",
        language=_value(text, "locale").partition("-")[0],
        ignored="\n".join(ignored),
        is_unclear=is_unclear,
        only_published=re.search(r"\bExplicitPublish\s*\(", text) is not None,
        hard_line_breaks="HardLineBreaks()" in text,
    )


def _value(text: str, name: str) -> str:
    found = re.search(rf"\b{name}[\"']?\s*:\s*{_TEXT}", text)
    return _unquoted(found.groups()).strip() if found else ""


def _unquoted(groups: tuple[str | None, ...]) -> str:
    return re.sub(r"\\(.)", r"\1", next((each for each in groups if each), ""))


def _ignored(text: str) -> tuple[list[str], bool]:
    """Return the patterns that the configuration *text* names, and whether there are others in it."""
    named = re.search(r"\bignorePatterns\b[\"']?\s*:?\s*", text)
    if named is None:
        return [], False
    texts = _TEXTS.match(text, named.end())
    found = [_unquoted(match.groups()) for match in re.finditer(_TEXT, texts[1])] if texts else []
    return [_plain(each) for each in found if not each.startswith("!")], texts is None


def _plain(pattern: str) -> str:
    """Return a glob as :func:`is_ignored` reads it, which may match more."""
    return _GLOB.sub("*", pattern.removeprefix("./"))


def address_of(docname: str) -> str:
    """Return the address that Quartz gives to the page of *docname*; empty if no page can have it."""
    try:
        place = from_pattern("quartz", Record(docname=docname))
    except PlaceError:
        return ""
    is_folder = docname.rpartition("/")[2] in {"index", "_index"}
    place = place.removesuffix("index.html")
    return f"/{place}" if is_folder else f"/{place.removesuffix('/')}"


def addresses_of_names(names: Iterable[str], folder: str, taken: set[str]) -> Iterator[str]:
    """Yield the addresses that lead to a note in *folder* from its other *names*.

    Some versions of Quartz have them below the folder, others below the root. Without those in *taken*, to
    which they are added.
    """
    for name in names:
        for within in dict.fromkeys(("", f"{folder}/" if folder else "")):
            address = address_of(f"{within}{name.removesuffix('.md').strip('/')}")
            if address and address not in taken:
                taken.add(address)
                yield address
