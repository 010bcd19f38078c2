"""Plan the new site for an export of Substack."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ...model.note import Note
from ...model.permalinks import PlaceError, from_pattern
from ..files import Names, one_line
from ..front_matter import FrontMatter
from ..html.converter import written
from ..html.document import Document, value
from ..html.links import fragments_in_html
from ..records import CopiedFile, Finding, Outcome, Page, Plan, TextFile
from ..site_conf import Site, conf_py
from .widgets import hosts_in, replace_widgets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from ..records import Options
    from .site import Post

#: The folders of images of public posts, and of those of hidden ones.
STATIC, HIDDEN = "static/images", "unpublished"
#: Hosts that lead to the publications of all.
_OF_ALL = {"open.substack.com", "substack.com", "www.substack.com"}


def plan(posts: list[Post], images: dict[str, Path], options: Options) -> Plan:
    """Return what is to be written for *posts*; *images*: files at hand, by their names."""
    return _Import(posts, images, options).plan()


@dataclass(slots=True)
class _Import:
    """One import on its way."""

    posts: list[Post]
    images: dict[str, Path]
    options: Options
    targets: dict[str, str] = field(default_factory=dict)
    by_slug: dict[str, Post] = field(default_factory=dict)
    host: str = ""
    findings: list[Finding] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def plan(self) -> Plan:
        """Return what is to be done."""
        names = Names()
        self.by_slug = {post.slug: post for post in self.posts}
        for post in self.posts:
            self.targets[post.file if post.html else post.number] = names.take(_target(post))
        self.host = self._host()
        # Of public posts first: then it is clear which images only hidden ones have.
        self.posts.sort(key=lambda post: not post.is_public)
        texts = [self._text(number, post) for number, post in enumerate(self.posts)]
        pages = (Page(each.file, self._of(each), _address(each), not each.is_public) for each in self.posts)
        why = "an export of Substack has none; research-notes import comments reads what its pages give"
        self.findings.append(Finding(Outcome.LEFT_OUT, "comments", "posts.csv", None, why))
        index = TextFile("index.md", f"# {self._name()}\n\n```{{notes}}\n:group: year\n```\n")
        requirements = TextFile("requirements.txt", "sphinx-research-notes\n")
        return Plan(
            "Substack",
            (conf_py(self._site()), index, requirements, *texts, *self._copied()),
            tuple(pages),
            tuple(self.findings),
        )

    def _of(self, post: Post) -> str:
        return self.targets[post.file if post.html else post.number]

    def _host(self) -> str:
        """Return where the publication is: the export says it only in its buttons and links."""
        hosts: Counter[str] = Counter()
        for post in self.posts:
            hosts.update(set(hosts_in(post.html, self.by_slug)))
        return next((host for host, _ in hosts.most_common() if host not in _OF_ALL), "")

    def _name(self) -> str:
        name = self.host.removesuffix(".substack.com").removeprefix("www.").partition(".")[0]
        return re.sub(r"[-_]", " ", name).title() or "Notes"

    def _text(self, number: int, post: Post) -> TextFile:
        self.options.progress(number, len(self.posts))
        front = FrontMatter()
        if post.title.strip():
            front.put("title", one_line(unescape(post.title)))
        if post.kind == "page":
            front.put("kind", "page")
        elif post.date:
            front.put("date", post.date)
        if post.subtitle:
            front.put("summary", one_line(unescape(post.subtitle)))
        if post.kind in {"podcast", "thread"}:
            front.put("format", post.kind)
        if post.is_public and (post.kind == "page" or not _is_by_pattern(post)):
            front.put("permalink", _address(post))
        if post.is_public and self.host and post.kind != "page":
            front.put("id", f"https://{self.host}/p/{post.slug}")
        self._hide(front, post)
        document = Document(post.html, post.file)
        replace_widgets(document)
        for link in document.soup.find_all("a", href=True):
            self._link(document, link, post)
        for image in document.soup.find_all("img"):
            self._picture(document, image, post)
        wanted = set(fragments_in_html(post.html))
        text = written(document, wanted)
        self.findings += document.findings
        if post.podcast:
            text = f"<{post.podcast}>\n\n{text}"
        if not post.html:
            why = "the export has no text for it"
            self.findings.append(Finding(Outcome.UNKNOWN, "post without text", post.file, post.line, why))
        return TextFile(
            self._of(post), f"{front.written()}\n{text}" if text.strip() else front.written(), post.file
        )

    def _hide(self, front: FrontMatter, post: Post) -> None:
        """Hide what not everybody could read."""
        if post.audience != "everyone":
            front.put("visibility", "private")
            why = f"private here: it was for {post.audience or 'nobody knows whom'}"
            self.findings.append(Finding(Outcome.CHANGED, "post for some readers", post.file, None, why))
        elif not post.is_published:
            front.put("draft", True)

    def _link(self, document: Document, link: Tag, post: Post) -> None:
        """Lead links between the posts to where these are here."""
        address = value(link, "href").strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            link.unwrap()
            return
        is_own = parts.netloc == self.host or (not parts.netloc and parts.path.startswith("/"))
        step = unquote(parts.path).strip("/")
        other = self.by_slug.get(step.removeprefix("p/")) if step.startswith("p/") else None
        if is_own and other is not None and other.is_public and not parts.fragment:
            here = posixpath.dirname(self._of(post))
            link["data-target"] = posixpath.relpath(self._of(other), here or ".")
            document.changed("link within the site", link, f"{address} is {link['data-target']} here")
        elif address in {"", "#"} or address.startswith("#"):
            link["data-html"] = "yes"
        elif not parts.scheme:
            link["href"] = (
                f"https://{self.host}{'' if address.startswith('/') else '/'}{address}"
                if self.host
                else address
            )
            link["data-html"] = "" if self.host else "yes"

    def _picture(self, document: Document, image: Tag, post: Post) -> None:
        source = value(image, "src")
        name = unquote(urlsplit(source).path).rpartition("/")[2]
        if name in self.images:
            (self.shown if post.is_public else self.hidden).add(name)
            image["src"] = (
                f"/images/{name}" if name in self.shown else f"{_up(self._of(post))}{HIDDEN}/images/{name}"
            )
            document.changed("image", image, f"{source} is {image['src']} here")
        else:
            document.found(Outcome.KEPT, "image at its old address", image, source)

    def _copied(self) -> Iterator[CopiedFile]:
        for name in sorted(self.shown | self.hidden):
            folder = STATIC if name in self.shown else f"{HIDDEN}/images"
            yield CopiedFile(f"{folder}/{name}", self.images[name])

    def _site(self) -> Site:
        has_static = bool(self.shown)
        return Site(
            title=self._name(),
            url=f"https://{self.host}" if self.host else "",
            match=("posts/**",),
            path="posts",
            permalink="substack",
            root="static" if has_static else "",
            extra=("static",) if has_static else (),
            exclude=(*(("static",) if has_static else ()), *((HIDDEN,) if self.hidden else ())),
            feeds={"feed/": "rss"} if self.host else {},
            source="an export of Substack",
        )


def _target(post: Post) -> str:
    name = re.sub(r"[^\w.~-]+", "-", post.slug).strip("-._") or f"post-{post.number}"
    if post.kind == "page":
        return f"{name if name not in {'index', 'posts'} else f'page-{name}'}.md"
    date = f"{post.date:%Y-%m-%d}-" if post.date else ""
    return f"posts/{'' if post.is_published else '_drafts/'}{date}{name}.md"


def _up(target: str) -> str:
    """Return the way from the folder of *target* to that of the site."""
    return "../" * target.count("/")


def _is_by_pattern(post: Post) -> bool:
    """Whether the pattern of the site gives *post* its address."""
    name = _target(post).rpartition("/")[2].removesuffix(".md")
    stem = re.sub(r"^\d{4}-\d{2}-\d{2}-", "", name)
    try:
        return from_pattern("substack", Note(docname=name, stem=stem)).strip("/") == f"p/{post.slug}"
    except PlaceError:
        return False


def _address(post: Post) -> str:
    """Return the path of *post* on Substack; empty if nobody could read it."""
    return f"/p/{post.slug}" if post.is_public and post.slug else ""
