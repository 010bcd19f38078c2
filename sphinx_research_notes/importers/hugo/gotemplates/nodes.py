"""What a template consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is shown as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A value: a literal, the dot, a variable, a function, or a pipeline in parentheses; and fields of it."""

    #: ``literal``, ``dot``, ``variable``, ``function`` or ``pipeline``.
    kind: str
    value: Any = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, each of which is given the result of the one before it; and variables that the last sets."""

    commands: tuple[tuple[Operand, ...], ...]
    names: tuple[str, ...] = ()
    #: Whether the variables are new.
    declares: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """What shows a value."""

    pipeline: Pipeline
    #: Whether it is in a comment of HTML, where Go shows nothing.
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """``if``, ``with`` or ``range``."""

    kind: str
    pipeline: Pipeline
    yes: list[Any] = field(default_factory=list)
    no: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inserted:
    """``template``: another one in its place."""

    name: str
    pipeline: Pipeline | None
    #: Whether it is in a comment of HTML.
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Leave:
    """``return``, ``break`` or ``continue``."""

    kind: str
    pipeline: Pipeline | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A template, and those that it defines by name."""

    nodes: list[Any]
    defined: dict[str, list[Any]]
