"""Where the things of a site were, and where they are in the new one."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from ...model.dates import When
from ...model.note import Note
from ...model.permalinks import PlaceError, check_pattern, from_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from .export import Item

#: The folder of the files that keep their addresses, and that of files only hidden notes have.
STATIC, HIDDEN = "static", "unpublished"
_SIZE = re.compile(r"-(?:\d+x\d+|scaled|rotated)(?=\.\w+$)")
#: Resizing on the way, by wordpress.com and Jetpack.
_PHOTON = re.compile(r"^https?://i\d\.wp\.com/")


@dataclass(slots=True)
class Place:
    """A document of the new site."""

    item: Item
    #: Its path in the new site.
    target: str
    is_note: bool
    is_hidden: bool
    #: Its path on the old site, below the root of the blog, such as ``/2020/01/rain/``; empty if it had none.
    address: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads."""

    #: The address in the new site, for HTML.
    path: str
    #: The file of the document, for Markdown, as seen from the one with the link.
    target: str = ""
    #: Whether Markdown would look for a document there, in vain.
    is_html: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """Where a file is."""

    path: str
    #: Whether it is the original of the resized image that was asked for.
    is_larger: bool = False


@dataclass(slots=True)
class Addresses:
    """All addresses of one site."""

    #: The address of the blog, without a slash at its end.
    url: str
    #: By their paths.
    places: dict[str, Place] = field(default_factory=dict)
    by_number: dict[str, Place] = field(default_factory=dict)
    attachments: dict[str, Item] = field(default_factory=dict)
    by_link: dict[str, Item] = field(default_factory=dict)
    #: Path below ``uploads`` to the file.
    uploads: Mapping[str, Path] = field(default_factory=dict)
    #: The texts of blocks that are used again, by their numbers.
    reusable: dict[str, str] = field(default_factory=dict)
    #: Paths below ``uploads`` that are shown: by notes that everybody may read, and by hidden ones.
    shown: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    #: By the number of a post: the ids in its text.
    ids: dict[str, set[str]] = field(default_factory=dict)
    #: Of the notes before: a feed needs another one for each.
    guids: set[str] = field(default_factory=set)
    _images: dict[str, list[str]] = field(default_factory=dict)

    def add_attachment(self, item: Item) -> None:
        """Know the attachment *item*."""
        self.attachments[item.number] = item
        if path := self.path_of(item.link):
            self.by_link[path.strip("/")] = item
        if re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", item.attachment, re.IGNORECASE):
            self._images.setdefault(item.parent, []).append(item.number)

    def images_of(self, number: str) -> list[str]:
        """Return the numbers of the images that belong to the post *number*."""
        return self._images.get(number, [])

    def path_of(self, address: str) -> str | None:
        """Return the path below the blog that *address* leads to; None for another site, or with a query."""
        try:
            parts = urlsplit(address)
            base = urlsplit(self.url)
        except ValueError:
            return None
        if parts.scheme not in {"", "http", "https"} or parts.query:
            return None
        if parts.netloc and _host(parts.netloc) != _host(base.netloc):
            return None
        if not parts.netloc and not parts.path.startswith("/"):
            return None
        path, root = re.sub("//+", "/", unquote(parts.path)), unquote(base.path).rstrip("/")
        if root and path != root and not path.startswith(f"{root}/"):
            return None
        return path[len(root) :] or "/"

    def is_own(self, address: str) -> bool:
        """Whether *address* leads to this site."""
        return self.path_of(address.split("?")[0]) is not None

    def link(self, address: str, place: Place) -> Link | None:
        """Return where a link from *place* leads; None if it can stay as it is."""
        address, _, fragment = address.partition("#")
        end = f"#{fragment}" if fragment else ""
        if not address:
            return None
        other = self._document(address)
        if other is place and end:
            return Link(end)
        if other is not None and not other.is_hidden:
            path = f"{self.root}{quote(other.address)}{end}"
            if fragment and unquote(fragment) not in self.ids.get(other.item.number, ()):
                return Link(path if other.address else address, is_html=True)
            here = posixpath.dirname(place.target)
            return Link(path, f"{posixpath.relpath(other.target, here or '.')}{end}")
        if other is not None:
            return None
        if (file := self.file(address, place)) is not None:
            return Link(file.path, is_html=True)
        item = self.by_link.get((self.path_of(address) or "").strip("/")) or self.attachments.get(
            _number(address, "attachment_id")
        )
        if (
            item is not None
            and self.is_own(address)
            and (file := self.file(item.attachment, place)) is not None
        ):
            return Link(file.path, is_html=True)
        return None

    def absolute(self, address: str, place: Place) -> str:
        """Return the address that a relative one led to on the old site."""
        return urljoin(f"{self.url}{place.address or '/'}", address)

    @property
    def root(self) -> str:
        """The path of the blog on its server."""
        return urlsplit(self.url).path.rstrip("/")

    def _document(self, address: str) -> Place | None:
        path = self.path_of(address)
        if path is not None:
            return self.places.get(path.strip("/"))
        if not self.is_own(address):
            return None
        return self.by_number.get(_number(address, "p", "page_id"))

    def file(self, address: str, place: Place) -> File | None:
        """Return where the upload at *address* is; None if it isn't at hand.

        What hidden notes have is asked for after what others have: only then is it clear who has it alone.
        """
        original = _PHOTON.sub("https://", address)
        path = self.path_of(original.split("?")[0])
        if path is None or ("/uploads/" not in f"/{path}" and "/files/" not in path):
            return None
        inside = re.sub(r"^.*?/(?:uploads|files)/", "", path)
        for name in (inside, _SIZE.sub("", inside), _SIZE.sub("-scaled", inside)):
            if name in self.uploads:
                (self.hidden if place.is_hidden else self.shown).add(name)
                before = path[: len(path) - len(inside)]
                if name not in self.shown:
                    before = f"{posixpath.relpath(HIDDEN, posixpath.dirname(place.target) or '.')}{before}"
                return File(f"{before}{quote(name)}", name != inside)
        return None


def _number(address: str, *names: str) -> str:
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    return next((query[name][0] for name in names if query.get(name)), "")


def _host(name: str) -> str:
    return name.lower().removeprefix("www.").partition(":")[0]


def pattern_of(places: Iterable[Place]) -> str:
    """Return the permalink pattern that most of the posts in *places* follow; empty if there is none."""
    found: Counter[str] = Counter()
    for place in places:
        if place.address and place.item.date:
            found[_pattern(place.address, unquote(place.item.slug), place.item.date)] += 1
    for pattern, count in found.most_common():
        if "{slug}" not in pattern or count < 2:
            continue
        try:
            return check_pattern(pattern)
        except PlaceError:
            continue
    return ""


def _pattern(address: str, slug: str, date: datetime) -> str:
    """Return *address* with fields for what the slug and the date say."""
    steps = []
    names = [("year", f"{date:%Y}"), ("month", f"{date:%m}"), ("day", f"{date:%d}")]
    for step in address.strip("/").split("/"):
        stem, dot, suffix = step.partition(".")
        if names and step == names[0][1]:
            steps.append(f"{{{names.pop(0)[0]}}}")
        elif step == slug:
            steps.append("{slug}")
        elif stem == slug and dot:
            steps.append(f"{{slug}}.{suffix}")
        else:
            steps.append(step)
    return f"/{'/'.join(steps)}" + ("/" if address.endswith("/") else "")


def by_pattern(pattern: str, place: Place) -> str:
    """Return the path that the new site gives the document at *place* by *pattern*, which may be empty."""
    docname = place.target.rpartition(".")[0]
    name = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", docname.rpartition("/")[2])
    date = When(place.item.date, True) if place.item.date else None
    try:
        return (
            f"/{from_pattern(pattern, Note(docname=docname, date=date, stem=name))}"
            if pattern
            else f"/{docname}.html"
        )
    except PlaceError:
        return ""


def is_same(one: str, other: str) -> bool:
    """Whether two paths are the same page."""
    return bool(one) and _page(one) == _page(other)


def _page(path: str) -> str:
    path = unquote(path)
    if path.endswith("/"):
        return f"{path}index.html"
    return path if path.endswith(".html") else f"{path}/index.html"
