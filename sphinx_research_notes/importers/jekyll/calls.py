"""A tag of Liquid in a text, and its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field

from .expressions import ARGUMENT

#: The arguments of a tag, up to its end: a text in quotation marks may have percent signs.
ARGUMENTS = r"(?:\"[^\"]*\"|'[^']*'|[^%\"']|%(?!\}))*?"


@dataclass(frozen=True, slots=True)
class Call:
    """A tag, with its arguments as they are written: texts in quotation marks, names without."""

    name: str
    raw: str = ""
    named: dict[str, str] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    #: What is between it and its end; None if it has no end.
    content: str | None = None
    #: Whether it is alone on its line, and what is before it there.
    is_block: bool = False
    indent: str = ""

    @classmethod
    def read(cls, name: str, raw: str, content: str | None, *, is_block: bool, indent: str) -> Call:
        """Return the tag *name* with the arguments *raw*."""
        named, positional = {}, []
        for match in ARGUMENT.finditer(raw):
            if match[1]:
                named[match[1]] = match[2]
            else:
                positional.append(match[3])
        name = "include" if name == "include_cached" else name
        return cls(name, raw.strip(), named, tuple(positional), content, is_block, indent)

    @property
    def included(self) -> str:
        """The file that an include names; empty for other tags."""
        return self.positional[0].strip("\"'") if self.name == "include" and self.positional else ""

    @property
    def title(self) -> str:
        """What it is called in a report."""
        return f"include {self.included}" if self.included else self.name
