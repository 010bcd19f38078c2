"""What an address within a Jekyll site, as a text has it, is on the new one."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown.links import joined
from .github_pages import MARKDOWN
from .places import media_folder

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Set

    from .documents import Document


@dataclass(frozen=True, slots=True)
class Links:
    """The pages and files of a site that addresses lead to."""

    #: The address of the site; empty if unknown.
    url: str
    files: Set[str]
    #: Paths of files that the build makes.
    made: Container[str]
    #: By their paths in the source.
    documents: Mapping[str, Document]
    #: By their addresses without ``.html`` or a slash: servers send the pages for these, too.
    short: Mapping[str, Document]

    @classmethod
    def of(
        cls, url: str, files: Set[str], feeds: Iterable[str], documents: Iterable[Document],
        shown: Iterable[Document],
    ) -> Links:  # fmt: skip
        """Return those of a site at *url*; *shown*: the *documents* that are published."""
        short = {
            each.address.strip("/").removesuffix(".html"): each
            for each in shown
            if each.address.strip("/") and not each.is_data
        }
        return cls(url, files, {*feeds, "sitemap.xml"}, {each.path: each for each in documents}, short)

    def here(self, document: Document, address: str) -> str | None:
        """Return what a relative *address* in *document* is here; None if it can stay."""
        path, sign, rest = address.partition("#")
        if media := media_folder(document):
            found = joined("/", f"{media}/{path.lstrip('/')}")
            if found in self.files:
                return f"/{found.replace(' ', '%20')}"
        for base in (document.address, f"/{document.path}"):
            found = joined(base, path)
            if self.url and found in self.made:
                return f"{self.url}/{found}"  # made with the site, so that no file is there before
            if found in self.files:
                return f"/{found.replace(' ', '%20')}"
            other = self.documents.get(found) if path.endswith(tuple(MARKDOWN)) else None
            if other is None and path and not path.endswith("/"):
                other = self.short.get(found)
            if other is not None:
                here = posixpath.dirname(document.target)
                return f"{posixpath.relpath(other.target, here or '.')}{sign}{rest}"
        return None
