"""Pages and their files, as templates see them."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..documents import date_of
from .documents import is_live
from .gotemplates.layouts import Moment
from .gotemplates.list_functions import Scratch
from .gotemplates.values import Params, Thing, Unknown, as_text, field_of, lowered
from .lists import title_of_list
from .rendering import as_markdown
from .template_files import File, Language, PageList, Resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .config import Config
    from .documents import Document
    from .pages import Pages


@dataclass(slots=True)
class Tree:
    """The pages that readers could see, by the sections that they are in."""

    pages: Pages
    config: Config
    #: By language and folder of the section: what is directly in it.
    inside: dict[tuple[str, str], list[Document]] = field(default_factory=dict)
    sections: dict[tuple[str, str], Document] = field(default_factory=dict)
    #: Returns the address of a file that a page names.
    file: Callable[[Document, str], str] = lambda document, name: ""
    files: Callable[[Document, str], list[str]] = lambda document, pattern: []
    #: Returns the text of such a file; None if it has none.
    read: Callable[[Document, str], str | None] = lambda document, name: None
    public: set[str] = field(default_factory=set)
    things: dict[str, Page] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def find_all(self, documents: Iterable[Document]) -> None:
        """Find what is in which section."""
        public = [each for each in documents if self._is_public(each)]
        self.public = {each.file for each in public}
        shown = [each for each in public if _listed(each) != "never"]
        self.sections = {(each.lang, _folder(each)): each for each in shown if each.is_list}
        found: defaultdict[tuple[str, str], list[Document]] = defaultdict(list)
        for each in shown:
            if (above := self.parent(each)) is not None:
                found[above].append(each)
        self.inside = dict(found)

    def is_public(self, document: Document) -> bool:
        """Whether Hugo showed something of *document*, by its front matter as it was."""
        return document.file in self.public

    def _is_public(self, document: Document) -> bool:
        says = any(document.value(name) not in (None, "", "false") for name in ("private", "visibility"))
        is_hidden = says or document.front.fault or document.is_disabled or document.is_resource
        return not is_hidden and is_live(document, self.config, self.now)

    def parent(self, document: Document) -> tuple[str, str] | None:
        """Return the section that *document* is in; None for the home page."""
        folder = _folder(document) if document.is_list else "/".join(document.folders)
        if document.is_list:
            if not folder:
                return None
            folder = posixpath.dirname(folder)
        while folder and "/" in folder and (document.lang, folder) not in self.sections:
            folder = posixpath.dirname(folder)
        return (document.lang, folder)

    def need_sections(self, document: Document) -> None:
        """Raise Unknown if Hugo made a section below *document* from a folder without a page of its own."""
        home = document.lang, ""
        for key in self.inside:
            is_below = self.sections.get(home) is document and key[0] == document.lang
            if is_below and "/" not in key[1] and key not in self.sections:
                raise Unknown(f"the section {key[1] or '/'!r} has no page of its own")

    def page(self, document: Document) -> Page:
        """Return *document* as templates see it."""
        if document.file not in self.things:
            self.things[document.file] = Page(self, document)
        return self.things[document.file]

    def listed(self, documents: Iterable[Document]) -> PageList:
        """Return *documents* in the order of Hugo: by weight, date, title and path."""
        return PageList(sorted((self.page(each) for each in documents), key=Page.rank))


def _listed(document: Document) -> str:
    """Return in which lists it is: ``always``, ``local``, in that of its section, or ``never``."""
    build = document.value("build") or document.value("_build")
    given = str(build.get("list", "")).lower() if isinstance(build, dict) else ""
    is_headless = document.text("headless").lower() == "true"
    return "never" if is_headless or given in {"never", "false"} else given or "always"


def _folder(document: Document) -> str:
    return posixpath.dirname(document.path)


class Page(Thing):
    """A page."""

    __slots__ = ("document", "kept", "own", "tree")

    def __init__(self, tree: Tree, document: Document) -> None:
        self.tree = tree
        self.document = document
        self.kept = Scratch()
        self.own: Params | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and other.document is self.document

    def __hash__(self) -> int:
        return hash(self.document.file)

    @property
    def given(self) -> Params:
        """Its front matter, and what its folders give to it."""
        if self.own is None:
            own = lowered(self.tree.pages.given.get(self.document.file, {}), is_plain=True)
            more = own.get("params")
            above = lowered(self.document.cascade, is_plain=True)
            self.own = Params({**above, **(more if isinstance(more, dict) else {}), **own})
        return self.own

    def value(self, name: str) -> Any:
        """Return the value of *name* in its front matter."""
        return self.given.get(name)

    @property
    def title(self) -> str:
        """Its title."""
        if self.value("title") or not self.document.is_list:
            return as_text(self.value("title"))
        config = self.tree.config
        return title_of_list(self.document.name, config) if self.document.section else config.text("title")

    def weight(self) -> int:
        """Return the number that puts it before others; 0 if there is none."""
        given = as_text(self.value("weight"))
        return int(given) if re.fullmatch(r"-?[0-9]{1,15}", given) else 0

    def rank(self) -> tuple[Any, ...]:
        """Return its place among others."""
        date = -self.document.date.moment.timestamp() if self.document.date else 0.0
        weight = self.weight()
        return (
            not weight,
            weight,
            date,
            as_text(self.value("linktitle") or self.title).casefold(),
            self.document.path,
        )

    @property
    def kind(self) -> str:
        """Whether it is a page, a section or the home page."""
        return "page" if not self.document.is_list else "section" if self.document.section else "home"

    @property
    def path(self) -> str:
        """Its path in the content, without suffix."""
        bare = self.document.path.removesuffix(self.document.suffix)
        steps = [*PurePosixPath(bare).parts]
        if self.document.is_list or self.document.is_bundle:
            steps = steps[:-1]
        return f"/{'/'.join(steps)}".lower().replace(" ", "-")

    def pages(self, kind: str = "") -> PageList:
        """Return what is in its section."""
        found = self.tree.inside.get((self.document.lang, _folder(self.document)), [])
        if not self.document.is_list:
            found = []
        elif kind != "page":
            self.tree.need_sections(self.document)
        if kind:
            found = [each for each in found if each.is_list == (kind == "section")]
        return self.tree.listed(found)

    def recursive(self) -> PageList:
        """Return all regular pages below it."""
        prefix = f"{_folder(self.document)}/".lstrip("/")
        found = [
            each for inside in self.tree.inside.values() for each in inside
            if each.path.startswith(prefix) and not each.is_list and each.lang == self.document.lang
        ]  # fmt: skip
        return self.tree.listed(found if self.document.is_list else [])

    def above(self) -> Page | None:
        """Return the section that it is in."""
        key = self.tree.parent(self.document)
        if key is None:
            return None
        if key not in self.tree.sections:
            raise Unknown(f"the section {key[1] or '/'!r} has no page of its own")
        return self.tree.page(self.tree.sections[key])

    def find(self, path: Any) -> Page | None:
        """Return the page at *path*; None if readers could see none there."""
        found = self.tree.pages.find(as_text(path), self.document)
        return self.tree.page(found) if found and self.tree.is_public(found) else None

    def linked(self, given: Any, *_: Any) -> str:
        """Return the address of the page that ``ref`` is given; raises Unknown if there is none."""
        path = given.get("path") if isinstance(given, dict) else given
        bare, sign, fragment = as_text(path).partition("#")
        found = self.find(bare) if bare else self
        if found is None:
            raise Unknown(f"there is no page {bare!r}")
        return f"{found.document.address}{sign}{fragment}"

    def param(self, name: Any) -> Any:
        """Return the parameter *name*, with dots between its steps: its own, else that of the site."""
        for value in (self.given, lowered(self.tree.config.at("params") or {})):
            found: Any = value
            for step in as_text(name).split("."):
                found = field_of(found, step) if isinstance(found, dict) else None
            if found is not None:
                return found
        return None

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        if name in _PLAIN:
            return _PLAIN[name](self)
        methods: dict[str, Any] = {
            "GetPage": self.find, "Param": self.param,
            "Ref": self.linked, "RelRef": self.linked, "RenderString": lambda *args: as_markdown(args[-1]),
            "Eq": lambda other: self == other, "IsNamedParams": False,
        }  # fmt: skip
        if name in methods:
            return methods[name]
        raise Unknown(f".Page.{name}")


def _date(page: Page, *names: str) -> Any:
    given = next((each for name in names if (each := date_of(page.document.text(name), UTC))), None)
    given = given or page.document.date
    return Moment(given.moment) if given else ""


def _resources(page: Page) -> Resources:
    tree, document = page.tree, page.document
    return Resources(
        lambda name: tree.file(document, name),
        lambda: tree.files(document, "*"),
        lambda name: tree.read(document, name),
    )


def _text(name: str, page: Page) -> str:
    return as_text(page.value(name))


_PLAIN: dict[str, Callable[[Page], Any]] = {
    "Title": lambda page: page.title,
    "LinkTitle": lambda page: as_text(page.value("linktitle") or page.title),
    "Name": lambda page: page.title, "Description": partial(_text, "description"),
    "Params": lambda page: page.given, "Weight": Page.weight, "Kind": lambda page: page.kind,
    "Type": lambda page: page.value("type") or page.document.section or "page",
    "Path": lambda page: page.path,
    "String": lambda page: page.path, "Section": lambda page: page.document.section,
    "Date": _date, "PublishDate": lambda page: _date(page, "publishdate", "publish_date", "published"),
    "Lastmod": lambda page: _date(page, "lastmod", "modified"),
    "RelPermalink": lambda page: page.document.address,
    "Permalink": lambda page: page.document.address,
    "IsPage": lambda page: page.kind == "page", "IsSection": lambda page: page.kind == "section",
    "IsHome": lambda page: page.kind == "home", "IsNode": lambda page: page.kind != "page",
    "Draft": lambda page: False, "Pages": Page.pages, "RegularPages": partial(Page.pages, kind="page"),
    "Sections": partial(Page.pages, kind="section"), "RegularPagesRecursive": Page.recursive,
    "Parent": Page.above, "CurrentSection": lambda page: page if page.document.is_list else page.above(),
    "File": lambda page: File(page.document), "Resources": _resources, "Scratch": lambda page: page.kept,
    "Store": lambda page: page.kept, "RawContent": lambda page: page.document.front.body,
    "Page": lambda page: page, "BundleType": lambda page: "leaf" if page.document.is_bundle else "",
    "Lang": lambda page: page.document.lang or page.tree.config.default,
    "Language": lambda page: Language(page.document.lang or page.tree.config.default, page.tree.config),
    "LinkPermalink": lambda page: page.document.address,
}  # fmt: skip
