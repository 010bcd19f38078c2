"""A block of front matter: its raw values, before they are typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..model.faults import Fault

#: The maximum number of faults reported for one block.
MOST_FAULTS = 20

#: The keys that hide a note outside its time, in every spelling, in lower case.
TIMES = frozenset(
    f"{verb}{mark}date" for verb in ("publish", "expiry", "expire", "unpublish") for mark in ("_", "-", "")
)

#: Keys that can hide a note: of duplicates the strictest is used, and syntax errors do not disable them.
HIDING = TIMES | {"draft", "private", "published", "publish", "dg-publish", "visibility", "status"}


#: Flags of other generators that hide a note, and those of which the strictest of duplicates is used too.
OTHER_FLAGS = frozenset({"hidden", "headless", "unlisted", "unpublished"})
STRICT = HIDING | OTHER_FLAGS | {"hide", "public", "render", "visible", "routable"}

#: Keys of MyST, Sphinx and notebooks; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """Return *text* without a byte-order mark and with ``\\n`` as line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(slots=True)
class Block:
    """The front matter of one source file: strings, lists and mappings of strings, with their lines."""

    values: dict[str, Any] = field(default_factory=dict)
    #: The line of each key, from 1.
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: The source with the parsed front matter blanked; line numbers are unchanged.
    rest: str = ""
    #: The first line of the body, from 1.
    body_line: int = 1
    #: Why the block cannot be parsed, in which case the file is skipped.
    unreadable: Fault | None = None
    #: The keys that another file gives to the whole folder, each with the file and line.
    inherited: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, line: int) -> None:
        """Add one key; another value is a fault, and cannot reveal what the first value hides."""
        if name in self.values and self.values[name] != value:
            self.fault_duplicate(name, line)
            if name.lower() in STRICT:
                value = [*as_list(self.values[name]), *as_list(value)]
        self.values[name] = value
        self.lines[name] = line

    def give_up(self, message: str, line: int) -> None:
        """Mark the block as unreadable."""
        self.unreadable = Fault("front-matter", f"{message}; skipping the file until this is fixed", line)

    def fault(self, message: str, line: int) -> None:
        """Report a syntax error in the block."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault("front-matter", message, line))

    def fault_duplicate(self, name: str, line: int) -> None:
        """Report a second value of the key *name*."""
        value = "strictest" if name.lower() in STRICT else "last"
        self.fault(f"duplicate key {name!r}; using the {value} value", line)


def as_list(value: Any) -> list[Any]:
    """Return *value* if it is a list, else a list of it."""
    return value if isinstance(value, list) else [value]
