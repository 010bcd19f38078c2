"""Options that fail safe: a misspelled one can still hide content."""

from __future__ import annotations

from typing import Any

from docutils.parsers.rst import directives


class AnyOption(dict[str, Any]):
    """An option table that accepts every name; the value is a string unless the option has a converter.

    docutils rejects a directive with an unknown option before it runs, and shows its content in the message.
    """

    def __missing__(self, name: str) -> Any:
        return directives.unchanged

    def __contains__(self, name: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True
