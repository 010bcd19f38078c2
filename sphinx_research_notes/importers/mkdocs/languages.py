"""Sites in several languages, made with mkdocs-static-i18n (https://ultrabug.github.io/mkdocs-static-i18n)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from ..documents import Document
    from .config import Config


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a site; none if it doesn't use the plug-in."""

    default: str = ""
    others: tuple[str, ...] = ()
    #: Whether each language has a folder; else its files have a suffix, ``about.fr.md``.
    in_folders: bool = False
    #: Those that the site has texts in, and says not to build.
    unbuilt: tuple[str, ...] = ()

    def is_unbuilt(self, path: str) -> bool:
        """Whether the file at *path* is in a language of which there are no pages."""
        suffix = PurePosixPath(path).with_suffix("").suffix.lstrip(".")
        return (path.partition("/")[0] if self.in_folders else suffix) in self.unbuilt

    def of(self, path: str) -> str:
        """Return the language of the file at *path*; empty for a site in one language."""
        if not self.default:
            return ""
        if self.in_folders:
            first = path.partition("/")[0]
            return first if first in (self.default, *self.others) else self.default
        suffix = PurePosixPath(path).with_suffix("").suffix.lstrip(".")
        return suffix if suffix in (self.default, *self.others) else self.default

    def place(self, path: str) -> str:
        """Return the path that the file at *path* would have, had the site one language and this one."""
        if not self.default:
            return path
        if self.in_folders:
            return path.removeprefix(f"{self.of(path)}/")
        pure = PurePosixPath(path)
        stem = pure.with_suffix("")
        return f"{stem.with_suffix('')}{pure.suffix}" if stem.suffix == f".{self.of(path)}" else path

    def prefix(self, path: str) -> str:
        """Return the folder that the page of *path* was in on the old site: that of its language."""
        language = self.of(path)
        return "" if language == self.default else f"{language}/"

    def other(self, path: str, paths: Container[str]) -> str:
        """Return the file of which the one at *path* is a translation; empty if there is none."""
        if self.of(path) == self.default:
            return ""
        place = self.place(path)
        pure = PurePosixPath(place)
        names = (
            [f"{self.default}/{place}"]
            if self.in_folders
            else [place, f"{pure.with_suffix('')}.{self.default}{pure.suffix}"]
        )
        return next((each for each in names if each in paths), "")

    def linked(self, path: str, address: str, paths: Container[str]) -> str:
        """Return *address* in the file at *path*, with the suffix of its language if there is such a file."""
        if not self.default or self.in_folders:
            return address
        name, sign, fragment = address.partition("#")
        pure = PurePosixPath(name)
        own = f"{pure.with_suffix('')}.{self.of(path)}{pure.suffix}"
        there = posixpath.normpath(posixpath.join(posixpath.dirname(path), own))
        return f"{own}{sign}{fragment}" if pure.suffix and there in paths else address


def languages_of(config: Config) -> Languages:
    """Return the languages that *config* names."""
    options = config.options_of("plugins", "i18n")
    if options is None:
        return Languages()
    default = str(options.get("default_language") or "")
    others: list[str] = []
    unbuilt: list[str] = []
    given = options.get("languages")
    for each in given if isinstance(given, list) else []:
        locale = str(each.get("locale") or "") if isinstance(each, dict) else ""
        if isinstance(each, dict) and each.get("default") is True:
            default = locale
        elif locale and locale != "null":
            (unbuilt if each.get("build") is False else others).append(locale)
    if isinstance(given, dict):  # As versions before 1.0 had it.
        others += [str(each) for each in given if str(each) not in {default, "default"}]
    return (
        Languages(default, tuple(others), options.get("docs_structure") == "folder", tuple(unbuilt))
        if default
        else Languages()
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """The paths of documents, from the folder *root* on."""

    documents: dict[str, Document]
    root: str

    def __contains__(self, path: object) -> bool:
        return f"{self.root}{path}" in self.documents
