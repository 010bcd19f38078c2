"""Find the content of a Hugo site: pages, page bundles, sections, and the files beside them."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.dates import DateError, When, file_name_date, parse_when
from ..documents import date_of
from ..files import read_text, why_left_alone
from .examples import front_matter_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from ..front_matter import FrontMatter
    from ..records import Options
    from .config import Config, Root

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
HTML = {".html", ".htm"}
#: What Hugo reads with other programs, or not at all by default.
_OTHERS = {".org", ".adoc", ".asciidoc", ".rst", ".pdc", ".pandoc", ".rmd", ".rmarkdown"}


@dataclass(slots=True)
class Document:
    """A page of the content."""

    #: Relative to the content of its language, without the code of a language.
    path: str
    #: Relative to the source.
    file: str
    front: FrontMatter
    #: The code of the language, if it isn't the default one.
    lang: str = ""
    #: Whether the site says that its language isn't to be seen.
    is_disabled: bool = False
    #: The values that a folder gives to it.
    cascade: dict[str, Any] = field(default_factory=dict)
    date: When | None = None
    is_note: bool = False
    #: Whether it is only a resource of the bundle that it is in: Hugo makes no page of it.
    is_resource: bool = False
    #: Whether there is a page in the default language that says the same.
    is_translation: bool = False
    target: str = ""
    address: str = ""
    #: The folders of the section that it is in: each has its own page, or is a first one.
    sections: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The suffix of the file, in lower case."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.path).stem

    @property
    def is_list(self) -> bool:
        """Whether it is the page of a section, or the home page."""
        return self.stem == "_index"

    @property
    def is_bundle(self) -> bool:
        """Whether it is the page of a folder with its files."""
        return self.stem == "index"

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders that it is in; a bundle is not in its own."""
        parts = PurePosixPath(self.path).parts[:-1]
        return parts[:-1] if self.is_bundle and parts else parts

    @property
    def name(self) -> str:
        """What it is called in its address."""
        parts = PurePosixPath(self.path).parts[:-1]
        return parts[-1] if (self.is_bundle or self.is_list) and parts else self.stem

    @property
    def section(self) -> str:
        """The first folder; empty for a page that is in none."""
        folders = PurePosixPath(self.path).parts[:-1] if self.is_list else self.folders
        return folders[0] if folders else ""

    @property
    def is_draft(self) -> bool:
        """Whether it says that it is a draft."""
        return str(self.value("draft")).lower() == "true"

    def labels(self, kind: str) -> list[str]:
        """Return what it is labelled with: its ``tags``, for instance."""
        given = self.value(kind)
        found = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        return [each.strip() for each in found if isinstance(each, str) and each.strip()]

    def value(self, name: str) -> Any:
        """Return the value of *name*, in any letter case; from a folder if it has none itself."""
        own = self.front.values
        # ``params`` is where new versions of Hugo want what isn't theirs.
        more = own.get("params")
        for given in (own, more if isinstance(more, dict) else {}, self.cascade):
            for key, value in given.items():
                if key.lower() == name.lower():
                    return value
        return None

    def text(self, name: str) -> str:
        """Return the value of *name* as text; empty if it has none."""
        value = self.value(name)
        return value.strip() if isinstance(value, str) else ""


@dataclass(slots=True)
class Found:
    """What is in the content of a site."""

    documents: list[Document] = field(default_factory=list)
    #: Files beside pages, by their paths in the new site.
    files: dict[str, Path] = field(default_factory=dict)
    #: Path to the reason why it isn't read.
    unread: dict[str, str] = field(default_factory=dict)
    #: What the site tells Hugo to ignore, relative to the source.
    ignored: list[str] = field(default_factory=list)


def find_documents(source: Path, config: Config, options: Options, zone: tzinfo = UTC) -> Found:
    """Return the content of the site in *source*; raises OSError."""
    found = Found()
    roots = config.roots()
    others = {(source / each.folder).resolve() for each in roots}
    for root in roots:
        content = source / root.folder
        without = {*options.without, *others} - {content.resolve()}
        for path in _paths(content, source, frozenset(without)):
            _add(found, config, root, content / path, source)
    _cascade(found.documents, config)
    _find_resources(found.documents)
    _find_sections(found.documents)
    for document in found.documents:
        document.date = _date(document, zone)
    return found


def _add(found: Found, config: Config, root: Root, place: Path, source: Path) -> None:
    """Add the file at *place* to what was *found*."""
    path = posixpath.join(root.prefix, place.relative_to(source / root.folder).as_posix())
    file = place.relative_to(source).as_posix()
    if config.is_ignored(path):
        found.ignored.append(file)
        return
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in MARKDOWN | HTML:
        front = front_matter_of(read_text(place))
        if suffix not in HTML or front.is_there:
            lang, bare = _language(path, config, root)
            found.documents.append(
                Document(bare, file, front, lang, is_disabled=bool(lang) and config.is_disabled(lang))
            )
            return
    elif suffix in _OTHERS:
        found.unread[file] = f"pages in {suffix} aren't read; copied as it is"
    found.files.setdefault(posixpath.join(root.lang, path), place)


def _language(path: str, config: Config, root: Root) -> tuple[str, str]:
    """Return the language of the page at *path*, and the path without its code."""
    stem, name, suffix = PurePosixPath(path).stem, PurePosixPath(path).name, PurePosixPath(path).suffix
    code = stem.rpartition(".")[2].lower()
    if code != stem.lower() and code in {config.default, *config.languages}:
        bare = f"{path.removesuffix(name)}{stem.rpartition('.')[0]}{suffix}"
        return "" if code == config.default else code, bare
    return root.lang, path


def _paths(content: Path, source: Path, without: frozenset[Path]) -> Iterator[str]:
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(
            each for each in folders
            if not each.startswith(".") and Path(folder, each).resolve() not in without
        )  # fmt: skip
        place = Path(folder).relative_to(content).as_posix()
        for name in sorted(names):
            if not name.startswith((".", "~")) and not why_left_alone(Path(folder, name), source):
                yield name if place == "." else f"{place}/{name}"


def _find_resources(documents: list[Document]) -> None:
    """Mark the pages in bundles, at any depth, that aren't the page of their bundle."""
    bundles = {posixpath.dirname(each.path) for each in documents if each.is_bundle} - {""}
    for document in documents:
        above = {str(each) for each in PurePosixPath(document.path).parents}
        own = posixpath.dirname(document.path) if document.is_bundle else ""
        document.is_resource = bool(bundles & above - {own})


def _find_sections(documents: list[Document]) -> None:
    """Give each document its section: a folder without a page of its own isn't one, but for the first."""
    own = {posixpath.dirname(each.path) for each in documents if each.is_list}
    for document in documents:
        steps = document.folders
        while len(steps) > 1 and "/".join(steps) not in own:
            steps = steps[:-1]
        document.sections = steps


def _date(document: Document, zone: tzinfo) -> When | None:
    for name in ("date", "publishdate", "publish_date"):
        try:
            if given := document.text(name):
                return parse_when(given, zone)
        except DateError:
            continue
    return file_name_date(document.name, zone)[0]


def is_shown(document: Document, config: Config, now: datetime) -> bool:
    """Whether Hugo has a page of it *now*: it is no draft, its time has come, and isn't over."""
    return bool(document.address) and is_live(document, config, now)


def is_live(document: Document, config: Config, now: datetime) -> bool:
    """Whether Hugo reads it *now*, even if it makes no page of it: it is no draft, and its time is now."""
    if document.is_draft:
        return False
    begins = (document.date, *_times(document, "publishdate", "publish_date", "pubdate", "published"))
    ends = _times(document, "expirydate", "expiry_date", "unpublishdate")
    is_early = any(each and each.moment > now for each in begins) and not config.is_on("buildfuture")
    is_over = any(each.moment <= now for each in ends) and not config.is_on("buildexpired")
    return not is_early and not is_over


def _times(document: Document, *names: str) -> list[When]:
    found = (date_of(document.text(name), UTC) for name in names)
    return [each for each in found if each]


def _cascade(documents: list[Document], config: Config) -> None:
    """Give each document what the sections above it, and the site, cascade."""
    # Language, or None for all; folder; target; values.
    rules: list[tuple[str | None, str, dict[str, Any], dict[str, Any]]] = []
    for given, lang, folder in [(config.at("cascade"), None, "")] + [
        (each.value("cascade"), each.lang, "/".join(PurePosixPath(each.path).parts[:-1]))
        for each in documents
        if each.is_list
    ]:
        for rule in given if isinstance(given, list) else [given]:
            if isinstance(rule, dict):
                target = rule.get("target") or rule.get("_target") or {}
                values = {
                    key: value for key, value in rule.items() if key not in {"target", "_target", "params"}
                }
                more = rule.get("params")
                values |= more if isinstance(more, dict) else {}
                rules.append((lang, folder, target if isinstance(target, dict) else {}, values))
    rules.sort(key=lambda rule: len(rule[1]))
    for document in documents:
        for lang, folder, target, values in rules:
            is_below = not folder or document.path.startswith(f"{folder}/")
            if is_below and lang in {None, document.lang} and _is_meant(document, target, config):
                document.cascade.update(values)


def _is_meant(document: Document, target: dict[str, Any], config: Config) -> bool:
    """Whether *document* is among those that a cascade is for."""
    kind = "home" if document.path.startswith("_index.") else "section" if document.is_list else "page"
    kinds = re.findall(r"\w+", str(target.get("kind", "")))
    path = str(target.get("path", "")).strip("{}")
    if kinds and kind not in kinds:
        return False
    wanted = {"lang": document.lang or config.default, "environment": "production"}
    if any(
        not fnmatch(value, str(target[name]).lower()) for name, value in wanted.items() if target.get(name)
    ):
        return False
    patterns = [
        re.escape(each).replace(r"\*\*", ".*").replace(r"\*", "[^/]*") for each in path.split(",") if each
    ]
    page = f"/{document.path.removesuffix(document.suffix)}"
    return not patterns or any(re.fullmatch(each, page) for each in patterns)
