"""Parallel builds whose workers resolve, index and write documents, not only write them.

Sphinx's main process resolves every document and feeds it to the search index before a worker may write it:
of two cores, one waits. Resolving is left to it for the sake of extensions that gather something from
resolved doctrees; here, it is done by workers only if all handlers and transforms that could gather are known
not to. What workers find out for the whole site, images and words, they send back. No upstream issue is
known; its title could be "Resolve documents in the processes that write them".

Checked on Sphinx 8.2 to 9.2. Only documented methods of builders are called, and ``parallel_ok`` and
``images``; an unknown builder, index or extension means that Sphinx writes as always, which costs only time.
It can go when Sphinx resolves documents in workers.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Protocol

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase

from .exception_context import with_document
from .workers import Workers, chunks_of, is_supported, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

#: Packages whose handlers and transforms change only the doctree that they get, or are for other builders.
#: What isn't here may well gather: sphinx-llms-txt keeps titles, imgconverter adds images to the environment.
INDEPENDENT = (
    # Resolve references, choose among nodes, and leave things out.
    "sphinx.builders", "sphinx.domains", "sphinx.transforms", "sphinx.ext.extlinks", "sphinx.ext.ifconfig",
    "sphinx.ext.intersphinx", "sphinx.ext.viewcode", "myst_parser",
    # Fill lists with what was collected while reading.
    "sphinx.ext.todo", "sphinxcontrib.bibtex",
    # Rearrange and wrap nodes; the first also sets attributes of links.
    "sphinx_design", "furo", "pydata_sphinx_theme", "sphinx_book_theme",
    # Changes addresses on the page 404.
    "notfound",
    # The package itself: what the site has is computed from the environment.
    __name__.partition(".")[0],
)  # fmt: skip

#: The events that are told of a document while it is resolved.
EVENTS = ("doctree-resolved", "missing-reference", "warn-missing-reference")

#: Builders whose methods are known to keep nothing of a document but its images and its words.
BUILDERS = (StandaloneHTMLBuilder, DirectoryHTMLBuilder)


class Gathering(Protocol):
    """An index to which the words of each document are added when it is written."""

    def start_anew(self) -> None:
        """Forget everything: a worker begins."""

    def gathered(self) -> Any:
        """Return what was added since."""

    def take(self, gathered: Any) -> None:
        """Add what a worker has gathered."""


def gatherers(app: Sphinx) -> list[str]:
    """Return the handlers and transforms that might gather something from resolved doctrees."""
    called: list[Any] = [each.handler for event in EVENTS for each in app.events.listeners.get(event, ())]
    called += app.registry.get_post_transforms()
    names = (f"{getattr(c, '__module__', '')}.{getattr(c, '__qualname__', repr(c))}" for c in called)
    return sorted({n for n in names if not n.startswith(tuple(f"{each}." for each in INDEPENDENT))})


def may_resolve_in_workers(app: Sphinx) -> bool:
    """Return whether workers may resolve documents; otherwise ``-v`` says what stands in the way."""
    if type(app.builder) not in BUILDERS or not is_supported():
        return False
    if others := gatherers(app):
        logger.verbose("documents are resolved one after another, for %s", ", ".join(others))
    return not others


def write_in_workers(app: Sphinx, docnames: Sequence[str], index: Gathering | None) -> None:
    """Write the pages of *docnames*, and add them to *index*."""
    builder: Any = app.builder
    # Fill caches and compile templates, for all workers.
    first, rest = docnames[0], docnames[1:]
    resolve = _resolver(app)
    _write(builder, first, resolve)
    named = with_document(app, "resolving", resolve)

    def work(chunk: list[str]) -> tuple[dict[str, str], Any]:
        before = builder.images
        builder.images = dict(before)
        if index is not None:
            index.start_anew()
        for docname in chunk:
            _write(builder, docname, named)
        images = {path: name for path, name in builder.images.items() if path not in before}
        return images, index.gathered() if index is not None else None

    chunks = chunks_of(rest, app.parallel)
    done = progress(app, "writing output... ", "darkgreen", chunks)

    def take(chunk: list[str], result: tuple[dict[str, str], Any]) -> None:
        builder.images.update(result[0])
        if index is not None:
            index.take(result[1])
        next(done)

    Workers(app.parallel, work, chunks).run(take)
    logger.info("")


def _resolver(app: Sphinx) -> Callable[[str], Any]:
    """Return the function that loads and resolves a document."""
    get: Any = app.env.get_and_resolve_doctree
    # From Sphinx 9 on; required from Sphinx 11 on.
    options = {"tags": app.tags} if "tags" in inspect.signature(get).parameters else {}
    return lambda docname: get(docname, app.builder, **options)


def _write(builder: Any, docname: str, resolve: Callable[[str], Any]) -> None:
    """Resolve, index and write a document."""
    # Before Sphinx 9, the application has the phase.
    owner = builder if hasattr(builder, "phase") else builder.app
    owner.phase = BuildPhase.RESOLVING
    doctree = resolve(docname)
    owner.phase = BuildPhase.WRITING
    builder.write_doc_serialized(docname, doctree)
    builder.write_doc(docname, doctree)
