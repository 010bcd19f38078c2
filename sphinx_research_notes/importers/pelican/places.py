"""Which files of a site of Pelican are articles, pages, or files that are copied."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .config import Config

MARKDOWN = {".md", ".markdown", ".mkd", ".mdown"}
#: Beside a notebook: the lines about it, as the plug-in pelican-jupyter reads them.
SIDECARS = (".nbdata", ".ipynb-meta")


@dataclass(frozen=True, slots=True)
class Places:
    """What the settings say of folders; all paths are relative to the folder of the texts."""

    articles: tuple[str, ...]
    pages: tuple[str, ...]
    static: tuple[str, ...]
    without: tuple[str, ...]
    #: Files with an address of their own, by their paths.
    moved: dict[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    has_html: bool = True
    has_notebooks: bool = False

    def is_text(self, path: str) -> bool:
        """Whether Pelican looks for an article or a page in the file at *path*."""
        suffix = PurePosixPath(path).suffix.lower()
        kinds = MARKDOWN | {".rst"} | ({".html", ".htm"} if self.has_html else set())
        kinds |= {".ipynb"} if self.has_notebooks else set()
        if suffix not in kinds or path in self.moved or is_in(path, self.without):
            return False
        return is_in(path, self.articles) or is_in(path, self.pages)

    def is_page(self, path: str) -> bool:
        """Whether the text at *path* is a page."""
        return is_in(path, self.pages)

    def is_static(self, path: str) -> bool:
        """Whether the file at *path* is copied."""
        return path in self.moved or is_in(path, self.static)

    def is_skipped(self, path: str) -> bool:
        """Whether Pelican ignores the file or folder at *path*."""
        name = path.rstrip("/").rpartition("/")[2]
        if name.startswith((".", "__pycache__")) and path not in self.moved:
            return not any(each.startswith(path) for each in self.moved)
        return any(fnmatch(name, each) or fnmatch(path.rstrip("/"), each) for each in self.ignored)


def places_of(config: Config) -> Places:
    """Return what the settings say of folders."""
    moved = {
        path.strip("/"): str(given["path"])
        for path, given in config.mapping("EXTRA_PATH_METADATA").items()
        if isinstance(given, dict) and given.get("path")
    }
    readers, markup = config.mapping("READERS"), config.list_of("MARKUP", ())
    said = " ".join([*markup, *config.list_of("PLUGINS", ())]).lower()
    return Places(
        articles=_folders(config, "ARTICLE_PATHS", ("",), "ARTICLE_DIR"),
        pages=_folders(config, "PAGE_PATHS", ("pages",), "PAGE_DIR"),
        static=_folders(config, "STATIC_PATHS", ("images",)),
        without=tuple(
            each
            for name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES")
            for each in config.list_of(name, ())
            if each.strip("./")
        ),
        moved=moved,
        ignored=tuple(each for each in config.list_of("IGNORE_FILES", ()) if each not in {"**/.*", ".#*"}),
        has_html="html" not in readers or bool(readers["html"]),
        has_notebooks=re.search(r"ipynb|jupyter|notebook", said.replace("liquid_tags.notebook", ""))
        is not None,
    )


def _folders(config: Config, name: str, default: tuple[str, ...], old: str = "") -> tuple[str, ...]:
    """Return the folders in *name*, which in *old* versions was one text."""
    one = config.text(name) or (config.text(old) if old else "")
    found = (one,) if one else tuple(config.list_of(name, default))
    return tuple(each.removeprefix("./").strip("/") for each in found)


def is_in(path: str, folders: tuple[str, ...]) -> bool:
    """Whether *path* is one of *folders*, or in one of them; an empty one, or a dot, is all."""
    return any(each in {"", "."} or path == each or path.startswith(f"{each}/") for each in folders)
