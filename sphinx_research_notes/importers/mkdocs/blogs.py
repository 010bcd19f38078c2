"""The blogs of a site, which are plug-ins of Material for MkDocs, and the addresses of what they make.

https://squidfunk.github.io/mkdocs-material/plugins/blog/
"""

from __future__ import annotations

import re
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
        value = self.options.get(name)
        return (
            int(value) if isinstance(value, (int, str)) and str(value).isdigit() and int(value) else default
        )

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
        return re.sub("//+", "/", f"/{self.folder}/{path.strip('/')}{'/' if self.folders else '.html'}")

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
        if self.is_on("archive", default=True):
            dates = {each.date.moment for each in posts if each.date}
            yield from (self._archive(date, path) for date in sorted(dates))
        if self.is_on("categories", default=True):
            labels = (label for each in posts for label in each.front.list_of("categories"))
            place = self._at(self.text("categories_url_format", "category/{slug}"))
            for old, (new, label) in of_labels("categories", labels, "", path, github_id):
                if old:  # There was no page of all categories.
                    yield place.replace("{slug}", github_id(label)), (new, label)
        if self.is_on("authors_profiles", default=False):
            keys = sorted({key for each in posts for key in each.front.list_of("authors")})
            place = self._at(self.text("authors_profiles_url_format", "author/{slug}"))
            for key in keys:
                yield place.replace("{slug}", github_id(key)), (f"{path}/authors/index.html", key)
        if self.is_on("pagination", default=True):
            size = self.number("pagination_per_page", 10)
            place = self._at(self.text("pagination_url_format", "page/{page}"))
            for number in range(2, -(-len(posts) // size) + 1):
                yield place.replace("{page}", str(number)), (f"{path}/index.html", str(number))

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
