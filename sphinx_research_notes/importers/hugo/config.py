"""The configuration of a Hugo site: one file under its present or former name, or a folder of them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from ..files import read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_BOOLEANS = {False: "no", True: "yes"}
_NAMES = tuple(f"{name}{suffix}" for name in ("hugo", "config") for suffix in _SUFFIXES)


@dataclass(frozen=True, slots=True)
class Config:
    """What a Hugo site says of itself; keys are in lower case, as Hugo takes them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    #: The file or folder that it was read from.
    file: str = ""

    def at(self, path: str) -> Any:
        """Return the value at *path*, such as ``markup.goldmark.extensions``; None if there is none."""
        value: Any = self.values
        for step in path.split("."):
            if not isinstance(value, dict) or step not in value:
                return None
            value = value[step]
        return value

    def text(self, *paths: str) -> str:
        """Return the first of the values at *paths* that is there, as text; empty if none is."""
        for path in paths:
            value = self.at(path)
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    def themes(self) -> list[str]:
        """Return the folders of the themes that the site uses, the first of which counts most."""
        given = self.at("theme")
        names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        return [f"themes/{PurePosixPath(name).name}" for name in names if isinstance(name, str) and name]

    def is_on(self, path: str) -> bool:
        """Whether the value at *path* is true."""
        return str(self.at(path)).lower() == "true"

    @property
    def url(self) -> str:
        """The address of the site; empty if unknown."""
        url = self.text("baseurl")
        is_example = re.search(r"//(?:www\.)?example\.(?:org|com)", url) or "replace" in url
        return url.rstrip("/") if url.startswith(("http://", "https://")) and not is_example else ""

    @property
    def default(self) -> str:
        """The code of the language whose pages have no code in their addresses, unless the site says so."""
        said = self.text("defaultcontentlanguage").lower()
        found = self.at("languages")
        known = list(found) if isinstance(found, dict) else []
        return said or ("en" if "en" in known or not known else known[0] if len(known) == 1 else "en")

    @property
    def language(self) -> str:
        """The language of the site."""
        return self.language_of(self.default)

    def language_of(self, code: str) -> str:
        """Return the language that the site says the pages of *code* have: ``pt-br`` for ``pt``."""
        own = self.text(f"languages.{code}.languagecode", f"languages.{code}.locale")
        if code == self.default:
            return own or self.text("languagecode", "locale") or code
        return own or code

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that the site has further to its default one."""
        found = self.at("languages")
        return tuple(each for each in found if each != self.default) if isinstance(found, dict) else ()

    def is_disabled(self, lang: str) -> bool:
        """Whether the site says not to make pages in the language *lang*."""
        disabled = self.at("disablelanguages")
        names = [str(each).lower() for each in disabled] if isinstance(disabled, list) else []
        return lang in names or self.is_on(f"languages.{lang}.disabled")

    def prefix(self, lang: str) -> str:
        """Return what addresses of pages in *lang* begin with; empty for the default language."""
        if lang or self.is_on("defaultcontentlanguageinsubdir"):
            return f"/{lang or self.default}"
        return ""

    def is_ignored(self, path: str) -> bool:
        """Whether the site tells Hugo to ignore the file at *path* of its content."""
        given = self.at("ignorefiles")
        for each in given if isinstance(given, list) else [given] if isinstance(given, str) else []:
            try:
                if re.search(str(each), path):
                    return True
            except re.error:
                continue
        return False

    def content(self) -> str:
        """Return the folder with the content of the default language."""
        return self.roots()[0].folder

    def roots(self) -> tuple[Root, ...]:
        """Return the folders with content: that of the default language first, each once."""
        main = self.text(f"languages.{self.default}.contentdir", "contentdir")
        found = [Root(main or "content")]
        if mounted := list(self._mounted()):
            found = ([Root(main)] if main and main != "content" else []) + mounted
        for lang in self.languages:
            if own := self.text(f"languages.{lang}.contentdir"):
                found.append(Root(own, lang=lang))
        roots = {Root(each.folder.strip("/"), each.prefix, each.lang): None for each in reversed(found)}
        by_folder = {each.folder: each for each in roots}
        return tuple(reversed(by_folder.values()))

    def _mounted(self) -> Iterator[Root]:
        """Yield the folders that the site says are its content, those of the default language first."""
        mounts = self.at("module.mounts")
        roots = []
        for mount in mounts if isinstance(mounts, list) else ():
            target = str(mount.get("target", "")).strip("/") if isinstance(mount, dict) else ""
            if target.split("/")[0] != "content" or not isinstance(mount.get("source"), str):
                continue
            lang = str(mount.get("lang") or "").lower()
            prefix = target.removeprefix("content").strip("/")
            roots.append(Root(mount["source"], prefix, "" if lang == self.default else lang))
        yield from sorted(roots, key=lambda root: (bool(root.lang), bool(root.prefix)))


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with content."""

    #: Relative to the source.
    folder: str
    #: The folder of the content that it is mounted as.
    prefix: str = ""
    #: The language of what is in it; empty for the default one.
    lang: str = ""


def read_config(source: Path) -> Config:
    """Return the configuration of the site in *source*; raises NotImportable, and OSError."""
    values: dict[str, Any] = {}
    named = next((source / name for name in _NAMES if (source / name).is_file()), None)
    if named is not None:
        values = _read(named)
    folders = [source / "config" / each for each in ("_default", "production")]
    for file in (each for folder in folders if folder.is_dir() for each in sorted(folder.glob("*"))):
        if file.suffix not in _SUFFIXES or not file.is_file():
            continue
        name, _, lang = file.stem.lower().partition(".")
        found = _read(file)
        if lang:  # ``languages.fr.toml``, ``params.fr.toml``
            found = {"languages": {lang: found if name == "languages" else {name: found}}}
        elif name not in {"hugo", "config"}:
            found = {name: found}
        values = _merged(values, found)
    return Config(values, named.name if named else "config/_default")


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        **{
            key: _merged(one[key], value)
            if isinstance(value, dict) and isinstance(one.get(key), dict)
            else value
            for key, value in other.items()
        },
    }


def _read(file: Path) -> dict[str, Any]:
    text = read_text(file)
    try:
        if file.suffix == ".toml":
            found: Any = tomllib.loads(text)
        else:
            found = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise NotImportable(
            f"expected {file.suffix[1:]} in {file}, found {said}; nothing is written"
        ) from None
    return _lowered(found) if isinstance(found, dict) else {}


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        # The language of Norway is no truth value.
        return {_BOOLEANS.get(key, str(key)).lower(): _lowered(each) for key, each in value.items()}
    return [_lowered(each) for each in value] if isinstance(value, list) else value
