"""The pages and files of the output that others have added: what they show, and that nothing gets lost.

What makes them is called in every build that writes pages, as only its answer says whether a page shows
something else than before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..build.output_files import static_copies
from ..diagnostics import warn
from ..extension_points import added, made
from ..model.permalinks import PlaceError, site_path
from .archives import Generated, frame
from .listed_notes import Notes
from .presenter import Presenter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from ..build.site import Site

#: What Sphinx writes at the root of the output, besides pages.
_OF_SPHINX = frozenset({"objects.inv", "searchindex.js"})


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """What a function that makes a page returns."""

    #: Plain text.
    title: str
    #: HTML; what is no markup in it must be escaped (``markupsafe.escape``).
    body: str


class Claims:
    """Which files are somebody's already: documents, redirects, our pages, those of Sphinx, static files."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site

    @cached_property
    def _files(self) -> set[str]:
        """Their names, casefolded; gathered only where something has been added."""
        builder: Any = self._app.builder
        names = ["search", "genindex", "404", *(name for name, *_ in builder.domain_indices)]
        names += [*self._app.config.html_additional_pages, *self._site.lists.names()]
        files = [*map(self.file_of, names), *static_copies(self._app)]
        files += [name for offer in self._site.offers.values() for _, name in offer.files]
        return {*_OF_SPHINX, *self._site.addresses.files, *(name.casefold() for name in files)}

    def file_of(self, name: str) -> str:
        """The file of the page *name*, from the output folder."""
        return self._site.addresses.default_file(self._site.builder.get_target_uri(name))

    def take(self, kind: str, name: str, file: str) -> bool:
        """Whether *file* is free, and it is *name*'s now; else that is told."""
        fault = "" if _is_inside(name) else "expected a path inside the site"
        if file.casefold() in self._files:
            fault = f"{file} is there already"
        if fault:
            warn("extension", f"{kind} {name!r}: {fault}; it is left out")
        else:
            self._files.add(file.casefold())
        return not fault


def _is_inside(name: str) -> bool:
    """Whether *name* is a path inside the site that every system can have."""
    try:
        return site_path(f"/{name}").rstrip("/") == name
    except PlaceError:
        return False


def added_pages(site: Site, claimed: Claims) -> Iterator[Generated]:
    """The pages that others have added, as they are now."""

    def page(name: str, make: Callable[[Notes], GeneratedPage]) -> Generated:
        presenter = Presenter(site, name)
        found = make(Notes(site, site.builder.get_target_uri(name)))
        if not isinstance(found, GeneratedPage):
            raise TypeError(f"expected a GeneratedPage, got {type(found).__name__}")
        shown = str(found.title), frame(site, presenter, str(found.title), str(found.body), "")
        return Generated(name, shown, lambda _: shown)

    parts = added(site.env.config).pages
    free = {name: make for name, make in parts.items() if claimed.take("page", name, claimed.file_of(name))}
    yield from (found for _, found in made(free, page))


def added_files(site: Site, claimed: Claims) -> Iterator[tuple[str, bytes]]:
    """The files that others have added, by their paths from the output folder."""

    def content(path: str, make: Callable[[Notes], bytes | str]) -> bytes:
        found = make(Notes(site, path))
        if not isinstance(found, (bytes, str)):
            raise TypeError(f"expected bytes or str, got {type(found).__name__}")
        return found.encode() if isinstance(found, str) else found

    parts = added(site.env.config).files
    free = {path: make for path, make in parts.items() if claimed.take("file", path, path)}
    yield from made(free, content)
