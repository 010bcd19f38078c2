"""A shortcode in a text, and its arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ARGUMENT = re.compile(
    r"""(?:(?P<name>[\w-]+)\s*=\s*)?(?:"(?P<a>(?:\\.|[^"\\])*)"|`(?P<b>[^`]*)`|(?P<c>[^\s"`]+))"""
)


class Bare(str):
    """An argument without quotes, which may be a number, or true or false."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A shortcode with its arguments; positions are names, too: ``"0"``."""

    name: str
    given: dict[str, str] = field(default_factory=dict)
    #: What is between it and its end; None if it has no end.
    content: str | None = None
    #: Whether what it shows is read as Markdown, ``{{% x %}}``.
    is_markdown: bool = False

    def get(self, *names: str) -> str:
        """Return the first of the arguments *names* that is there; empty if none is."""
        return next((self.given[name].strip() for name in names if self.given.get(name, "").strip()), "")


def read_arguments(text: str) -> dict[str, str]:
    """Return the arguments in *text* by name and by position."""
    given: dict[str, str] = {}
    count = 0
    for match in _ARGUMENT.finditer(text):
        value = match["a"] if match["a"] is not None else match["b"] if match["b"] is not None else match["c"]
        value = Bare(value) if match["c"] is not None else value.replace('\\"', '"')
        name = match["name"] or str(count)
        count += name.isdigit() and name not in given
        given[name] = value
    return given
