"""The configuration of a Quarto project, ``_quarto.yml``, and which files are part of its site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from ..records import NotImportable
from ..yaml_files import read_yaml
from .metadata_files import with_metadata_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CONFIGS = ("_quarto.yml", "_quarto.yaml")
TEXTS = {".qmd", ".md", ".rmd", ".rmarkdown", ".markdown"}
#: Files that only the theme, the programs or the repository of the old site needed.
_MACHINERY = (
    "*.Rproj",
    "*.scss",
    "*.css",
    "*.lua",
    "*.js",
    "renv.lock",
    "renv/*",
    "*_cache/*",
    "node_modules/*",
    "README*.md",
    "README.qmd",
    "README.[Rr]md",
    "LICENSE*",
    "LICENCE*",
    "*_files/libs/*",
    "requirements.txt",
    "environment.yml",
    "*.toml",
    "Makefile",
    "CNAME",
    "package.json",
    "package-lock.json",
    "*.tex",
    "CONTRIBUTING*",
    "uv.lock",
    "Pipfile*",
    "AGENTS.md",
    "CLAUDE.md",
)


@dataclass(frozen=True, slots=True)
class Project:
    """What a Quarto project says of itself."""

    values: Mapping[str, Any] = field(default_factory=dict)
    #: What ``{{< var x >}}`` stands for.
    variables: Mapping[str, Any] = field(default_factory=dict)
    #: The name of the file that it was read from.
    source: str = "_quarto.yml"

    def text(self, *names: str) -> str:
        """Return the first of *names* that is there, as text; each may have dots: ``website.title``."""
        for name in names:
            value = self.value(name)
            if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    def value(self, name: str) -> Any:
        """Return the value of *name*, which may have dots."""
        found: Any = self.values
        for step in name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def list_of(self, name: str) -> list[str]:
        """Return the value of *name* as a list of texts."""
        return texts_of(self.value(name))

    @property
    def url(self) -> str:
        """The address of the site; empty if it is unknown."""
        url = self.text("website.site-url", "book.site-url")
        return url if url.startswith(("http://", "https://")) else ""

    @property
    def output(self) -> str:
        """The folder that Quarto writes the site to."""
        return self.text("project.output-dir").strip("/") or "_site"

    def is_skipped(self, path: str) -> bool:
        """Whether a file, or a folder with a slash at its end, is no part of the site."""
        name = path.rstrip("/").rpartition("/")[2]
        if name.startswith((".", "_")) and not (path.endswith("/") and name == "_extensions"):
            return True
        if path.endswith("/"):
            return (
                name == "_extensions"
                or path.rstrip("/") == self.output
                or name in {"renv", "node_modules", "venv"}
            )
        return any(
            fnmatch(path, each) or fnmatch(name, each) for each in _MACHINERY
        ) and not self.is_resource(path)

    def is_rendered(self, path: str) -> bool:
        """Whether Quarto makes a page of the document at *path*."""
        given = self.list_of("project.render")
        rendered = not any(not each.startswith("!") for each in given)
        for each in given:
            matches = _matches(path, each.removeprefix("!"))
            if matches:
                rendered = not each.startswith("!")
        return rendered

    def is_draft(self, path: str) -> bool:
        """Whether the list of drafts of the website has *path*."""
        return any(_matches(path, each) for each in self.list_of("website.drafts"))

    def is_resource(self, path: str) -> bool:
        """Whether the file at *path* is copied to the output as it is."""
        return any(
            _matches(path, each) for each in self.list_of("project.resources") if not each.startswith("!")
        )


def texts_of(value: Any) -> list[str]:
    """Return *value* as a list of texts."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [str(each).strip() for each in items if isinstance(each, (str, int, float)) and str(each).strip()]


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.strip("/")
    folder = pattern.rstrip("*/")
    shorter = re.sub(r"(^|/)\*\*/", r"\1", pattern)
    return (
        fnmatch(path, pattern)
        or fnmatch(path, shorter)
        or (
            bool(folder)
            and path.startswith(f"{folder}/")
            and not re.search(r"[*?]", folder)
            and (pattern == folder or pattern.endswith(("/**", "/*")))
        )
    )


def read_project(source: Path) -> Project:
    """Return the configuration of the project in *source*; raises NotImportable, and OSError."""
    file = next((source / name for name in CONFIGS if (source / name).is_file()), None)
    values = read_yaml(file) if file else {}
    variables = next(
        (source / name for name in ("_variables.yml", "_variables.yaml") if (source / name).is_file()), None
    )
    if not isinstance(values, dict):
        raise NotImportable(f"expected options in {file}, found {values!r}; nothing has been written")
    known = read_yaml(variables) if variables else {}
    values = with_metadata_files(source, values)
    return Project(values, known if isinstance(known, dict) else {}, file.name if file else "_quarto.yml")


def links_of(project: Project) -> Iterator[tuple[str, str]]:
    """Yield text and path of each page that is linked on top."""
    for side in ("left", "right"):
        for each in project.value(f"website.navbar.{side}") or []:
            item = {"href": each} if isinstance(each, str) else each
            if isinstance(item, dict) and isinstance(item.get("href", item.get("file")), str):
                path = str(item.get("href", item.get("file")))
                yield str(item.get("text") or ""), path.strip("/")
