"""Options that fail on the safe side: a mistyped one can still hide what it stands for."""

from __future__ import annotations

from typing import Any

from docutils.parsers.rst import directives


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
