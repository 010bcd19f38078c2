"""The settings of a site of Pelican: ``pelicanconf.py`` and ``publishconf.py``, which are not run."""

from __future__ import annotations

import ast
import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..files import folder_path, read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

#: Letters that no normalization takes apart, as Unidecode writes them.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"}
    | {"Đ": "D", "ð": "d", "þ": "th", "ı": "i", "–": "-", "—": "--", "’": "'", "“": '"', "”": '"', "…": "..."}
)
CONFIGS = ("pelicanconf.py", "publishconf.py")
_DATE = {
    "Y": "{year}",
    "y": "{short_year}",
    "m": "{month}",
    "d": "{day}",
    "b": "{short_month}",
    "B": "{long_month}",
    "j": "{y_day}",
    "-m": "{i_month}",
    "-d": "{i_day}",
}
_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<format>[^}]*))?\}")
#: Where Pelican writes each kind of page.
DEFAULTS = {
    "ARTICLE": "{slug}.html",
    "ARTICLE_LANG": "{slug}-{lang}.html",
    "PAGE": "pages/{slug}.html",
    "PAGE_LANG": "pages/{slug}-{lang}.html",
    "CATEGORY": "category/{slug}.html",
    "TAG": "tag/{slug}.html",
    "AUTHOR": "author/{slug}.html",
    "INDEX": "index.html",
    "ARCHIVES": "archives.html",
    "CATEGORIES": "categories.html",
    "TAGS": "tags.html",
    "AUTHORS": "authors.html",
}
_SLUG_RULES = ((r"[^\w\s-]", ""), (r"\A\s*", ""), (r"\s*\Z", ""), (r"[-\s]+", "-"))


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
        return folder_path(self.text("PATH", "content"))

    def mapping(self, name: str) -> dict[str, Any]:
        """Return the value of *name* as a mapping; an empty one if it is none."""
        value = self.values.get(name)
        if isinstance(value, (list, tuple)) and all(_is_pair(each) for each in value):
            value = dict(value)
        return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}

    def address(self, kind: str) -> str:
        """Return the pattern of the files of a *kind*, such as ``ARTICLE``, without a leading slash.

        Empty if the site has none of them.
        """
        default = DEFAULTS.get(kind, "")
        if self.values.get(f"{kind}_SAVE_AS", default) in {"", None, False}:
            return ""
        url = self.text(f"{kind}_URL", default)
        made = url if url.endswith((".html", "/")) else f"{url}/index.html"
        return with_fields(self.text(f"{kind}_SAVE_AS", made)).lstrip("/")

    def has_extension(self, name: str) -> bool:
        """Whether the extension *name* of Python-Markdown, or a plug-in of that name, is on."""
        given = [self.values[each] for each in ("MARKDOWN", "MD_EXTENSIONS") if each in self.values]
        said = f"{given} {self.list_of('PLUGINS', ())}"
        return name in said or (name == "extra" and not given)

    def subsite(self, lang: str) -> Config:
        """Return the settings of the site in the language *lang*, which the plug-in i18n_subsites makes."""
        given = self.mapping("I18N_SUBSITES").get(lang)
        return Config({**self.values, **given}) if isinstance(given, dict) else self

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
        return "/" + re.sub(r"(^|/)index\.html$", r"\1", path)

    def slug(self, text: str, kind: str = "SLUG") -> str:
        """Return *text* as Pelican writes it in addresses; *kind*: ``CATEGORY``, ``TAG`` or ``AUTHOR``."""
        text = unicodedata.normalize("NFKC", re.sub(r"<[^<>]*>", "", unescape(text)))
        if not self.values.get("SLUGIFY_USE_UNICODE"):
            text = in_ascii(text)
        for rule in self._rules(kind):
            try:
                text = re.sub(rule[0], rule[1], text, flags=re.IGNORECASE)
            except (re.error, IndexError, TypeError):
                continue
        return text.strip() if self.values.get("SLUGIFY_PRESERVE_CASE") else text.lower().strip()

    def _rules(self, kind: str) -> list[Any]:
        for name in dict.fromkeys((kind, "SLUG")):
            rules = self.values.get(f"{name}_REGEX_SUBSTITUTIONS")
            if isinstance(rules, (list, tuple)):
                return list(rules)
        # Until version 4, each was a text and what replaces it.
        old = [*self._pairs("SLUG"), *(self._pairs(kind) if kind != "SLUG" else [])]
        return [*((re.escape(pair[0]), pair[1]) for pair in old), *_SLUG_RULES]

    def _pairs(self, kind: str) -> list[Any]:
        rules = self.values.get(f"{kind}_SUBSTITUTIONS")
        return [each for each in rules if _is_pair(each)] if isinstance(rules, (list, tuple)) else []


def in_ascii(text: str) -> str:
    """Return *text* in ASCII, by Unidecode as Pelican does if that is installed, else without marks."""
    try:
        unidecode = import_module("unidecode").unidecode
    except ModuleNotFoundError:
        plain = text.translate(_LETTERS)
        return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return str(unidecode(text))


def with_fields(pattern: str) -> str:
    """Return *pattern* with fields as they are today: until version 4, they were ``%s``, ``%(lang)s``."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", pattern).replace("%s", "{slug}")


def _is_pair(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) >= 2 and isinstance(value[0], str)


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
            values |= _assigned(statement, values)
    return Config(values)


_UNKNOWN = object()


def _assigned(statement: ast.stmt, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names that *statement* gives values, with these."""
    if isinstance(statement, ast.Assign):
        value = _value(statement.value, known)
        names = [each.id for each in statement.targets if isinstance(each, ast.Name)]
    elif isinstance(statement, ast.AnnAssign) and statement.value and isinstance(statement.target, ast.Name):
        value, names = _value(statement.value, known), [statement.target.id]
    elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        value = _value(ast.BinOp(statement.target, statement.op, statement.value), known)
        names = [statement.target.id]
    else:
        return {}
    return {} if value is _UNKNOWN else dict.fromkeys(names, value)


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
    if isinstance(node, ast.Dict):
        return _mapping(node, known)
    if isinstance(node, ast.JoinedStr):
        parts = [
            _value(each.value if isinstance(each, ast.FormattedValue) else each, known)
            for each in node.values
        ]
        return "".join(parts) if all(isinstance(each, str) for each in parts) else _UNKNOWN
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "dict" and not node.args:
        given = {each.arg: _value(each.value, known) for each in node.keywords}
        return {name: value for name, value in given.items() if name and value is not _UNKNOWN}
    if isinstance(node, ast.Call):
        # os.environ.get("SITEURL", "https://example.org"): what holds where nothing else is said.
        is_environment = ast.unparse(node.func) in {"os.environ.get", "os.getenv", "environ.get", "getenv"}
        return _value(node.args[1], known) if is_environment and len(node.args) == 2 else _UNKNOWN
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _UNKNOWN


def _mapping(node: ast.Dict, known: Mapping[str, Any]) -> dict[Any, Any]:
    """Return those items of a mapping that are known."""
    found: dict[Any, Any] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        name = _value(key, known) if key is not None else _UNKNOWN
        value = _value(item, known)
        if isinstance(name, (str, int, float)) and value is not _UNKNOWN:
            found[name] = value
    return found
