"""Find out whether the head of a directive hides its content, however that is written. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..frontmatter import schema
from ..frontmatter.block import Block, as_list
from ..frontmatter.keys import canonical
from ..frontmatter.lenient_yaml import read_yaml
from ..model.note import Visibility
from ..model.values import is_true
from .flags import KEYS, TIMES, intended_key
from .flags import PRIVATE as _PRIVATE
from .marks import is_mark
from .normalize import normalize, normalize_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..config import NotesConfig
    from ..model.faults import Fault

#: A line written as an option, and one written as in YAML.
_FIELD = re.compile(r"[\s>|]*:{1,2}[ ]*(?P<key>[\w-]+(?:[ ][\w-]+){0,3})[ ]*(?:[:=](?P<value>.*))?$")
_PAIR = re.compile(r"[\s>|]*[-*]?[ ]*(?P<key>[\w-]+)[ ]*[:=][ ]*(?P<value>.*)$")
_ALONE = re.compile(rf"\W*(?P<key>{_PRIVATE})\W*$")
#: An option in the opening line of a directive.
_BESIDE = re.compile(
    rf"(?<![\w:]):[ ]*{_PRIVATE}[ ]*:|:[ ]*{_PRIVATE}[ ]*:?[ ]*$|(?<![\w-])--{_PRIVATE}(?![\w-])"
)
_OPTION = re.compile(r"[\s>]*:(?P<name>[^:\s][^:]*):(?:[ \t]+(?P<value>.*))?$")
_YAML = re.compile(r"(?:[`:~]{3,}[^\n]*\n)?\s*---[ \t]*\n(.*?)\n[ \t>]*---", re.DOTALL)

#: Message for a directive that is hidden by something close to an option.
INEXACT_OPTION = "{name}: expected the option ':private:', got something like it; treating {it} as private"

#: Options in which ``private`` has no special meaning.
_LABELS = frozenset(
    """class name id tags keywords categories category series author authors title summary description status
    """.split()
)
#: The maximum number of lines in a head.
LINES = 40


def head_of(lines: Iterable[str]) -> list[str]:
    """Return the head of a directive, normalized: the *lines* after its first, up to the second blank one.

    Leading blank lines don't count. The head of another directive ends it.
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


def hiding_options(head: Sequence[str], *, inexact: bool = False) -> dict[str, list[str]]:
    """Return what the lines of *head* say about hiding: values by key.

    *inexact*: for text that no parser reads as a directive; then a word by itself counts.
    """
    hiding: dict[str, list[str]] = {}
    leading = True
    for line in head:
        field = _FIELD.match(line)
        match = field or _PAIR.match(line) or (_ALONE.match(line) if inexact or leading else None)
        key = _key(match["key"], field=bool(field)) if match else ""
        value = (match.groupdict().get("value") or "").strip() if match else ""
        if field and not value and intended_key(first := field["key"].partition(" ")[0]) in TIMES:
            # ``:expiry_date 2026-12-01``
            key, value = intended_key(first), field["key"].partition(" ")[2]
        if field and value.strip("'\"") == "private" and not intended_key(key) and key not in _LABELS:
            key = "private"
        counts = field or ((leading or inexact) and _is_short(value))
        counts = (bool(value) and (counts or leading or inexact)) if key in TIMES else counts
        if key == "private" or (key in KEYS and counts) or (key == "status" and field and leading):
            hiding.setdefault(key, []).append(value)
        leading = leading and (match is not None or not line.strip(" >-+"))
    return hiding


def _key(name: str, *, field: bool = True) -> str:
    """Return the key that *name* is meant as; outside a *field*, only ``private`` is matched loosely."""
    meant = intended_key(name)
    return meant if meant and (field or meant == "private") else name


def _is_short(value: str) -> bool:
    """Return whether *value* is one that hiding keys accept, rather than a sentence."""
    return not value or is_true(value) is not None or value.strip("'\"") in set(Visibility)


@dataclass(frozen=True, slots=True)
class HeadVisibility:
    """What the head of a directive says about who may see its content."""

    visibility: Visibility
    #: Whether something other than one of its options says so.
    inexact: bool = False
    faults: tuple[Fault, ...] = ()


def aside_visibility(
    options: Mapping[str, Any], beside: str, lines: Sequence[str], config: NotesConfig, *, read: bool = True
) -> HeadVisibility:
    """Return who may see a note to self.

    The answer is in its *options*, in the text *beside* its name, and in the *lines* after its first one.
    *read*: whether a parser reads it as a directive; if none does, a word about hiding is enough.
    """
    if "private" in options and is_set(options["private"]):
        return HeadVisibility(Visibility.PRIVATE)
    lines = [normalize_line(line) for line in lines]
    head = head_of(lines)
    options = {normalize(name): value for name, value in options.items()}
    others = (f":{name}: {value or ''}" for name, value in options.items() if name not in KEYS)
    hiding = hiding_options([*others, *head], inexact=not read)
    classes = options.get("class") or []
    classes = classes.split() if isinstance(classes, str) else classes
    if (
        title_asks_to_hide(beside)
        or "private" in classes
        or _is_class(head)
        or has_late_private_option(lines)
        or (not read and mentions_private(beside))
    ):
        return HeadVisibility(Visibility.PRIVATE, inexact=True)
    for key in sorted(KEYS & options.keys()):
        hiding.setdefault(key, []).append(str(options[key] or ""))
    visibility, faults = _visibility(hiding, config)
    if visibility is Visibility.UNLISTED:
        visibility = Visibility.PRIVATE  # It is on its page, and can't be left out of lists alone.
    return HeadVisibility(visibility, visibility is not Visibility.PUBLIC, faults)


def _is_class(head: Sequence[str]) -> bool:
    return any(re.match(rf"[\s>]*:?class[ ]*:.*\b{_PRIVATE}\b", line) for line in head)


def _visibility(
    hiding: Mapping[str, Sequence[str]], config: NotesConfig
) -> tuple[Visibility, tuple[Fault, ...]]:
    """Return the visibility that *hiding* (values by key) adds up to; a key without a value is a flag."""
    if not hiding:
        return Visibility.PUBLIC, ()
    block = Block()
    for key, values in hiding.items():
        block.values[key] = [value or ("false" if key == "published" else "true") for value in values]
    if any(is_true(value) is None for value in block.values.get("private", [])):
        return Visibility.PRIVATE, ()  # ``:private: yes, please``.
    front, faults = schema.understand(block, config.settings)
    return front.visibility, tuple(faults)


def entry_head(
    options: Mapping[str, str | None], beside: str, text: str, config: NotesConfig
) -> tuple[Block, HeadVisibility]:
    """Return the front matter of an entry of a stream, and who may see it.

    Both are in its *options*, in the text *beside* its name, and in the *text* after its first line.
    """
    block = _entry_block(options, text)
    date = _date_beside(beside) if config.settings.future == "hide" else {}
    by_options = schema.understand(Block(values=block.values | date), config.settings)[0].visibility
    lines = [normalize_line(line) for line in text.split("\n")]
    hiding = hiding_options(head_of(lines))
    for key, values in late_options_of_entry(lines).items():
        hiding.setdefault(key, values)
    if title_asks_to_hide(beside, rf"(?:{_PRIVATE}|drafts?)", before=r"[\d\W]*"):
        hiding.setdefault("private", []).append("true")
    for key, values in hiding.items():
        present = {
            str(each).lower()
            for name in block.values
            if _is(key, name)
            for each in as_list(block.values[name])
        }
        new = [value or "true" for value in values if (value or "true") not in present]
        if new and not (key == "status" and present):
            block.values[key] = [*as_list(block.values[key]), *new] if key in block.values else new
    dated = Block(values=block.values | date, lines=block.lines, faults=block.faults)
    front, faults = schema.understand(dated, config.settings)
    visibility_faults = tuple(fault for fault in faults if fault.subtype == "visibility")
    return block, HeadVisibility(front.visibility, front.visibility is not by_options, visibility_faults)


def _is(key: str, name: str) -> bool:
    """Whether *name*, as written, is *key*, which is in lower case."""
    return name == key or (key in TIMES and canonical(name.lower()) == key)


def _date_beside(text: str) -> dict[str, str]:
    """Return the date in *text*, beside the name of an entry, as front matter."""
    match = _DATE.search(text)
    return {"date": match[0] if match else text.strip()} if text.strip() else {}


def _entry_block(options: Mapping[str, str | None], text: str) -> Block:
    """Return the front matter that *options* hold; *text* is the source that they were parsed from."""
    block = Block()
    if match := _YAML.match(text):
        # MyST folds the lines of a YAML block, so lists and mappings are read from the source.
        block.values.update(read_yaml(match[1], 1).values)
    for name, value in options.items():
        if name != "id" and name not in block.values:
            block.values[name] = _value(name, value)
    block.values.pop("id", None)
    return block


def text_under(block_text: str) -> str:
    """Return *block_text* of a directive without its first line, which only docutils includes."""
    first, _, rest = block_text.partition("\n")
    return rest if is_mark(normalize(first)) else block_text


def _value(name: str, text: str | None) -> Any:
    """Return the value of an option; lists and mappings are parsed as YAML."""
    text = (text or "").strip()
    if text.startswith("- "):
        # MyST folds the lines of a list into one.
        return [each.strip() for each in re.split(r"(?:^|\s)- ", text) if each.strip()]
    if text.startswith(("[", "{")):
        return read_yaml(f"{name}: {text}").values.get(name, text)
    return text or ("true" if name in {"draft", "private"} else "")


def options_in(lines: Sequence[str]) -> dict[str, str | None]:
    """Return the options in the *lines* after the first line of a directive."""
    if match := _YAML.match("\n".join(lines[:LINES])):
        return {name: str(value) if value else None for name, value in read_yaml(match[1]).values.items()}
    options: dict[str, str | None] = {}
    for line in lines:
        if not (match := _OPTION.match(line)):
            break
        options[match["name"].strip()] = match["value"]
    return options


def has_late_private_option(lines: Sequence[str]) -> bool:
    """Return whether one of *lines*, normalized, is ``:private:`` and not part of another directive."""
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


def late_options_of_entry(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return what *lines* of an entry, normalized, say about hiding outside its head: values by key.

    Only lines by themselves count, not those of another directive or in a code block.
    """
    hiding: dict[str, list[str]] = {}
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
            hiding.setdefault(key, []).append(value)
        other = other and field is not None
    return hiding


#: A date beside the name of an entry, before or after other words.
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?")
#: A line with a fence.
_RUN = re.compile(r"[\s>]*(?P<sign>`{3,}|~{3,}|:{3,})(?P<rest>.*)$")


def _hides(key: str, value: str) -> bool:
    """Return whether *key* with *value*, possibly empty, hides."""
    if key in TIMES:
        return bool(value)
    if key in {"visibility", "status"}:
        return value in {Visibility.PRIVATE, Visibility.DRAFT}
    return is_true(value or str(key != "published")) is (key != "published")


def mentions_private(text: str) -> bool:
    """Return whether *text*, beside a mark that no parser reads, mentions hiding."""
    return bool(re.search(rf"(?<![\w-]){_PRIVATE}(?![\w-])", normalize(text)))


def title_asks_to_hide(text: str, word: str = _PRIVATE, before: str = r"\W*") -> bool:
    """Return whether *text*, beside the name of a directive, asks to hide in a way that no title would.

    It contains an option, consists of *word* alone (after *before*), ends with it, or has it in brackets, as
    a class, or as a tag.
    """
    text = normalize(text)
    bracketed = rf"[(\[{{<]\W*{word}\W*[)\]}}>]|\{{[^}}]*[.#]{word}(?![\w-])|(?<![\w&])#{word}(?![\w-])"
    alone = rf"{before}(?<![\w-]){word}(?:\W*$|[ ]*[:=])"
    last = rf"(?:[,;|]|\s-)\s*{word}\W*$"
    return bool(_BESIDE.search(text) or re.match(alone, text) or re.search(f"{bracketed}|{last}", text))


def is_set(value: str | None) -> bool:
    """Return whether an option with *value* is set; without a value it is."""
    return is_true(value or "true") is not False
