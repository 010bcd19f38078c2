"""Options that fail on the safe side: a mistyped one can still hide what it stands for."""

from __future__ import annotations

import re
from typing import Any

from docutils.parsers.rst import directives

#: A line in the head of a directive that speaks of hiding it, however it is written.
_HIDES = re.compile(
    r"^[ \t]*(?::[ \t]*)?(?:privat\w*|pirvate|priavte|prviate|privtae)[ \t]*:"
    r"|:[ \t]*privat\w*[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


class AnyOption(dict[str, Any]):
    """An option table that takes every name, as text where it names no other converter.

    Docutils refuses a directive with an unknown option before it runs, and shows its text in the message.
    """

    def __missing__(self, name: str) -> Any:
        return directives.unchanged

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True


def speaks_of_hiding(block_text: str) -> bool:
    """Whether the head of a directive, up to its second blank line, has something like ``:private:``."""
    head = "\n\n".join(re.split(r"\n[ \t]*\n", block_text)[:2])
    return _HIDES.search(head) is not None
