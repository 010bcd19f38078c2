"""Configuration that Hugo's documentation shows in several formats, ``code-toggle``: tabs here."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import yaml

from .calls import read_arguments

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_TOGGLE = re.compile(
    r"^(?P<indent>[ \t]*)\{\{<\s*code-toggle\b(?P<args>[^<>{}\n]*?)"
    r"(?:/>\}\}|(?<!/)>\}\}[ \t]*\n(?P<code>(?:(?!\{\{<).)*+)"
    r"\{\{<\s*/\s*code-toggle\s*>\}\})[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_MARKS = {"toml": "+++", "yaml": "---"}
MISSING = "needs tomli-w: pip install 'sphinx-research-notes[import]'"
_TABLE = re.compile(r"\[\[?([\w.-]+)\]\]?")
#: In which order they are shown; its own comes first, as it was written.
_FORMATS = ("yaml", "toml", "json")


class _Plain(yaml.SafeLoader):
    """Leaves dates as they are written."""


_Plain.yaml_implicit_resolvers = {
    sign: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Indented(yaml.SafeDumper):
    """Writes lists as people do, each under its name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists in maps, too."""
        super().increase_indent(flow, False)


def write_toggles(source: Source, context: Context) -> None:
    """Write ``code-toggle`` as tabs with code in each format, and set it aside."""

    def replace(match: re.Match[str]) -> str | None:
        given, indent = read_arguments(match["args"]), match["indent"]
        if match["code"] is None:
            value = context.data(given)
            if value is None:
                return None
            own, written = "", in_formats(value, "")
        else:
            code = re.sub(rf"^{indent}", "", match["code"].rstrip(), flags=re.MULTILINE).strip("\n")
            own = format_of(code)
            written = {own: code, **in_formats(_value(code, own), own)}
        is_page = given.get("fm", "").lower() in {"true", "1"}
        name = given.get("file") or ("hugo" if given.get("config") else given.get("dataKey", ""))
        more = "" if "toml" in written or _writes_toml() else f"; TOML {MISSING}"
        source.changed("{{< code-toggle >}}", match.start(), f"tabs: {', '.join(written)}{more}")
        blocks = [_block(key, text, name, is_page=is_page) for key, text in written.items()]
        if len(blocks) == 1:
            made = blocks[0]
        else:
            items = (
                f"::::{{tab-item}} {key.upper()}\n{each}\n::::"
                for key, each in zip(written, blocks, strict=True)
            )
            made = "\n".join((":::::{tab-set}", *items, ":::::"))
        return indent + source.aside(made.replace("\n", f"\n{indent}") if indent else made)

    if "code-toggle" not in context.table and "code-toggle" in source.text:
        source.sub(_TOGGLE, replace)


def _block(language: str, text: str, name: str, *, is_page: bool) -> str:
    """Return *text* as code with the *name* of its file; *is_page*: whether it is front matter."""
    if is_page and language in _MARKS:
        text = f"{_MARKS[language]}\n{text}\n{_MARKS[language]}"
    elif name and not is_page:
        name = f"{name}.{language}"
    fence = "`" * (max(map(len, re.findall(r"`{3,}", text)), default=2) + 1)
    if not name:
        return f"{fence}{language}\n{text}\n{fence}"
    return f"{fence}{{code-block}} {language}\n:caption: {name}\n\n{text}\n{fence}"


def format_of(code: str) -> str:
    """Return the name of the format that *code* has."""
    lines = [line.strip() for line in code.split("\n")]
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if first.startswith("{"):
        return "json"
    return "toml" if re.match(r"""\[|[\w."'-]+\s*=""", first) else "yaml"


def _value(code: str, language: str) -> Any:
    """Return what *code* says; None if that can't be read."""
    try:
        if language == "toml":
            return tomllib.loads(code)
        return json.loads(code) if language == "json" else yaml.load(code, _Plain)
    except (ValueError, yaml.YAMLError, RecursionError):
        return None


def in_formats(value: Any, own: str) -> dict[str, str]:
    """Return *value* in the formats but its *own*; empty if it is nothing that all of these can say."""
    if not isinstance(value, (dict, list)) or not value:
        return {}
    made: dict[str, str] = {}
    plain = _without_dates(value)
    for name in _FORMATS:
        if name == own:
            continue
        if name == "json":
            made[name] = json.dumps(plain, ensure_ascii=False, indent=2)
        elif name == "yaml":
            made[name] = yaml.dump(
                plain, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=10_000
            ).rstrip("\n")
        elif isinstance(value, dict) and (text := _in_toml(value)):
            made[name] = text
    return made


def _without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _without_dates(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_dates(each) for each in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return value.isoformat()


def _in_toml(value: dict[str, Any]) -> str:
    """Return *value* as TOML; empty without the library that writes it."""
    try:
        import tomli_w
    except ImportError:
        return ""
    try:
        text = tomli_w.dumps(_without_nothing(value), multiline_strings=False)
    except (TypeError, ValueError):
        return ""
    text = _with_parents(text)
    return re.sub(r'(?<== )"([^"\'\\\n]*)"$', r"'\1'", text, flags=re.MULTILINE).rstrip("\n")


def _with_parents(text: str) -> str:
    """Return TOML with a line for each table that has tables only, as Hugo and most people write it."""
    lines: list[str] = []
    known: set[str] = set()
    for line in text.split("\n"):
        if match := _TABLE.fullmatch(line):
            steps = match[1].split(".")
            parents = [".".join(steps[:count]) for count in range(1, len(steps))]
            lines += [f"[{each}]" for each in parents if each not in known]
            known.update(parents, [match[1]])
        lines.append(line)
    return "\n".join(lines)


def _writes_toml() -> bool:
    """Whether the library that writes TOML is installed."""
    return find_spec("tomli_w") is not None


def _without_nothing(value: Any) -> Any:
    """Return *value* without what has no value, which TOML can't say."""
    if isinstance(value, dict):
        return {str(key): _without_nothing(each) for key, each in value.items() if each is not None}
    return [_without_nothing(each) for each in value] if isinstance(value, list) else value
