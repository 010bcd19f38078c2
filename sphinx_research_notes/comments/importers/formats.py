"""The formats that can be imported, and which of them a file is in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from ..thread_file import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .records import ForeignThread, SourceFile

#: Each format with the module that reads it, in the order in which they are tried.
FORMATS = {
    "isso": "isso",
    "disqus": "disqus",
    "wordpress": "wordpress",
    "webmention": "webmention",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
    "substack": "substack",
    "giscus": "github",
    "mail": "mail",
    "staticman": "staticman",
}


#: Signs of exports of other systems, which are named rather than taken for something else.
_UNKNOWN = {
    "Remark42": (b'"locator"', b'"pid"'),
    "Commento": (b'"commentHex"', b'"commenterHex"'),
    "Cusdis": (b'"by_nickname"', b'"pageId"'),
    "Hyvor Talk": (b'"page_identifier"', b'"body_html"'),
    "Waline": (b'"objectId"', b'"insertedAt"'),
}


def _unknown(file: SourceFile) -> str:
    """Return the name of the system that *file* is an export of, if nothing here reads it."""
    head = file.data[:20_000]
    return next((name for name, signs in _UNKNOWN.items() if all(sign in head for sign in signs)), "")


class _Format(Protocol):
    def is_it(self, file: SourceFile) -> bool: ...

    def read(self, files: Iterable[SourceFile]) -> list[ForeignThread]: ...


@dataclass(frozen=True, slots=True)
class Export:
    """What was found in files."""

    threads: tuple[ForeignThread, ...] = ()
    #: The names of the formats that were found, with the number of files of each.
    formats: dict[str, int] = field(default_factory=dict)
    #: Files that couldn't be read, each with the reason.
    unreadable: tuple[tuple[str, str], ...] = ()


def _module(name: str) -> _Format:
    return cast("_Format", import_module(f".{FORMATS[name]}", __package__))


def guess(file: SourceFile) -> str:
    """Return the name of the format that *file* is in; empty if it is in none."""
    return next((name for name in FORMATS if _module(name).is_it(file)), "")


def read(files: Sequence[SourceFile], format_: str = "") -> Export:
    """Return what is in *files*, in the format *format_*, or in those that they look like."""
    by_format: defaultdict[str, list[SourceFile]] = defaultdict(list)
    unreadable: list[tuple[str, str]] = []
    for file in files:
        system = "" if format_ else _unknown(file)
        if name := "" if system else format_ or guess(file):
            by_format[name].append(file)
        else:
            got = f"an export of {system}, which isn't read" if system else "none"
            unreadable.append((file.name, f"expected comments in one of {', '.join(FORMATS)}, got {got}"))
    threads: list[ForeignThread] = []
    counted: dict[str, int] = {}
    for name, found in by_format.items():
        results, good = [], []
        for file in found:
            try:
                results += _module(name).read([file])
                good.append(file)
            except UnreadableError as error:
                where = f"{file.name}:{error.line}" if error.line else file.name
                unreadable.append((where, str(error)))
        # Only together do several files tell which comments belong to one page.
        threads += results if len(good) < 2 else _module(name).read(good)
        if good:
            counted[name] = len(good)
    return Export(tuple(threads), counted, tuple(unreadable))
