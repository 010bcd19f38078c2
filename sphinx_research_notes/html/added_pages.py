"""Make the pages and files that other extensions have added, so that they replace nothing else.

The functions that make them are called in every build that writes pages, because only the result tells
whether a page has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..build.output_files import static_copies
from ..diagnostics import warn
from ..extension_points import additions_to, results_of
from ..model.permalinks import PlaceError, site_path
from .list_pages import Generated, frame
from .listed_notes import Notes
from .presenter import Presenter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from ..build.site import Site

#: The files that Sphinx writes at the root of the output, besides pages.
_OF_SPHINX = frozenset({"objects.inv", "searchindex.js"})


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """What a function that makes a page returns."""

    #: Plain text.
    title: str
    #: HTML. Escape text in it (``markupsafe.escape``).
    body: str


class Claims:
    """The files that are taken: by documents, redirects, generated pages, Sphinx and static files."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site

    @cached_property
    def _files(self) -> set[str]:
        """The casefolded names of these files; collected only if something has been added."""
        builder: Any = self._app.builder
        names = ["search", "genindex", "404", *(name for name, *_ in builder.domain_indices)]
        names += [*self._app.config.html_additional_pages, *self._site.lists.names()]
        files = [*map(self._site.addresses.default_file, names), *static_copies(self._app)]
        files += [name for offer in self._site.offers.values() for _, name in offer.files]
        return {*_OF_SPHINX, *self._site.addresses.files, *(name.casefold() for name in files)}

    def take(self, kind: str, name: str, file: str) -> bool:
        """Claim *file* for the *kind* (page or file) *name*; return False, with a warning, if it is taken."""
        fault = "" if _is_inside(name) else "expected a path inside the site"
        if file.casefold() in self._files:
            fault = f"{file!r} already exists"
        if fault:
            warn("extension", f"{kind} {name!r}: {fault}; leaving it out")
        else:
            self._files.add(file.casefold())
        return not fault


def _is_inside(name: str) -> bool:
    """Return whether *name* is a path inside the site that is valid on every operating system."""
    try:
        return site_path(f"/{name}").rstrip("/") == name
    except PlaceError:
        return False


def added_pages(site: Site, claimed: Claims) -> Iterator[Generated]:
    """Yield the pages that other extensions have added; *claimed*: the files that are taken."""

    def page(name: str, make: Callable[[Notes], GeneratedPage]) -> Generated:
        presenter = Presenter(site, name)
        result = make(Notes(site, site.builder.get_target_uri(name)))
        if not isinstance(result, GeneratedPage):
            raise TypeError(f"expected a GeneratedPage, got {type(result).__name__}")
        shown = str(result.title), frame(site, presenter, str(result.title), str(result.body))
        return Generated(name, shown, lambda _: shown)

    parts, file_of = additions_to(site.env.config).pages, site.addresses.default_file
    free = {name: make for name, make in parts.items() if claimed.take("page", name, file_of(name))}
    yield from (generated for _, generated in results_of(free, page))


def added_files(site: Site, claimed: Claims) -> Iterator[tuple[str, bytes]]:
    """Yield path, relative to the output folder, and content of each file that other extensions have added.

    *claimed*: the files that are taken.
    """

    def content(path: str, make: Callable[[Notes], bytes | str]) -> bytes:
        result = make(Notes(site, path))
        if not isinstance(result, (bytes, str)):
            raise TypeError(f"expected bytes or str, got {type(result).__name__}")
        return result.encode() if isinstance(result, str) else result

    parts = additions_to(site.env.config).files
    free = {path: make for path, make in parts.items() if claimed.take("file", path, path)}
    yield from results_of(free, content)
