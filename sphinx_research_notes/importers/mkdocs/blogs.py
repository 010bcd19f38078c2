"""The blogs of a site, which are plug-ins of Material for MkDocs, and the addresses of what they make.

https://squidfunk.github.io/mkdocs-material/plugins/blog/
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..files import folder_path
from ..markdown.headings import github_id
from ..redirects import of_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..documents import Document

#: Letters of https://unicode.org/reports/tr35/tr35-dates.html, and the fields of a pattern.
_FIELDS = {
    "yyyy": "{year}",
    "yy": "{short_year}",
    "MM": "{month}",
    "M": "{i_month}",
    "dd": "{day}",
    "d": "{i_day}",
    "DDD": "{y_day}",
    "MMM": "{short_month}",
    "MMMM": "{long_month}",
}
_LETTERS = re.compile(r"yyyy|yy|MMMM|MMM|MM|M|DDD|dd|d")


@dataclass(frozen=True, slots=True)
class Blog:
    """One of the blogs of a site."""

    options: Mapping[str, Any] = field(default_factory=dict)
    #: Whether ``about.md`` is at ``/about/`` on this site.
    folders: bool = True

    def text(self, name: str, default: str) -> str:
        """Return the option *name* as text."""
        value = self.options.get(name)
        return value.strip() if isinstance(value, str) and value.strip() else default

    def is_on(self, name: str, *, default: bool) -> bool:
        """Whether the option *name* is on."""
        value = self.options.get(name)
        return value if isinstance(value, bool) else default

    def number(self, name: str, default: int) -> int:
        """Return the option *name* as a number above zero."""
        value = str(self.options.get(name))
        return (int(value) if re.fullmatch("[0-9]{1,9}", value) else 0) or default

    @property
    def folder(self) -> str:
        """The folder of the blog; empty if the blog is the site."""
        return folder_path(self.text("blog_dir", "blog"))

    @property
    def posts(self) -> str:
        """The folder of the posts."""
        return folder_path(self._filled("post_dir", "{blog}/posts"))

    @property
    def authors_file(self) -> str:
        """The file with the people, in the folder of the documents."""
        return self._filled("authors_file", "{blog}/.authors.yml").strip("/")

    def _filled(self, name: str, default: str) -> str:
        return self.text(name, default).replace("{blog}", self.folder)

    @property
    def pattern(self) -> str:
        """The addresses of posts as a value of ``notes_permalink``."""
        given = self.text("post_url_format", "{date}/{slug}")
        dates = _LETTERS.sub(lambda match: _FIELDS[match[0]], self.text("post_url_date_format", "yyyy/MM/dd"))
        fields = {"{date}": dates, "{file}": "{title}", "{categories}": "{slugified_categories}"}
        path = re.sub(r"\{\w+\}", lambda match: fields.get(match[0], match[0]), given)
        return self._at(path)

    def _at(self, path: str) -> str:
        return self._page(f"{self.folder}/{path}")

    def _page(self, path: str) -> str:
        """Return the address of the page at *path*, which may have steps up, but none out of the site."""
        whole = posixpath.normpath(f"/{path.strip('/')}")
        return f"{whole.removesuffix('/')}{'/' if self.folders else '.html'}"

    def holds(self, document: Document) -> bool:
        """Whether *document* is one of its posts."""
        return document.target.startswith(f"{self.posts}/")

    def address(self, document: Document, slug: str) -> str:
        """Return the path of a post on the old site; empty if it cannot be told."""
        most = self.number("post_url_max_categories", 1)
        labels = [github_id(each) for each in document.front.list_of("categories")][:most]
        values = {
            "slug": slug,
            "title": PurePosixPath(document.target).stem,
            "slugified_categories": "/".join(labels),
        }
        if document.date:
            values |= _of_date(document.date.moment)
        fields = re.findall(r"\{(\w+)\}", self.pattern)
        if document.is_draft or any(name not in values for name in fields):
            return ""
        return re.sub("//+", "/", re.sub(r"\{(\w+)\}", lambda match: values[match[1]], self.pattern))

    def moved_lists(self, documents: Iterable[Document], path: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the former addresses of its lists, each with the one here, below *path*, and a title."""
        posts = [each for each in documents if each.is_note and self.holds(each) and each.address]
        if self.is_on("draft_if_future_date", default=False):
            now = datetime.now(UTC)
            posts = [each for each in posts if each.date is None or each.date.moment <= now]
        yield from self._numbered(
            "", self._at("").removesuffix(".html"), (f"{path}/index.html", ""), len(posts)
        )
        if self.is_on("archive", default=True):
            archives = Counter(self._archive(each.date.moment, path) for each in posts if each.date)
            for (old, here), count in sorted(archives.items()):
                yield old, here
                yield from self._numbered("archive", old, here, count)
        if self.is_on("categories", default=True):
            yield from self._categories(posts, path)
        if self.is_on("authors_profiles", default=False):
            keys = Counter(key for each in posts for key in set(each.front.list_of("authors")))
            place = self._at(self.text("authors_profiles_url_format", "author/{slug}"))
            for key, count in sorted(keys.items()):
                old, here = place.replace("{slug}", github_id(key)), (f"{path}/authors/index.html", key)
                yield old, here
                yield from self._numbered("authors_profiles", old, here, count)

    def _categories(self, posts: list[Document], path: str) -> Iterator[tuple[str, tuple[str, str]]]:
        counts = Counter(
            slug for each in posts for slug in set(map(github_id, each.front.list_of("categories")))
        )
        labels = (label for each in posts for label in each.front.list_of("categories"))
        place = self._at(self.text("categories_url_format", "category/{slug}"))
        for old, (new, label) in of_labels("categories", labels, "", path, github_id):
            if old:  # There was no page of all categories.
                slug = github_id(label)
                address = place.replace("{slug}", slug)
                yield address, (new, label)
                yield from self._numbered("categories", address, (new, label), counts[slug])

    def _numbered(
        self, kind: str, address: str, here: tuple[str, str], count: int
    ) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the addresses of further pages of a list of *count* posts; *kind*: that of its settings."""
        of_all, of_each = "pagination", "pagination_per_page"
        is_on = self.is_on(f"{kind}_{of_all}", default=self.is_on(of_all, default=True))
        size = self.number(f"{kind}_{of_each}", self.number(of_each, 10))
        if not is_on:
            return
        base = address.removesuffix("/").removesuffix(".html")
        place = f"{base}/{self.text('pagination_url_format', 'page/{page}')}"
        for number in range(2, -(-count // size) + 1):
            yield self._page(place.replace("{page}", str(number))), (here[0], here[1] or str(number))

    def _archive(self, date: datetime, path: str) -> tuple[str, tuple[str, str]]:
        """Return the address of the archive with *date*, of a year or of a month."""
        values = _of_date(date)
        letters = self.text("archive_url_date_format", "yyyy")
        written = _LETTERS.sub(lambda match: values[_FIELDS[match[0]].strip("{}")], letters)
        place = self._at(self.text("archive_url_format", "archive/{date}"))
        return place.replace("{date}", written), (f"{path}/{date.year}.html", str(date.year))


def _of_date(moment: datetime) -> dict[str, str]:
    """Return the fields of a pattern for a date."""
    return {
        "year": f"{moment:%Y}",
        "month": f"{moment:%m}",
        "day": f"{moment:%d}",
        "short_year": f"{moment:%y}",
        "i_month": f"{moment.month}",
        "i_day": f"{moment.day}",
        "y_day": f"{moment:%j}",
        "short_month": f"{moment:%b}",
        "long_month": f"{moment:%B}",
    }
