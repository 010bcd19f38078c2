"""What ``conf.py`` of a project with ABlog says; it is read, and not run."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...model.ablog import PATH, UNUSED, USED, patterns
from ...model.patterns import matches
from ..files import read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

CONF = "conf.py"
#: Where a repository may have its documents.
_FOLDERS = ("", "docs", "doc", "source", "docs/source", "doc/source", "website", "site", "blog")
#: What only ABlog's own command reads.
COMMAND = ("ablog_builder", "ablog_website", "ablog_doctrees", "ablog_pickle")
#: All that ABlog reads.
OPTIONS = frozenset((*USED, *UNUSED, *COMMAND))
#: Files in which people say how their site is built.
_RECIPES = ("Makefile", "make.bat", ".readthedocs.yml", ".readthedocs.yaml", "noxfile.py", "tox.ini",
            "netlify.toml", "pyproject.toml")  # fmt: skip
SUFFIXES = (".rst", ".md", ".ipynb", ".txt", ".markdown")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a project."""

    #: That has ``conf.py``.
    folder: Path
    text: str
    tree: ast.Module
    #: Those whose values are plain.
    values: Mapping[str, Any] = field(default_factory=dict)
    #: Whether addresses of pages end in a slash.
    is_dirhtml: bool = False
    #: The patterns of the documents that are posts by their places.
    patterns: tuple[str, ...] = ()

    def text_of(self, name: str, default: str = "") -> str:
        """Return the value of *name* as text; *default* if it is no text, or isn't there."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else default

    def list_of(self, name: str) -> list[str]:
        """Return the value of *name*, a text or several, as a list of texts."""
        value = self.values.get(name)
        given = [value] if isinstance(value, str) else value
        return [each for each in given if isinstance(each, str)] if isinstance(given, (list, tuple)) else []

    @property
    def path(self) -> str:
        """The folder of the lists."""
        return self.text_of("blog_path").strip("/") or PATH

    @property
    def base(self) -> str:
        """The address of the site, with a slash; empty if it isn't known."""
        url = self.text_of("blog_baseurl") or self.text_of("html_baseurl")
        return f"{url.rstrip('/')}/" if url.startswith(("http://", "https://")) else ""

    def is_excluded(self, path: str) -> bool:
        """Whether Sphinx leaves the file at *path* alone."""
        steps = path.split("/")
        places = ["/".join(steps[: end + 1]) for end in range(len(steps))]
        given = self.list_of("exclude_patterns")
        return any(matches(place, pattern.rstrip("/")) for place in places for pattern in given)

    def uri(self, docname: str) -> str:
        """Return the address of the page of a document, without a leading slash."""
        if not self.is_dirhtml:
            return f"{docname}.html"
        return docname.removesuffix("index") if f"/{docname}".endswith("/index") else f"{docname}/"


def _patterns(folder: Path, written: Iterable[str]) -> Iterator[str]:
    """Yield the patterns of documents for those of files in *folder*, as ABlog has them.

    One that names a suffix becomes the names of its documents where files with another suffix would match.
    """
    for each in written:
        [stem] = patterns(each, SUFFIXES)
        suffix = next((end for end in SUFFIXES if each.endswith(end)), "")
        root = re.split(r"[*?[]", stem)[0].rpartition("/")[0]
        files = sorted((folder / root).rglob("*")) if suffix else []
        names = [file.relative_to(folder).as_posix() for file in files if file.suffix in SUFFIXES]
        known = [(name.rpartition(".")[0], f".{name.rpartition('.')[2]}") for name in names]
        matching = [(docname, end) for docname, end in known if matches(docname, stem)]
        if all(end == suffix for _, end in matching):
            yield stem
        else:
            yield from (re.sub(r"([*?[])", r"[\1]", name) for name, end in matching if end == suffix)


def folder_of(source: Path) -> Path | None:
    """Return the folder with a ``conf.py`` that names ABlog: *source*, or one in it."""
    others = sorted(each.parent for each in source.glob(f"*/{CONF}") if not each.parent.name.startswith("."))
    for folder in (*(source / name for name in _FOLDERS), *others):
        file = folder / CONF
        if file.is_file() and "ablog" in read_text(file):
            return folder
    return None


def read_config(source: Path) -> Config:
    """Return the settings of the project in *source*; raises NotImportable, and OSError."""
    folder = folder_of(source)
    if folder is None:
        raise NotImportable(
            f"expected {CONF} that names ablog in {source}, found none; nothing has been written"
        )
    text = read_text(folder / CONF).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotImportable(
            f"expected Python in {folder / CONF}, found {error}; nothing has been written"
        ) from None
    values: dict[str, Any] = {}
    for statement in tree.body:
        target = target_of(statement)
        value = getattr(statement, "value", None)
        if target and value is not None and (found := plain(value, values)) is not None:
            values[target] = found
    found = Config(folder, text, tree, values, _is_dirhtml(source, folder, values))
    return replace(found, patterns=tuple(_patterns(folder, found.list_of("blog_post_pattern"))))


def target_of(statement: ast.stmt) -> str:
    """Return the one name that *statement* assigns; empty if it does something else."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign):
        target = statement.target
    else:
        return ""
    return target.id if isinstance(target, ast.Name) else ""


def plain(node: ast.expr, known: Mapping[str, Any]) -> Any:
    """Return the value of an expression of literals and names; None if it is anything else."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _is_dirhtml(source: Path, folder: Path, values: Mapping[str, Any]) -> bool:
    """Whether the site is built so that addresses end in a slash, as far as its files tell."""
    recipes = [place / name for place in {source, folder} for name in _RECIPES]
    for place in {source / ".github/workflows", folder / ".github/workflows"}:
        recipes += sorted(place.glob("*.y*ml"))
    texts = [read_text(file) for file in recipes if file.is_file()]
    if "ablog_builder" in values:
        return bool(values["ablog_builder"] == "dirhtml")
    # What ABlog's own command takes if it isn't told.
    return any(
        ("dirhtml" in each and "dirhtml:" not in each) or ("ablog build" in each and "-b html" not in each)
        for each in texts
    )
