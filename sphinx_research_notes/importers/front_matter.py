"""The front matter of a file on its way: keys are renamed, left out or added, and all other lines stay."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ..frontmatter.block import clean
from ..frontmatter.extract import markdown
from .records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..frontmatter.block import Block
    from ..model.faults import Fault

#: A key at the beginning of a line, which may have spaces and letters of any language.
_KEY = re.compile(
    r"""(?P<quote>["']?)(?P<name>[^\s"'#\[\]{},&*!|>%@`:?-][^:"'\n]*+)(?P=quote)[ \t]*+:(?=\s|$)"""
)
#: What ends a line in YAML.
_BREAK = re.compile("[\\n\\r\\x85\\u2028\\u2029]")
#: Folded lines would make large differences.
_WIDE = 10**6


@dataclass(slots=True)
class FrontMatter:
    """The front matter of one file as it was written, and its values."""

    #: The raw values: strings, lists and mappings of strings.
    values: dict[str, Any] = field(default_factory=dict)
    #: The line of each key in the file, from 1.
    lines: dict[str, int] = field(default_factory=dict)
    #: The text after it.
    body: str = ""
    #: The line of the file in which *body* begins.
    body_line: int = 1
    #: Whether the file has any.
    is_there: bool = False
    #: Why it cannot be read; empty if it can.
    fault: str = ""
    #: The lines of it that are wrong, and what was made of them.
    faults: tuple[Fault, ...] = ()
    _entries: list[tuple[str, str]] = field(default_factory=list)

    def text_of(self, name: str) -> str:
        """Return the value of *name* as text; empty if it isn't there, or isn't text."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    def is_true(self, name: str) -> bool:
        """Whether *name* is there and means yes."""
        return self.values.get(name) is True or self.text_of(name).lower() in {"true", "yes", "on", "y", "1"}

    def list_of(self, name: str, separator: str = ",") -> list[str]:
        """Return the value of *name* as a list of texts; a text is divided at *separator*."""
        value = self.values.get(name)
        if isinstance(value, str):
            value = value.split(separator)
        items = value if isinstance(value, list) else []
        return [str(item).strip() for item in items if isinstance(item, str) and item.strip()]

    def rename(self, name: str, new: str) -> None:
        """Call the key *name* *new*; its value stays as it is written."""
        for place, (key, text) in enumerate(self._entries):
            if key == name:
                self._entries[place] = (new, _KEY.sub(f"{new}:", text, count=1))
        self.values[new] = self.values.pop(name)

    def drop(self, name: str) -> None:
        """Leave the key *name* out."""
        self._entries = [(key, text) for key, text in self._entries if key != name]
        self.values.pop(name, None)

    def put(self, name: str, value: Any) -> None:
        """Give *name* the *value*, in its place if it is there, else after all others."""
        entry = (name, _line(name, value))
        places = [place for place, (key, _) in enumerate(self._entries) if key == name]
        if places:
            self._entries[places[0]] = entry
            # Of two with the same name, the last would count.
            for place in reversed(places[1:]):
                del self._entries[place]
        else:
            self._entries.append(entry)
        self.values[name] = value

    def findings(self, file: str) -> Iterator[Finding]:
        """Yield what is wrong in it, as findings in *file*: all of the block if it cannot be read."""
        for each in self.faults:
            yield Finding(Outcome.UNKNOWN, "front matter", file, each.line or 1, each.message)

    def written(self) -> str:
        """Return it as YAML between dashes; empty if there are no keys."""
        text = "".join(text for _, text in self._entries)
        return f"---\n{text}---\n" if text.strip() else ""


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of the Markdown or HTML *text*: YAML, TOML or JSON."""
    text = clean(text)
    block = markdown(text)
    all_lines = text.split("\n")
    if block.body_line <= 1 and not block.values and not _is_empty_block(all_lines):
        fault = block.unreadable.message if block.unreadable else ""
        return FrontMatter(body=text, fault=fault, faults=_faults(block))
    end = block.body_line - 1 if block.body_line > 1 else 2
    body = "\n".join(all_lines[end:])
    raw = all_lines[:end]
    fault = block.unreadable.message if block.unreadable else ""
    entries = _entries_of(raw, dict(block.values))
    values, faults = dict(block.values), _faults(block)
    return FrontMatter(values, dict(block.lines), body, end + 1, True, fault, faults, entries)


def _faults(block: Block) -> tuple[Fault, ...]:
    return (block.unreadable,) if block.unreadable else tuple(block.faults)


def take_teaser(front: FrontMatter) -> bool:
    """Call a ``teaser`` of words the summary, if *front* has none; return whether it did.

    Themes have the name of an image under the same key.
    """
    text = front.text_of("teaser")
    is_image = re.search(r"\.(?:png|jpe?g|gif|svg|webp|avif)$", text, re.IGNORECASE)
    if " " not in text or is_image or "summary" in front.values:
        return False
    front.rename("teaser", "summary")
    return True


def text_of_keys(front: FrontMatter) -> str:
    """Take the keys out whose text themes show on the page, and return it for the beginning of the body."""
    parts = []
    for name in ("subtitle", "abstract"):
        if text := front.text_of(name):
            front.drop(name)
            parts.append(f"\n{{.{name}}}\n{text.strip()}\n\n")
    return "".join(parts)


def _is_empty_block(lines: list[str]) -> bool:
    return len(lines) > 1 and lines[0].rstrip() == "---" == lines[1].rstrip()


def _entries_of(raw: list[str], values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each key with its lines as YAML; the lines before the first key belong to no key."""
    first = next((line.strip() for line in raw if line.strip()), "")
    if first.startswith(("+++", "{", ";;;")):
        return [(name, _line(name, value)) for name, value in _typed(raw, first, values).items()]
    entries: list[tuple[str, str]] = []
    for line in raw:
        if line.rstrip() == "---" or (line is raw[-1] and line.rstrip() == "..."):
            continue
        key = _KEY.match(line)
        if key:
            entries.append((key["name"].rstrip(), f"{line.rstrip()}\n"))
        elif entries:
            entries[-1] = (entries[-1][0], f"{entries[-1][1]}{line.rstrip()}\n")
        elif line.strip():
            entries.append(("", f"{line.rstrip()}\n"))
    return entries


def _typed(raw: list[str], first: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with their types, so that ``draft = true`` becomes no text."""
    text = "\n".join(raw).strip()
    try:
        found = json.loads(text) if first.startswith("{") else tomllib.loads(text.strip("+").strip())
    except (ValueError, tomllib.TOMLDecodeError):
        return values
    return found if isinstance(found, dict) else values


def _line(name: str, value: Any) -> str:
    text = in_yaml(value)
    return f"{name}:{text}\n" if text.startswith("\n") else f"{name}: {text}\n"


def in_yaml(value: Any) -> str:
    """Return *value* as YAML that follows a key: on one line, unless it is a mapping."""
    if isinstance(value, dict) and value:
        return "".join(f"\n  {_dumped(name)}: {_dumped(each)}" for name, each in value.items())
    return _dumped(value)


def _dumped(value: Any) -> str:
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=_WIDE
    )
    return str(text).removesuffix("\n").removesuffix("\n...")


class _Dumper(yaml.SafeDumper):
    """Writes any text on one line."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        # Without quotation marks that escape them, the lines of a text would need an indentation.
        return self.represent_scalar(
            "tag:yaml.org,2002:str", data, style='"' if _BREAK.search(data) else None
        )


_Dumper.add_representer(str, _Dumper.represent_str)
