"""Find the documents and files of a Jekyll site, as Jekyll does."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.dates import DateError, When, parse_when
from ..exports import is_export
from ..files import decoded, read_text, why_left_alone
from ..front_matter import FrontMatter, read_front_matter
from .github_pages import MARKDOWN, homes_of, is_page_of_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from ..records import Options
    from .config import Config

HTML = {".html", ".htm", ".xhtml"}
TEXTILE = {".textile"}
_POST = re.compile(r"(?P<date>\d{2,4}-\d{1,2}-\d{1,2})-(?P<slug>.*)")
#: Folders of Jekyll that have no pages.
_MACHINERY = {"_includes", "_layouts", "_sass", "_data", "_plugins", "_bibliography", "_site"}


@dataclass(slots=True)
class Document:
    """A file with front matter."""

    #: Relative to the source.
    path: str
    #: ``posts``, ``drafts``, ``pages``, or the name of a collection.
    kind: str
    front: FrontMatter
    #: The values of the defaults that apply, as in YAML.
    defaults: dict[str, Any] = field(default_factory=dict)
    #: The name of the file without its date and suffix.
    name: str = ""
    date: When | None = None
    #: As Jekyll has them in addresses.
    categories: tuple[str, ...] = ()
    #: The folders above ``_posts``, which are categories too.
    folders: tuple[str, ...] = ()
    #: Whether it is a note here: a post, or a document of a collection on a site that has no posts.
    is_note: bool = False
    #: Whether it is in a collection of which Jekyll makes no pages.
    is_unseen: bool = False
    #: Whether pages show what is in such a document: it is no page here, and nothing hidden.
    is_data: bool = False
    #: Whether no page can be at its old address here.
    is_moved: bool = False
    #: Its language on a site in several, and what it translates.
    lang: str = ""
    original: Document | None = None
    #: In the new site.
    target: str = ""
    #: On the old site, from its root; empty if it had none.
    address: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of the file, in lower case."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def is_post(self) -> bool:
        """Whether it is a post, published or not."""
        return self.kind in {"posts", "drafts"}

    @property
    def is_hidden(self) -> bool:
        """Whether it says of itself that it isn't published."""
        said = str(self.value("published")).strip().lower() in {"false", "no", "off"}
        return said or self.front.is_true("draft")

    def value(self, name: str) -> Any:
        """Return the value of *name* in its front matter, else in the defaults."""
        return self.front.values.get(name, self.defaults.get(name))


@dataclass(slots=True)
class Found:
    """What is in the folder of a site."""

    documents: list[Document] = field(default_factory=list)
    #: Files without front matter, which Jekyll copies.
    files: list[str] = field(default_factory=list)
    #: Path to the reason why it isn't part of the site.
    left_out: dict[str, str] = field(default_factory=dict)


def find_documents(source: Path, config: Config, options: Options, zone: tzinfo = UTC) -> Found:
    """Return the documents and files of the site in *source*; raises OSError."""
    found = Found()
    paths = list(_paths(source, config, options))
    homes = homes_of(paths, config)
    for path in paths:
        kind, is_special = _kind(path, config)
        text = _text(source / path)
        has_front = text is not None and re.match(r"\ufeff?---[ \t]*\r?\n", text) is not None
        if path in homes or _needs_none(path, kind, config):
            if not _is_text(source / path):
                found.left_out[path] = "it is no text"
                continue
            text, has_front = text or read_text(source / path), True
        if kind == "" or (config.is_of_repository(path) and not has_front):
            continue
        if not has_front or text is None:
            if is_special and PurePosixPath(path).suffix.lower() in MARKDOWN | HTML | TEXTILE:
                found.left_out[path] = "it has no front matter, so that Jekyll doesn't publish it"
            elif kind in {"posts", "drafts"} or not config.has_pages(kind):
                found.left_out[path] = "Jekyll doesn't publish the files in this folder"
            elif path.lower().endswith(".xml") and is_export(source / path):
                found.left_out[path] = "an export of WordPress has drafts, and addresses of people"
            else:
                found.files.append(path)
            continue
        document = Document(path, kind, read_front_matter(text), is_unseen=not config.has_pages(kind))
        if path in homes:
            document.defaults["permalink"] = homes[path]
        for defaults in config.defaults:
            if defaults.apply_to(path, kind):
                document.defaults.update(defaults.values)
        if reason := _name(document, zone):
            found.left_out[path] = reason
            continue
        found.documents.append(document)
    return found


def _paths(source: Path, config: Config, options: Options) -> Iterator[str]:
    """Yield the files that may be part of the site, in alphabetical order."""
    inside = {f"_{name}" for name in config.collections} | {"_posts", "_drafts"}
    for folder, folders, names in os.walk(source):
        place = Path(folder).relative_to(source).as_posix()
        prefix = "" if place == "." else f"{place}/"
        folders[:] = sorted(
            each for each in folders
            if Path(folder, each).resolve() not in options.without
            and each not in _MACHINERY
            and (each in inside or each[0] not in "_.#~" or config.is_included(prefix + each))
            and not config.is_excluded(prefix + each)
        )  # fmt: skip
        for name in sorted(names):
            path = prefix + name
            if name.startswith(("_", ".", "#", "~")) and not config.is_included(path):
                continue
            if why_left_alone(Path(folder, name), source):
                continue
            if not config.is_excluded(path) or config.is_included(path):
                yield path


def _kind(path: str, config: Config) -> tuple[str, bool]:
    """Return the kind of the document at *path*, and whether its folder says so."""
    steps = path.split("/")[:-1]
    for folder, kind in (("_posts", "posts"), ("_drafts", "drafts")):
        if folder in steps:
            return kind, True
    if steps and steps[0].startswith("_") and steps[0][1:] in config.collections:
        return steps[0][1:], True
    if len(steps) > 1 and steps[0] == config.text("collections_dir") and steps[1][1:] in config.collections:
        return steps[1][1:], True
    return "pages", False


def _needs_none(path: str, kind: str, config: Config) -> bool:
    """Whether Jekyll makes a page of the file at *path* without front matter, too."""
    if kind in {"posts", "drafts"}:
        return PurePosixPath(path).suffix.lower() in MARKDOWN | HTML | TEXTILE
    return kind == "pages" and is_page_of_pages(path, config)


def _is_text(path: Path) -> bool:
    data = path.read_bytes()
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _text(path: Path) -> str | None:
    """Return the text of a file with front matter; None if it can have none."""
    with path.open("rb") as file:
        if file.read(6).removeprefix(b"\xef\xbb\xbf")[:3] != b"---":
            return None
        file.seek(0)
        return decoded(file.read())


def _name(document: Document, zone: tzinfo) -> str:
    """Find its name, its date and its categories; return why it isn't published, or nothing."""
    stem = PurePosixPath(document.path).stem
    dated = _POST.fullmatch(stem)
    document.name = stem
    if document.is_post:
        if document.kind == "posts" and dated is None:
            return "the name of a post must begin with a date, so that Jekyll doesn't publish it"
        document.name = dated["slug"] if dated else stem
        folder = "_posts" if document.kind == "posts" else "_drafts"
        document.folders = tuple(document.path.split("/")[: document.path.split("/").index(folder)])
    elif document.kind != "pages" and dated:
        # In any collection, a date at the beginning is no part of the name.
        document.name = dated["slug"]
    has_date = dated is not None and document.kind != "pages"
    for given in (document.front.text_of("date"), dated["date"] if dated and has_date else ""):
        try:
            document.date = document.date or (parse_when(given, zone) if given else None)
        except DateError:
            continue
    document.categories = tuple(dict.fromkeys([*document.folders, *categories_of(document)]))
    return ""


def categories_of(document: Document) -> list[str]:
    """Return the categories as Jekyll reads them: a text has several with ``categories``, one else."""
    return _labels(document.value("category"), document.value("categories"))


def tags_of(document: Document) -> list[str]:
    """Return the tags as Jekyll reads them."""
    return _labels(document.value("tag"), document.value("tags"))


def _labels(single: Any, several: Any) -> list[str]:
    if single:
        return [str(each) for each in single] if isinstance(single, list) else [str(single)]
    if isinstance(several, str):
        return several.split()
    return [str(each) for each in several if each] if isinstance(several, list) else []
