"""The configuration of a Jekyll site: ``_config.yml`` and ``_data``."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import yaml

from ..files import folder_path, read_text
from ..records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: The files with the options of a site; the first one that is there counts.
CONFIGS = ("_config.toml", "_config.yml", "_config.yaml")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
#: What Jekyll leaves alone by itself, and files of a repository that nobody wants on a site.
_EXCLUDED = (
    "_site", "node_modules", "vendor", "Gemfile", "Gemfile.lock", "*.gemspec", "Rakefile", "Makefile",
    "package.json", "package-lock.json", "yarn.lock", "Dockerfile", "docker-compose*.yml",
    "requirements.txt", "*.sh", "bin", "Vagrantfile",
)  # fmt: skip
#: Texts about a repository, which are pages only if they have front matter.
_OF_REPOSITORIES = (
    "README*", "Readme*", "readme*", "LICENSE*", "LICENCE*", "CONTRIBUTING*", "CHANGELOG*",
    "CODE_OF_CONDUCT*",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Defaults:
    """Front matter for all documents of a scope (https://jekyllrb.com/docs/configuration/front-matter-defaults/)."""

    path: str
    kind: str
    values: Mapping[str, Any]

    def apply_to(self, path: str, kind: str) -> bool:
        """Whether a document at *path* of *kind*, such as ``posts``, is in the scope."""
        if self.kind and self.kind != kind:
            return False
        scope = self.path.strip("/")
        if "*" in scope:
            return fnmatch(path, f"{scope}*")
        return not scope or path == scope or path.startswith(f"{scope}/")


@dataclass(frozen=True, slots=True)
class Config:
    """What a Jekyll site says of itself."""

    values: Mapping[str, Any] = field(default_factory=dict)
    #: What is in ``_data``, as ``site.data`` has it.
    data: Mapping[str, Any] = field(default_factory=dict)
    defaults: tuple[Defaults, ...] = ()
    #: Name to options, without posts and drafts.
    collections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    #: The host in the file ``CNAME`` of GitHub Pages, where no ``url`` says it.
    host: str = ""
    #: Whether GitHub Pages builds it with the plug-ins that it has by itself.
    on_pages: bool = False

    def text(self, *names: str) -> str:
        """Return the first of the values *names* that is there, as text; empty if none is."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()
        return ""

    @property
    def base(self) -> str:
        """The path that the site is below, such as ``/blog``; mostly empty."""
        text = self.text("baseurl").strip("/")
        return f"/{text}" if text else ""

    @property
    def url(self) -> str:
        """The address of the site, with its path; empty if unknown."""
        url = self.text("url").rstrip("/") or (f"https://{self.host}" if self.host else "")
        return f"{url}{self.base}" if url.startswith(("http://", "https://")) else ""

    @property
    def permalink(self) -> str:
        """The pattern or style of the addresses of posts."""
        return self.text("permalink") or "date"

    def has_pages(self, kind: str) -> bool:
        """Whether Jekyll makes pages of the documents of *kind*, which may be the name of a collection."""
        options = self.collections.get(kind)
        return options is None or str(options.get("output", "")).lower() == "true"

    def is_excluded(self, path: str) -> bool:
        """Whether the file or folder at *path* is no part of the site."""
        name = path.rpartition("/")[2]
        own = [str(each).strip("/") for each in _list(self.values.get("exclude"))]
        patterns = (*_EXCLUDED, *own, folder_path(self.text("destination")))
        return any(fnmatch(name, each) or fnmatch(path, each) for each in patterns)

    def is_of_repository(self, path: str) -> bool:
        """Whether the file at *path* is one about the repository, such as its README."""
        return any(fnmatch(path.rpartition("/")[2], each) for each in _OF_REPOSITORIES)

    def has_plugin(self, name: str) -> bool:
        """Whether the site uses the plug-in *name*."""
        lists = [self.values.get(key) for key in ("plugins", "gems")]
        return any(name in map(str, each) for each in lists if isinstance(each, list))

    def is_included(self, path: str) -> bool:
        """Whether the site names *path*, which begins with an underscore or a dot, as a part of it."""
        own = [str(each).strip("/") for each in _list(self.values.get("include"))]
        return any(path == each or path.rpartition("/")[2] == each for each in own)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def read_config(source: Path) -> Config:
    """Return the configuration of the site in *source*; raises NotImportable, and OSError."""
    file = next((source / name for name in CONFIGS if (source / name).is_file()), None)
    values = _read_yaml(file) if file else {}
    if not isinstance(values, dict):
        raise NotImportable(f"expected options in {file}, found {values!r}; nothing is written")
    found = values.get("collections")
    named = dict.fromkeys(found) if isinstance(found, list) else found if isinstance(found, dict) else {}
    return Config(
        values,
        dict(_data(source / str(values.get("data_dir") or "_data"))),
        tuple(_defaults(values)),
        {
            str(name): options if isinstance(options, dict) else {}
            for name, options in named.items()
            if name not in {"posts", "drafts"}
        },
        _host(source / "CNAME"),
        bool(values.get("theme") or values.get("remote_theme")) and _is_built_by_pages(source / "Gemfile"),
    )


def _is_built_by_pages(gems: Path) -> bool:
    """Whether the file *gems* leaves a site to GitHub Pages, which needs none."""
    return not gems.is_file() or "github-pages" in re.sub(r"#.*", "", read_text(gems))


def _host(file: Path) -> str:
    """Return the host that *file* names; empty if it doesn't."""
    words = read_text(file).split() if file.is_file() else []
    return words[0].lower() if words and _HOST.fullmatch(words[0]) else ""


def _defaults(values: Mapping[str, Any]) -> Iterator[Defaults]:
    """Yield the defaults, those of wider scopes first, so that the last one counts."""
    found = [each for each in _list(values.get("defaults")) if isinstance(each, dict)]
    scopes = [(each.get("scope") or {}, each.get("values") or {}) for each in found]
    known = [(scope, given) for scope, given in scopes if isinstance(scope, dict)]
    for scope, given in sorted(
        known, key=lambda each: (len(str(each[0].get("path", ""))), "type" in each[0])
    ):
        if isinstance(given, dict):
            yield Defaults(str(scope.get("path") or ""), str(scope.get("type") or ""), given)


def _data(folder: Path) -> Iterator[tuple[str, Any]]:
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.is_dir():
            yield file.name, dict(_data(file))
        elif file.suffix in {".yml", ".yaml", ".json"}:
            try:
                yield file.stem, _read_yaml(file)
            except NotImportable:
                continue
        elif file.suffix in {".csv", ".tsv"}:
            lines = read_text(file).splitlines()
            yield file.stem, list(csv.DictReader(lines, delimiter="\t" if file.suffix == ".tsv" else ","))


def _read_yaml(file: Path) -> Any:
    """Return the content of *file*; raises NotImportable if it is no YAML, JSON or TOML."""
    try:
        if file.suffix == ".toml":
            return tomllib.loads(file.read_text("utf-8-sig"))
        text = file.read_text("utf-8-sig").replace("\t", "    ")
        return (json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)) or {}
    except (yaml.YAMLError, ValueError) as error:
        said = " ".join(str(error).split())
        raise NotImportable(f"expected YAML in {file}, found {said}; nothing has been written") from None
