"""The heads of directives that can hide what they hold: what they say, wherever and however they say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..frontmatter import schema
from ..frontmatter.block import Block, as_list
from ..frontmatter.lenient_yaml import read_yaml
from ..model.note import Visibility
from ..model.values import is_true
from .flags import KEYS, flag_meant
from .flags import PRIVATE as _PRIVATE
from .marks import is_mark
from .normalize import normalize, normalize_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..config import NotesConfig
    from ..model.faults import Fault

#: A line that is written as an option, and one that is written as in YAML.
_FIELD = re.compile(r"[\s>|]*:{1,2}[ ]*(?P<key>[\w-]+(?:[ ][\w-]+){0,3})[ ]*(?:[:=](?P<value>.*))?$")
_PAIR = re.compile(r"[\s>|]*[-*]?[ ]*(?P<key>[\w-]+)[ ]*[:=][ ]*(?P<value>.*)$")
_ALONE = re.compile(rf"\W*(?P<key>{_PRIVATE})\W*$")
#: An option in the line of the directive itself.
_BESIDE = re.compile(
    rf"(?<![\w:]):[ ]*{_PRIVATE}[ ]*:|:[ ]*{_PRIVATE}[ ]*:?[ ]*$|(?<![\w-])--{_PRIVATE}(?![\w-])"
)
_OPTION = re.compile(r"[\s>]*:(?P<name>[^:\s][^:]*):(?:[ \t]+(?P<value>.*))?$")
_YAML = re.compile(r"(?:[`:~]{3,}[^\n]*\n)?\s*---[ \t]*\n(.*?)\n[ \t>]*---", re.DOTALL)

#: What is said of a directive that is hidden by something like an option.
LOOSELY = "{name}: something like :private: is no option of its own; {it} is kept private"

#: Options in which ``private`` is a word like others.
_LABELS = frozenset(
    """class name id tags keywords categories category series author authors title summary description status
    """.split()
)
#: A head ends here at the latest.
LINES = 40


def head_of(lines: Iterable[str]) -> list[str]:
    """The head of a directive, from the *lines* after its first: up to its second blank line, evened.

    Blank lines at its beginning don't count. What another directive says of itself is no part of it.
    """
    head: list[str] = []
    blank = 0
    for line in lines:
        line = normalize_line(line)
        if not line.strip(" >"):
            blank += bool(head)
            if blank > 1:
                break
            continue
        if is_mark(line) or len(head) >= LINES:
            break
        head.append(line)
    return head


def said_in(head: Sequence[str], *, loosely: bool = False) -> dict[str, list[str]]:
    """What the lines of a *head* say of hiding: values by key.

    *loosely*: of what no parser reads; then a word alone will do.
    """
    found: dict[str, list[str]] = {}
    leading = True
    for line in head:
        field = _FIELD.match(line)
        match = field or _PAIR.match(line) or (_ALONE.match(line) if loosely or leading else None)
        key = _key(match["key"], field=bool(field)) if match else ""
        value = (match.groupdict().get("value") or "").strip() if match else ""
        if field and value.strip("'\"") == "private" and not flag_meant(key) and key not in _LABELS:
            key = "private"
        counts = field or ((leading or loosely) and _is_short(value))
        if key == "private" or (key in KEYS and counts) or (key == "status" and field and leading):
            found.setdefault(key, []).append(value)
        leading = leading and (match is not None or not line.strip(" >-+"))
    return found


def _key(name: str, *, field: bool = True) -> str:
    """The key that is meant by *name*; where it stands in no *field*, only ``private`` may have slips."""
    meant = flag_meant(name)
    return meant if meant and (field or meant == "private") else name


def _is_short(value: str) -> bool:
    """Whether *value* is one of those that keys which hide have, and no sentence."""
    return not value or is_true(value) is not None or value.strip("'\"") in set(Visibility)


@dataclass(frozen=True, slots=True)
class Said:
    """What a directive says of who may see it."""

    visibility: Visibility
    #: Whether what says so is no option of its own.
    loosely: bool = False
    faults: tuple[Fault, ...] = ()


def aside(
    options: Mapping[str, Any], beside: str, lines: Sequence[str], config: NotesConfig, *, read: bool = True
) -> Said:
    """Who may see a note to self.

    By its *options*, by what stands *beside* its name, and by the *lines* after its first.
    *read*: whether a parser reads it as a directive; of what none reads, a word of hiding will do.
    """
    if "private" in options and is_flag(options["private"]):
        return Said(Visibility.PRIVATE)
    lines = [normalize_line(line) for line in lines]
    head = head_of(lines)
    options = {normalize(name): value for name, value in options.items()}
    others = (f":{name}: {value or ''}" for name, value in options.items() if name not in KEYS)
    said = said_in([*others, *head], loosely=not read)
    classes = options.get("class") or []
    classes = classes.split() if isinstance(classes, str) else classes
    if (
        asks_in_title(beside)
        or "private" in classes
        or _is_class(head)
        or asks_late(lines)
        or (not read and asks_beside(beside))
    ):
        return Said(Visibility.PRIVATE, loosely=True)
    for key in sorted(KEYS & options.keys()):
        said.setdefault(key, []).append(str(options[key] or ""))
    visibility, faults = _visibility(said, config)
    return Said(visibility, visibility is not Visibility.PUBLIC, faults)


def _is_class(head: Sequence[str]) -> bool:
    return any(re.match(rf"[\s>]*:?class[ ]*:.*\b{_PRIVATE}\b", line) for line in head)


def _visibility(
    said: Mapping[str, Sequence[str]], config: NotesConfig
) -> tuple[Visibility, tuple[Fault, ...]]:
    """What *said* amounts to; a key without a value is a flag."""
    if not said:
        return Visibility.PUBLIC, ()
    block = Block()
    for key, values in said.items():
        block.values[key] = [value or ("false" if key == "published" else "true") for value in values]
    if any(is_true(value) is None for value in block.values.get("private", [])):
        return Visibility.PRIVATE, ()  # ``:private: yes, please``.
    front, faults = schema.understand(block, config.settings)
    return front.visibility, tuple(faults)


def entry(
    options: Mapping[str, str | None], beside: str, text: str, config: NotesConfig
) -> tuple[Block, Said]:
    """The front matter of an entry of a stream, and who may see it.

    From its *options*, from what stands *beside* its name, and from the *text* under its first line.
    """
    block = _entry_block(options, text)
    named = schema.understand(Block(values=dict(block.values)), config.settings)[0].visibility
    lines = [normalize_line(line) for line in text.split("\n")]
    said = said_in(head_of(lines))
    for key, values in asks_late_in_entry(lines).items():
        said.setdefault(key, values)
    if asks_in_title(beside, rf"(?:{_PRIVATE}|drafts?)", before=r"[\d\W]*"):
        said.setdefault("private", []).append("true")
    for key, values in said.items():
        known = {str(each).lower() for each in as_list(block.values.get(key, []))}
        new = [value or "true" for value in values if (value or "true") not in known]
        if new and not (key == "status" and known):
            block.values[key] = [*as_list(block.values[key]), *new] if key in block.values else new
    front, faults = schema.understand(block, config.settings)
    kept = tuple(fault for fault in faults if fault.subtype == "visibility")
    return block, Said(front.visibility, front.visibility is not named, kept)


def _entry_block(options: Mapping[str, str | None], text: str) -> Block:
    """The front matter of an entry by its *options*; *text* is what it was written as."""
    block = Block()
    if match := _YAML.match(text):
        # MyST folds the lines of such a block; lists and mappings are read from what was written.
        block.values.update(read_yaml(match[1], 1).values)
    for name, value in options.items():
        if name != "id" and name not in block.values:
            block.values[name] = _value(name, value)
    block.values.pop("id", None)
    return block


def text_under(block_text: str) -> str:
    """*block_text* of a directive without its first line, which only docutils hands on."""
    first, _, rest = block_text.partition("\n")
    return rest if is_mark(normalize(first)) else block_text


def _value(name: str, text: str | None) -> Any:
    """An option's text; lists and mappings as in YAML."""
    text = (text or "").strip()
    if text.startswith("- "):
        # MyST has folded the lines of the list into one.
        return [each.strip() for each in re.split(r"(?:^|\s)- ", text) if each.strip()]
    if text.startswith(("[", "{")):
        return read_yaml(f"{name}: {text}").values.get(name, text)
    return text or ("true" if name in {"draft", "private"} else "")


def options_in(lines: Sequence[str]) -> dict[str, str | None]:
    """The options in the *lines* after a directive's first."""
    if match := _YAML.match("\n".join(lines[:LINES])):
        return {name: str(value) if value else None for name, value in read_yaml(match[1]).values.items()}
    found: dict[str, str | None] = {}
    for line in lines:
        if not (match := _OPTION.match(line)):
            break
        found[match["name"].strip()] = match["value"]
    return found


def asks_late(lines: Sequence[str]) -> bool:
    """Whether one of *lines*, evened, is ``:private:`` and belongs to no other directive among them."""
    other = False
    for line in lines:
        if is_mark(line):
            other = True
            continue
        field = _FIELD.match(line)
        if (
            field
            and not other
            and _key(field["key"]) == "private"
            and _is_short((field["value"] or "").strip())
        ):
            return is_true((field["value"] or "").strip() or "true") is not False
        other = other and field is not None
    return False


def asks_late_in_entry(lines: Sequence[str]) -> dict[str, list[str]]:
    """What the *lines* of an entry, evened, say of hiding in a line that stands alone, by key.

    What belongs to another directive, or stands in a block of code, counts for nothing.
    """
    found: dict[str, list[str]] = {}
    other, fence = False, ""
    for number, line in enumerate(lines):
        if run := _RUN.match(line):
            if not fence:
                fence = run["sign"]
            elif run["sign"].startswith(fence) and not run["rest"].strip():
                fence = ""
        if fence or run or is_mark(line):
            other = not fence and not run
            continue
        field = _FIELD.match(line)
        around = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]
        match = field or (None if "".join(around).strip(" >`:~") else _PAIR.match(line))
        key, value = (
            (_key(match["key"], field=bool(field)), (match["value"] or "").strip(" '\""))
            if match
            else ("", "")
        )
        if key in {*KEYS, "status"} and not other and (field or value) and _hides(key, value):
            found.setdefault(key, []).append(value)
        other = other and field is not None
    return found


#: A line with a fence.
_RUN = re.compile(r"[\s>]*(?P<sign>`{3,}|~{3,}|:{3,})(?P<rest>.*)$")


def _hides(key: str, value: str) -> bool:
    """Whether *key* with *value*, which may be empty, hides."""
    if key in {"visibility", "status"}:
        return value in {Visibility.PRIVATE, Visibility.DRAFT}
    return is_true(value or str(key != "published")) is (key != "published")


def asks_beside(text: str) -> bool:
    """Whether *text*, which stands in the line of a mark that no parser reads, speaks of hiding."""
    return bool(re.search(rf"(?<![\w-]){_PRIVATE}(?![\w-])", normalize(text)))


def asks_in_title(text: str, word: str = _PRIVATE, before: str = r"\W*") -> bool:
    """Whether *text*, which stands beside the name of a directive, asks for hiding as no title would.

    That is: it holds an option, is nothing but *word* (with *before* it what it may have), or has that in
    brackets, as a class, or as a label.
    """
    text = normalize(text)
    bracketed = rf"[(\[{{<]\W*{word}\W*[)\]}}>]|\{{[^}}]*[.#]{word}(?![\w-])|(?<![\w&])#{word}(?![\w-])"
    alone = rf"{before}(?<![\w-]){word}(?:\W*$|[ ]*[:=])"
    last = rf"(?:[,;|]|\s-)\s*{word}\W*$"
    return bool(_BESIDE.search(text) or re.match(alone, text) or re.search(f"{bracketed}|{last}", text))


def is_flag(value: str | None) -> bool:
    """Whether an option with *value* is set; without one it is."""
    return is_true(value or "true") is not False
