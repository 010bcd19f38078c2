"""Front matter for a whole folder, from a file such as ``_metadata.yml``; a note inherits it. Pure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..model import taxonomy
from ..model.faults import Fault
from ..model.note import Visibility
from ..model.urls import has_scheme
from ..model.values import is_true
from . import schema
from .block import FOREIGN, HIDING, OTHER_FLAGS, Block, as_list
from .keys import KINDS, LABELS, as_written, canonical, normal
from .lenient_yaml import read_yaml, syntax_error
from .visibility import is_given, readings, visibility_of_other_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .settings import Settings

#: Keys that can belong to one note only, and the one by which ABlog, which reads no such file, knows a post.
ONE_NOTE = frozenset(
    {
        "title", "date", "updated", "updates", "permalink", "slug", "aliases", "id", "doi", "canonical_url",
        "external_url", "translation_of", "blogpost",
    }
)  # fmt: skip
#: Keys with a path, which is relative to the folder of the file that it is in.
_PATHS = ("image", "comments")
_PATH_NAMES = ("path", "src", "url", "file", "image")
#: Tags that hide a note, here the whole folder.
_HIDING_TAGS = frozenset({"draft", "private"})
#: A fence around the whole file.
_FENCE = re.compile(r"\A---[ \t]*\n|(?<=\n)(?:---|\.\.\.)\s*\Z")


@dataclass(frozen=True, slots=True)
class FolderDefaults:
    """The front matter that one file gives to the notes in its folder and below."""

    #: The file, for messages.
    source: str
    #: The raw values, without keys for one note and without what only hides.
    values: Mapping[str, Any] = field(default_factory=dict)
    #: The lines of the keys, from 1.
    lines: Mapping[str, int] = field(default_factory=dict)
    #: The tags and categories, to which those of a note are added.
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What is wrong with the file, if it can be read.
    faults: tuple[Fault, ...] = ()

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """What it says the documents of its folder are: keys and values."""
        return tuple((name, str(value)) for name, value in self.values.items() if normal(name) in KINDS)

    def location(self, name: str) -> str:
        """Return the file and line of the key *name*."""
        return f"{self.source}:{self.lines.get(name, 1)}"


def parsed(text: str) -> Block:
    """Return the YAML *text* of such a file as a block.

    It is unreadable if any line is not YAML: that line might hide the folder.
    """
    # Keeps the number of lines.
    text = _FENCE.sub(lambda match: "\n" * match[0].count("\n"), text.removeprefix("\ufeff"))
    block = read_yaml(text)
    if error := syntax_error(text):
        problem, line = error
        block.unreadable = Fault("front-matter", f"invalid YAML: {problem}", line)
    return block


def defaults_from(block: Block, source: str, folder: str, settings: Settings) -> FolderDefaults:
    """Return what the file *source* with the values of *block* gives to the notes in *folder* and below.

    *folder* is relative to the source folder, with slashes; empty for that itself.
    """
    if block.unreadable is not None:
        # Its documents are kept back; whether they are notes must be known for that.
        kinds = {
            name: value
            for name, value in block.values.items()
            if normal(name) in KINDS and name not in ONE_NOTE
        }
        return FolderDefaults(source, kinds)
    foreign = {name for name in block.values if normal(name) in FOREIGN}
    rejected = [name for name in block.values if (canonical(normal(name)) or as_written(name)) in ONE_NOTE]
    allowed = {name: v for name, v in block.values.items() if name not in foreign and name not in rejected}
    front, faults = schema.understand(replace(block, values=allowed), settings)
    if rejected:
        names = ", ".join(map(repr, rejected))
        message = f"expected keys for all notes of a folder, got {names}; ignoring {_them(rejected)}"
        faults.insert(0, Fault("key", message, block.lines.get(rejected[0])))
    passed_on = {name: value for name, value in allowed.items() if _is_passed_on(name, value, settings)}
    values = {name: _resolved(name, value, folder) for name, value in passed_on.items()}
    tags = tuple(tag for tag in front.tags if readings(tag).isdisjoint(_HIDING_TAGS))
    # What hides the folder is reported by whoever hides it.
    reported = tuple(fault for fault in faults if fault.subtype != "visibility")
    labels = {"tags": tags, "categories": front.categories}
    return FolderDefaults(source, values, block.lines, labels, reported)


def _them(names: Sequence[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _is_passed_on(name: str, value: Any, settings: Settings) -> bool:
    """Whether the notes of a folder inherit the key *name*: not one that only hides them, nor labels."""
    lowered = normal(name)
    key = canonical(lowered)
    if key in LABELS or key in HIDING - {"status"} or lowered in HIDING - {"status"} | OTHER_FLAGS:
        return False
    return visibility_of_other_key(lowered, value, settings)[0] is Visibility.PUBLIC


def _resolved(name: str, value: Any, folder: str) -> Any:
    """Return *value* with a relative path in it made relative to the source folder, with a leading slash."""
    if canonical(normal(name)) not in _PATHS:
        return value
    if isinstance(value, dict):
        return {key: _rooted(each, folder) if key in _PATH_NAMES else each for key, each in value.items()}
    return _rooted(value, folder)


def _rooted(path: Any, folder: str) -> Any:
    is_path = isinstance(path, str) and path.strip() and is_true(path) is None and not has_scheme(path)
    if not is_path or path.startswith("/"):
        return path
    return posixpath.normpath(posixpath.join("/", folder, path.strip()))


def inherit(block: Block, layers: Sequence[FolderDefaults], settings: Settings) -> Block:
    """Return *block*, the front matter of a note, with what it inherits from *layers*, the nearest first.

    Its own keys win, even empty ones, then those of the nearest layer, whatever alias they are written with.
    Tags and categories are added to its own.
    """
    if not layers:
        return block
    values, inherited = dict(block.values), {}
    taken = {_key(name, block.values) for name in block.values}
    for layer in layers:
        new = {name: value for name, value in layer.values.items() if _key(name, layer.values) not in taken}
        for name, value in new.items():
            # The same key may stand in the note as one that is passed on to the parser.
            if name not in values:
                values[name], inherited[name] = value, layer.location(name)
        taken |= {_key(name, layer.values) for name in new}
    for key in LABELS:
        labels = [label for layer in layers for label in layer.labels.get(key, ())]
        if labels:
            _add_labels(values, key, labels, settings)
            if not any(canonical(normal(name)) == key for name in block.values):
                inherited[key] = layers[0].source
    return replace(block, values=values, inherited=inherited)


def _key(name: str, values: Mapping[str, Any]) -> str:
    """Return the key that *name* stands for; ``kind`` and ``layout`` answer the same question."""
    lowered = normal(name)
    if lowered in KINDS:
        # ``layout: wide`` is for a generator that once built the project.
        says = lowered == "kind" or str(values[name]).strip(" []'\"").lower() in {"post", "page", "true"}
        return "kind" if says else lowered
    return canonical(lowered) or as_written(lowered)


def _add_labels(values: dict[str, Any], key: str, labels: list[str], settings: Settings) -> None:
    """Add *labels* to those that *values* has under *key* or an alias of it."""
    names = [name for name in values if canonical(normal(name)) == key]
    # As the first one present is used.
    names.sort(key=lambda name: (not is_given(values[name]), normal(name) != key))
    name = names[0] if names else key
    own = values.get(name)
    if isinstance(own, dict):
        return  # Reported as invalid.
    separator = settings.tag_separator if key == "tags" else settings.category_separator
    members = (
        taxonomy.split(own, separator) if isinstance(own, str) else as_list(own if is_given(own) else [])
    )
    values[name] = [*members, *labels]
