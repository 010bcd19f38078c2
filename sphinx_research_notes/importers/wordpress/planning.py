"""Plan the new site for an export of WordPress."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..files import Names
from ..html.links import fragments_in_html, ids_in_html
from ..records import CopiedFile, Finding, Outcome, Page, Plan, TextFile
from ..site_conf import conf_py, requirements
from .addresses import HIDDEN, STATIC, Addresses, Place, pattern_of
from .archive_pages import archive_pages
from .export import read_exports
from .front import DRAFTS, front_matter, plain
from .queries import address_here, leading_on, with_script
from .settings import site_of
from .text import text_in_myst

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..records import Options
    from .export import Export, Item

#: What WordPress and its plug-ins keep among the posts without anybody reading it there.
_MACHINERY = re.compile(
    r"revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_(?!block).*|acf.*|"
    r"elementor_.*|et_.*|vc_.*|feedback|jp_.*|shop_.*|wpcf7.*|flamingo.*|nf_sub|wpforms.*|mc4wp.*|"
    r"tablepress_table|safecss|amp_validated_url|polylang_mo|scheduled-action|spucpt|ml-slider|ml-slide|msp-slide.*|sg_.*|"
    r"edd_.*|gp_.*"
)


def plan(files: dict[str, bytes], uploads: dict[str, Path], options: Options) -> Plan:
    """Return what is to be written for the exports in *files*; *uploads*: by their paths in that folder."""
    return _Import(read_exports(files), uploads, options).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    export: Export
    uploads: dict[str, Path]
    options: Options
    places: list[Place] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: Old addresses of the pages of attachments, by the number of the post that they belong to.
    aliases: dict[str, list[str]] = field(default_factory=dict)
    addresses: Addresses = field(default_factory=lambda: Addresses(""))
    authors: dict[str, str] = field(default_factory=dict)
    pattern: str = ""

    def plan(self) -> Plan:
        """Return what is to be done."""
        self.addresses = Addresses(self.export.url, uploads=self.uploads)
        self._place()
        self.pattern = pattern_of(place for place in self.places if place.is_note)
        wanted: set[str] = set()
        for place in self.places:
            wanted.update(fragments_in_html(place.item.text))
            self.addresses.ids[place.item.number] = set(ids_in_html(place.item.text))
        self.places.sort(key=lambda place: place.is_hidden)
        texts = [self._text(number, place, wanted) for number, place in enumerate(self.places)]
        copied = list(self._copied())
        archives = archive_pages(self.places, self.authors, self._path, self.export.labels)
        if not any(file.target == "index.md" for file in texts):
            texts.insert(0, self._index())
        if self.places:
            archives.append(leading_on(self.places, self.addresses, STATIC))
            texts = [
                replace(file, text=with_script(file.text)) if file.target == "index.md" else file
                for file in texts
            ]
        static = bool(archives) or any(file.target.startswith(f"{STATIC}/") for file in copied)
        site = site_of(
            self.export, self.places, self.addresses,
            authors=self.authors, pattern=self.pattern, path=self._path, static=static,
        )  # fmt: skip
        self._report_comments()
        pages = (
            Page(
                each.item.file,
                each.target,
                each.address and f"{self.addresses.root}{each.address}",
                each.is_hidden,
            )
            for each in self.places
        )
        return Plan(
            "WordPress",
            (conf_py(site), requirements(), *texts, *archives, *copied),
            tuple(pages),
            tuple(self.findings),
        )

    @property
    def _path(self) -> str:
        """The folder of the lists: one that no page has."""
        taken = {place.address.strip("/").partition("/")[0] for place in self.places}
        return "notes" if "posts" in taken else "posts"

    def _left_out(self, construct: str, item: Item, why: str) -> None:
        self.findings.append(Finding(Outcome.LEFT_OUT, construct, item.file, item.line, why))

    def _place(self) -> None:
        """Decide what becomes a document, and where."""
        names = Names()
        hidden_numbers = set()
        for item in self.export.items:
            if item.kind == "wp_block":
                # WordPress shows nothing in place of one that isn't published.
                is_shown = item.status == "publish" and not item.password
                self.addresses.reusable[item.number] = item.text if is_shown else ""
            elif item.kind == "attachment":
                self.addresses.add_attachment(item)
            elif reason := _reason_against(item):
                self._left_out(
                    f"{item.kind}: {item.status}" if item.status == "trash" else item.kind, item, reason
                )
            else:
                place = self._place_of(item, names)
                if place.is_hidden:
                    hidden_numbers.add(item.number)
                self.places.append(place)
        self.authors = self._authors()
        for place in self.places:
            self.addresses.by_number[place.item.number] = place
            if place.address:
                self.addresses.places.setdefault(place.address.strip("/"), place)
        for item in self.addresses.attachments.values():
            path = self.addresses.path_of(item.link) if item.link else None
            parent = self.addresses.by_number.get(item.parent)
            if (
                path
                and path != "/"
                and parent
                and not parent.is_hidden
                and path.strip("/") not in self.addresses.places
            ):
                self.aliases.setdefault(item.parent, []).append(path)

    def _place_of(self, item: Item, names: Names) -> Place:
        is_note = item.kind == "post"
        hidden = item.status != "publish" or bool(item.password)
        path = self.addresses.path_of(item.link) if item.link else None
        if path is None and not is_note and item.kind != "page":
            hidden = True
        slug = _file_name(unquote(item.slug)) or _file_name(
            re.sub(r"\W+", "-", plain(item.title).lower())[:60]
        )
        slug = slug or f"{item.kind}-{item.number}"
        if is_note:
            date = f"{item.date:%Y-%m-%d}-" if item.date else ""
            folder = "posts/_drafts" if item.status in DRAFTS else "posts"
            target = f"{folder}/{date}{slug}.md"
        elif path == "/":
            target = "index.md"
        else:
            steps = (
                [_file_name(step) for step in (path or "").strip("/").split("/")]
                if path and not hidden
                else [slug]
            )
            folder = "" if item.kind == "page" else f"{item.kind}/"
            steps = steps[1:] if folder and len(steps) > 1 else steps
            target = f"{folder}{'/'.join(step or slug for step in steps)}.md"
            target = target.replace("posts/", "pages/", 1) if target.startswith("posts/") else target
        shown = path if path is not None and item.status == "publish" and not item.password else ""
        return Place(item, names.take(target), is_note, hidden, shown or "")

    def _authors(self) -> dict[str, str]:
        """Return those who wrote something, by their user names."""
        writers = dict.fromkeys(
            place.item.author for place in self.places if place.is_note and place.item.author
        )
        return {login: self.export.authors.get(login, login) for login in writers}

    def _text(self, number: int, place: Place, wanted: set[str]) -> TextFile:
        self.options.progress(number, len(self.places))
        aliases = self.aliases.get(place.item.number, []) if not place.is_hidden else []
        front, found = front_matter(place, self.addresses, self.pattern, self.authors, aliases)
        self.findings += found
        text, found = text_in_myst(place, self.addresses, self.options.tags, wanted)
        self.findings += found
        if not place.address and not place.is_hidden:
            self.findings.append(_without_path(place))
        head = front.written()
        return TextFile(place.target, f"{head}\n{text}" if text.strip() else head, place.item.file)

    def _index(self) -> TextFile:
        title = plain(self.export.title) or "Home"
        return TextFile("index.md", f"# {title}\n\n```{{notes}}\n:group: year\n```\n")

    def _copied(self) -> Iterator[CopiedFile]:
        """Yield the uploads: those that only hidden notes have aren't published."""
        held = {_inside(item.attachment): item for item in self.addresses.attachments.values()}
        hidden = {place.item.number for place in self.places if place.is_hidden}
        lost = 0
        prefix = next(
            (_before(item.attachment, self.addresses) for item in held.values()), "wp-content/uploads/"
        )
        for name, file in sorted(self.uploads.items()):
            item = held.get(name)
            only_hidden = name not in self.addresses.shown and (
                name in self.addresses.hidden or (item is not None and item.parent in hidden)
            )
            if only_hidden:
                yield CopiedFile(f"{HIDDEN}/{prefix}{name}", file)
            elif item is not None or name in self.addresses.shown:
                yield CopiedFile(f"{STATIC}/{prefix}{name}", file)
        for name, item in held.items():
            if name not in self.uploads:
                lost += 1
                self._left_out(
                    "attachment", item, f"{item.attachment}: not in a folder of uploads beside the export"
                )

    def _report_comments(self) -> None:
        counts = Counter[str]()
        for place in self.places:
            counts[place.item.file] += place.item.comments
        for file, count in counts.items():
            if count:
                why = f"{count:,} of them; research-notes import comments {file} brings them"
                self.findings.append(Finding(Outcome.LEFT_OUT, "comments", file, None, why))


def _without_path(place: Place) -> Finding:
    """Return what becomes of an address that has no path of its own."""
    item = place.item
    if not item.link:
        why = "expected a link, as WordPress writes, found none; its old address is unknown"
        return Finding(Outcome.UNKNOWN, "post without an address", item.file, item.line, why)
    why = f"{item.link}: a script on the home page leads on to {address_here(place)}"
    return Finding(Outcome.CHANGED, "address with a query", item.file, item.line, why)


def _reason_against(item: Item) -> str:
    """Return why *item* becomes no document; empty if it does."""
    if item.status == "trash":
        return "it was in the trash"
    if _MACHINERY.fullmatch(item.kind):
        return "WordPress or a plug-in keeps it for itself"
    if item.kind not in {"post", "page"} and not item.text.strip():
        return "it has no text"
    return ""


def _file_name(text: str) -> str:
    return re.sub(r"[^\w.~-]+", "-", text).strip("-._")


def _inside(address: str) -> str:
    return unquote(re.sub(r"^.*?/(?:uploads|files)/", "", address))


def _before(address: str, addresses: Addresses) -> str:
    """Return the path of the folder of uploads on the old site."""
    path = addresses.path_of(address) or ""
    return path[: len(path) - len(_inside(address))].lstrip("/") or "wp-content/uploads/"
