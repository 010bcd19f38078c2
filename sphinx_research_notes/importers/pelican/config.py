"""The settings of a site of Pelican: ``pelicanconf.py``, and ``publishconf.py``, which are read and not run."""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..files import read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

CONFIGS = ("pelicanconf.py", "publishconf.py")
_DATE = {"Y": "{year}", "y": "{short_year}", "m": "{month}", "d": "{day}", "b": "{short_month}", "B": "{long_month}",
         "j": "{y_day}", "-m": "{i_month}", "-d": "{i_day}"}  # fmt: skip
_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Config:
    """What a site says of itself."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return the value of *name* as text; *default* if it is no text, or isn't there."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else default

    def list_of(self, name: str, default: tuple[str, ...]) -> list[str]:
        """Return the value of *name* as a list of texts."""
        value = self.values.get(name, default)
        return [str(each) for each in value] if isinstance(value, (list, tuple)) else list(default)

    @property
    def content(self) -> str:
        """The folder of the texts."""
        return self.text("PATH", "content").strip("./")

    def address(self, kind: str) -> str:
        """Return the pattern of the addresses of a *kind*: ``ARTICLE`` or ``PAGE``, without a leading slash."""
        default = "{slug}.html" if kind == "ARTICLE" else "pages/{slug}.html"
        url = self.text(f"{kind}_URL", default)
        return self.text(
            f"{kind}_SAVE_AS", url if url.endswith((".html", "/")) else f"{url}/index.html"
        ).lstrip("/")

    @property
    def pattern(self) -> str:
        """The addresses of articles as a value of ``notes_permalink``."""

        def ours(match: re.Match[str]) -> str:
            if match["name"] == "date":
                return re.sub(
                    r"%(-?\w)", lambda each: _DATE.get(each[1], each[0]), match["format"] or "%Y-%m-%d"
                )
            return "{slugified_categories}" if match["name"] == "category" else f"{{{match['name']}}}"

        path = _FIELD.sub(ours, self.address("ARTICLE"))
        shown = re.sub(r"(^|/)index.html$", r"\1", path)
        return f"/{shown}"

    def slug(self, text: str) -> str:
        """Return *text* as Pelican writes it in addresses."""
        rules = self.values.get("SLUG_REGEX_SUBSTITUTIONS")
        text = re.sub(r"&(?:amp|lt|gt|quot|#\d+);", "", text)
        if not self.values.get("SLUGIFY_USE_UNICODE"):
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        for rule in rules if isinstance(rules, (list, tuple)) else ((r"[^\w\s-]", ""), (r"[-\s]+", "-")):
            try:
                text = re.sub(rule[0], rule[1], text.strip())
            except (re.error, IndexError, TypeError):
                continue
        return text.strip("-").lower() if not self.values.get("SLUGIFY_PRESERVE_CASE") else text.strip("-")


def filled(pattern: str, date: datetime | None, values: Mapping[str, str]) -> str:
    """Return the address that *pattern* gives, with a leading slash; empty if it cannot be told."""
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        if match["name"] == "date" and date:
            return date.strftime(match["format"] or "%Y-%m-%d")
        unknown = unknown or match["name"] not in values
        return values.get(match["name"], "")

    path = f"/{_FIELD.sub(value, pattern)}"
    return (
        ""
        if unknown
        else re.sub("//+", "/", path.removesuffix("index.html") if path.endswith("/index.html") else path)
    )


def read_config(source: Path) -> Config:
    """Return the settings of the site in *source*; raises NotImportable, and OSError."""
    values: dict[str, Any] = {}
    if not (source / CONFIGS[0]).is_file():
        raise NotImportable(f"expected {CONFIGS[0]} in {source}, found none; nothing has been written")
    for name in CONFIGS:
        file = source / name
        if not file.is_file():
            continue
        try:
            tree = ast.parse(read_text(file))
        except (SyntaxError, ValueError) as error:
            raise NotImportable(
                f"expected Python in {file}, found {error}; nothing has been written"
            ) from None
        for statement in tree.body:
            if (
                isinstance(statement, ast.Assign)
                and (value := _value(statement.value, values)) is not _UNKNOWN
            ):
                values |= {each.id: value for each in statement.targets if isinstance(each, ast.Name)}
    return Config(values)


_UNKNOWN = object()


def _value(node: ast.expr, known: Mapping[str, Any]) -> Any:
    """Return the value of an expression of literals, names and sums; ``_UNKNOWN`` for all others."""
    if isinstance(node, ast.Name):
        return known.get(node.id, _UNKNOWN)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, known), _value(node.right, known)
        same = type(left) is type(right) and isinstance(left, (str, list, tuple))
        return left + right if same else _UNKNOWN
    if isinstance(node, (ast.List, ast.Tuple)):
        items = [_value(each, known) for each in node.elts]
        return [each for each in items if each is not _UNKNOWN]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _UNKNOWN
