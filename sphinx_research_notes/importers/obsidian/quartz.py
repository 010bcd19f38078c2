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

_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
_TEXT = r"[\"'`]([^\"'`\n]*)[\"'`]"


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
    hard_line_breaks: bool = False

    def hides(self, path: str, publish: str) -> str:
        """Return why the note at *path*, whose front matter says *publish*, was not on the site, or ""."""
        if is_ignored(path, self.ignored):
            return "Quartz ignores it"
        if self.only_published and publish.lower() != "true":
            return "Quartz showed only notes with 'publish: true'"
        return ""


def read_quartz(source: Path) -> Quartz | None:
    """Return what Quartz is told of *source*; None if that is not its folder of content."""
    try:
        text = read_text(source.resolve().parent / "quartz.config.ts")
    except (OSError, ValueError):
        return None
    text = _COMMENT.sub("", text)
    ignored = re.search(r"\bignorePatterns\s*:\s*\[([^\]]*)\]", text)
    url = _value(text, "baseUrl").strip("/")
    return Quartz(
        title=_value(text, "pageTitle"),
        url=f"https://{re.sub(r'^https?://', '', url)}" if url else "",
        language=_value(text, "locale").partition("-")[0],
        ignored="\n".join(re.findall(_TEXT, ignored[1])) if ignored else "",
        only_published="ExplicitPublish()" in text,
        hard_line_breaks="HardLineBreaks()" in text,
    )


def _value(text: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*:\s*{_TEXT}", text)
    return found[1].strip() if found else ""


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
