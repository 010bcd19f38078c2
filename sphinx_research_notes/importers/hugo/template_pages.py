"""Pages and their files, as templates see them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from .documents import is_live
from .gotemplates.layouts import Moment
from .gotemplates.list_functions import Scratch, ordered
from .gotemplates.values import Params, Thing, Unknown, as_text
from .lists import title_of_list
from .rendering import as_markdown
from .template_files import File, Language, Resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .config import Config
    from .documents import Document
    from .pages import Pages


def lowered(value: Any) -> Any:
    """Return *value* with the names of parameters in lower case."""
    if isinstance(value, dict):
        return Params({str(key).lower(): lowered(each) for key, each in value.items()})
    return [lowered(each) for each in value] if isinstance(value, list) else value


class PageList(list[Any], Thing):
    """A list of pages."""

    __slots__ = ()

    def member(self, name: str) -> Any:
        """Return it in another order; raises Unknown."""
        if name == "Reverse":
            return PageList(self[::-1])
        if name == "Len":
            return len(self)
        if name in {"ByTitle", "ByLinkTitle", "ByWeight", "ByDate"}:
            keys = {"ByTitle": "Title", "ByLinkTitle": "LinkTitle", "ByWeight": "Weight", "ByDate": "Date"}
            return ordered(self, keys[name])
        if name == "ByParam":
            return lambda key: ordered(self, f"Params.{key}")
        raise Unknown(f".{name}")


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

    __slots__ = ("document", "kept", "tree")

    def __init__(self, tree: Tree, document: Document) -> None:
        self.tree = tree
        self.document = document
        self.kept = Scratch()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and other.document is self.document

    def __hash__(self) -> int:
        return hash(self.document.file)

    @property
    def given(self) -> dict[str, Any]:
        """Its front matter, and what its folders give to it."""
        own = self.tree.pages.given.get(self.document.file, {})
        more = own.get("params")
        return {**lowered(self.document.cascade), **(more if isinstance(more, dict) else {}), **own}

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
        return int(given) if given.lstrip("-").isdigit() else 0

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
        section = self.tree.sections.get(key) if key else None
        return self.tree.page(section) if section else None

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

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        if name in _PLAIN:
            return _PLAIN[name](self)
        methods: dict[str, Any] = {
            "GetPage": self.find, "Param": lambda key: self.given.get(as_text(key).lower()),
            "Ref": self.linked, "RelRef": self.linked, "RenderString": lambda *args: as_markdown(args[-1]),
            "Eq": lambda other: self == other, "IsNamedParams": False,
        }  # fmt: skip
        if name in methods:
            return methods[name]
        raise Unknown(f".Page.{name}")


def _date(page: Page, *names: str) -> Any:
    given = page.document.date
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
    "Params": lambda page: Params(page.given), "Weight": Page.weight, "Kind": lambda page: page.kind,
    "Type": lambda page: page.value("type") or page.document.section or "page",
    "Path": lambda page: page.path,
    "String": lambda page: page.path, "Section": lambda page: page.document.section,
    "Date": _date, "PublishDate": _date, "Lastmod": _date,
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
