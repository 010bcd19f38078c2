"""A block of front matter: what its lines say, before they are understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..model.faults import Fault

#: How many unreadable lines of one block are named.
MOST_FAULTS = 20

#: Keys that can hide a note: of two values both count, and no broken line beside them loses them.
HIDING = frozenset({"draft", "private", "published", "publish", "dg-publish", "visibility", "status"})


#: Keys that MyST, Sphinx or notebooks read themselves; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """*text* without a byte-order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class Block:
    """The front matter of one source: texts, lists and mappings of texts, with their lines."""

    values: dict[str, Any] = field(default_factory=dict)
    #: Line of each key, from 1.
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: The source with our own keys blanked, its lines where they were.
    rest: str = ""
    #: The first line of the body, from 1.
    body_line: int = 1
    #: Why nobody can tell what the block says: then the file is kept back.
    unreadable: Fault | None = None

    def put(self, name: str, value: Any, line: int) -> None:
        """Take in one key; one that was there already is a fault, and can't show what it hid."""
        if name in self.values:
            self.fault(f"{name!r} stands twice; {which(name)}", line)
            if name.lower() in HIDING:
                value = [*as_list(self.values[name]), *as_list(value)]
        self.values[name] = value
        self.lines[name] = line

    def give_up(self, message: str, line: int) -> None:
        """Say why the block cannot be read."""
        self.unreadable = Fault("front-matter", f"{message}; the file is left out until this is mended", line)

    def fault(self, message: str, line: int) -> None:
        """Name something wrong with the block as a whole."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault("front-matter", message, line))


def which(name: str) -> str:
    """Which of two values of a key counts."""
    return "both count" if name.lower() in HIDING else "the later one counts"


def as_list(value: Any) -> list[Any]:
    """*value*, alone in a list unless it is one."""
    return value if isinstance(value, list) else [value]
