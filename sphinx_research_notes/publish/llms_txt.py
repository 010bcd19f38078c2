"""Write ``llms.txt``, which tells programs that read Markdown what there is (https://llmstxt.org). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.characters import NONCHARACTERS, scrubbed
from ..model.taxonomy import cut
from . import markdown_inline as inline

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = re.compile(f"[{NONCHARACTERS}]")
#: The length of a description.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Item:
    """A link."""

    title: str
    url: str
    #: Plain text; may be empty.
    description: str = ""


def llms_txt(title: str, description: str, sections: Iterable[tuple[str, tuple[Item, ...]]]) -> bytes:
    """Return the file: the *title* and *description* of the site, and *sections* with links."""
    blocks = [f"# {plain_markdown(title)}"]
    if description:
        blocks.append(f"> {plain_markdown(description)}")
    for heading, items in sections:
        if items:
            blocks += [f"## {plain_markdown(heading)}", "\n".join(map(_line, items))]
    return ("\n\n".join(blocks) + "\n").encode()


def _line(item: Item) -> str:
    link = f"- [{plain_markdown(item.title)}]({inline.address(item.url)})"
    description = cut(" ".join(item.description.split()), _LONGEST)
    return f"{link}: {plain_markdown(description)}" if description else link


def plain_markdown(text: str) -> str:
    """Return plain *text* as Markdown on one line."""
    return inline.resolved(inline.escaped(_MARKS.sub("", scrubbed(text))))
