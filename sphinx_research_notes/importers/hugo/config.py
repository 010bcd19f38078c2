"""The configuration of a Hugo site: one file under its present or former name, or a folder of them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ..files import read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
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
    def language(self) -> str:
        """The language of the site."""
        default = self.text("defaultcontentlanguage") or "en"
        return self.text("languagecode", f"languages.{default}.languagecode") or default

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that the site has further to its default one."""
        found = self.at("languages")
        default = self.text("defaultcontentlanguage") or "en"
        return tuple(each for each in found if each != default) if isinstance(found, dict) else ()

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
        default = self.text("defaultcontentlanguage") or "en"
        if own := self.text(f"languages.{default}.contentdir", "contentdir"):
            return own
        mounts = self.at("module.mounts")
        for mount in mounts if isinstance(mounts, list) else ():
            if isinstance(mount, dict) and str(mount.get("target", "")).strip("/") == "content":
                return str(mount.get("source", "content"))
        return "content"


def read_config(source: Path) -> Config:
    """Return the configuration of the site in *source*; raises NotImportable, and OSError."""
    values: dict[str, Any] = {}
    named = next((source / name for name in _NAMES if (source / name).is_file()), None)
    if named is not None:
        values = _read(named)
    folder = source / "config" / "_default"
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.suffix not in _SUFFIXES:
            continue
        name = re.sub(r"\.[a-z]{2}(?:-[a-z]+)?$", "", file.stem.lower())
        found = _read(file)
        values = _merged(values, found if name in {"hugo", "config"} else {name: found})
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
        return {str(key).lower(): _lowered(each) for key, each in value.items()}
    return [_lowered(each) for each in value] if isinstance(value, list) else value
