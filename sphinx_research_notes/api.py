"""The public face: what ``conf.py`` and other extensions may import.

Everything else in this package may move or change from one version to the next; what is named in
``__all__`` here keeps its name and its meaning, by Semantic Versioning. The functions that add something are
called in ``setup(app)``::

    from sphinx_research_notes import api


    def setup(app):
        api.add_front_matter_key(app, "reviewed_by")

An extension calls ``app.setup_extension("sphinx_research_notes")`` first.

Two events of Sphinx's kind, for ``app.connect``:

``notes-collected`` (app, notes)
    Every document has been read, and every note has its name and its place; pages come next. *notes* is what
    :func:`notes` returns.

``notes-page-context`` (app, docname, contexts)
    The page of a note is about to be made from partial templates, by a builder for HTML. *contexts* is a
    :class:`PageContexts`; a handler may append to ``contexts.byline.extra`` and ``contexts.foot.extra``:
    texts, which are escaped, or ``Markup``, which is not.

Each entry names what your function or handler may depend on. If it depends on nothing else, a build after any
edit gives what a clean build gives. The file it is written in is watched too: when you edit that file,
everything the function contributes to is rebuilt. The files it imports, the network and the clock are not
watched. If a function fails, the build warns (``notes.extension``), names it, and goes on without its result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from markupsafe import Markup
from sphinx.errors import ExtensionError

from .build.site import site_of
from .directives.listing import STYLES
from .extension_points import COLLECTED, added, emit
from .frontmatter.block import FOREIGN
from .frontmatter.keys import AddedKey, as_written, canonical
from .html.added_pages import GeneratedPage
from .html.archives import fragment
from .html.contexts import Byline, CiteThis, Foot, Listing, PageContexts, SeriesNav
from .html.embed import text_alone
from .html.items import Badge, Day, Item, Link
from .html.listed_notes import Notes
from .html.presenter import Presenter
from .model.collection import Query
from .model.dates import When
from .model.note import Author, License, Note, Series, Visibility
from .model.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = [
    "Author",
    "Badge",
    "Byline",
    "CiteThis",
    "Day",
    "Foot",
    "GeneratedPage",
    "Item",
    "License",
    "Link",
    "Listing",
    "Note",
    "Notes",
    "PageContexts",
    "Query",
    "Series",
    "SeriesNav",
    "Status",
    "Visibility",
    "When",
    "add_comment_importer",
    "add_file",
    "add_front_matter_key",
    "add_list_style",
    "add_page",
    "add_status_vocabulary",
    "notes",
    "render",
]

#: The environments of which all notes are there.
_collected: WeakSet[BuildEnvironment] = WeakSet()


def notes(app: Sphinx) -> Notes:
    """The notes of this build, from ``notes-collected`` on; before that an ExtensionError.

    A handler of ``notes-page-context`` had better not ask: a page is made again when its own note changes,
    or what our templates show of others, and not when any other note does.
    """
    if app.env not in _collected:
        raise ExtensionError("expected 'notes-collected' to be over: the notes are not all there yet")
    return Notes(site_of(app.env))


def render(app: Sphinx, note: Note, page: str) -> Markup:
    """The text of *note* as HTML for the page *page*: without its title, its byline and its foot.

    For functions that make pages and files. *page* is the name of the page that is being made, from which
    links lead; the ids in it are its own, so that several notes fit on one page. Anything private in the
    note is not in it. For a file, name a page in the same folder.
    """
    if app.builder.format != "html":
        raise ExtensionError(
            f"expected a builder for HTML, got {app.builder.name!r}: no text can be rendered"
        )
    presenter = Presenter(site_of(app.env), page)
    return Markup(fragment(presenter, text_alone(presenter, note)[0]))


def add_front_matter_key(
    app: Sphinx, name: str, read: Callable[[Any], Any] = lambda value: value, default: Any = None
) -> None:
    """Let notes say *name* in their front matter; the value is in ``note.extra[name]``.

    *read* is called with what stands there, a text, a list or a mapping of texts (never a number), and
    returns the value: one that can be pickled and whose ``repr`` says all of it, as of texts, numbers,
    dates, tuples and frozen dataclasses. It raises ValueError, with what is expected and what was found, for
    a value that it does not take: that is a warning with the line. *default* is what other notes have.
    *read* may depend on its argument alone.
    """
    key = as_written(name)
    if canonical(key) or {key, name.lower()} & FOREIGN or not key.isidentifier():
        raise ExtensionError(f"expected a key that is free, such as 'reviewed_by', got {name!r}")
    here = added(app.config)
    here.add(here.keys, key, AddedKey(name, read, default))


def add_list_style(app: Sphinx, name: str, template: str) -> None:
    """Let ``{notes}`` have the style *name*, made by the *template* of that name in ``templates_path``.

    The template is handed ``listing``, a :class:`Listing`; each of its items has the record of its note as
    ``item.note`` besides. Builders without HTML show lines. The template may depend on ``listing`` alone.
    """
    if name in STYLES or not name or name != name.strip().lower():
        raise ExtensionError(f"expected a style that is free, in small letters, got {name!r}")
    here = added(app.config)
    here.add(here.list_styles, name, template)


def add_status_vocabulary(app: Sphinx, axis: str, labels: Mapping[str, str]) -> None:
    """Let *axis* be one of statuses, with its *labels* and what they mean, lowest first.

    As ``notes_statuses`` in ``conf.py``, which wins where it has the same axis.
    """
    here = added(app.config)
    here.add(here.vocabularies, axis, dict(labels))


def add_comment_importer(app: Sphinx, suffix: str, read: Callable[[str], Any]) -> None:
    """Let thread files whose names end with *suffix* (``.xml``) be read by *read*.

    It is called with the text of the file, and returns what a thread file in YAML holds: a list of
    comments, each a mapping, or a mapping with such ``comments``. HTML in it is cleaned as any other. *read*
    may depend on its argument alone.
    """
    wanted = suffix.lower()
    if not wanted.startswith(".") or wanted in {".", ".yml", ".yaml", ".json"}:
        raise ExtensionError(f"expected a suffix such as '.xml' that is not read anyway, got {suffix!r}")
    here = added(app.config)
    here.add(here.importers, wanted, read)


def add_page(app: Sphinx, name: str, make: Callable[[Notes], GeneratedPage]) -> None:
    """Add the page *name* (``reading/list``) to sites in HTML that have notes.

    *make* is called with the notes in every build, and may depend on these, on the text that :func:`render`
    returns, and on the configuration. The page is written when it differs from what was written before, and
    goes when it is no longer added. It never takes the place of a document or of another page.
    """
    here = added(app.config)
    here.add(here.pages, name.strip("/"), make)


def add_file(app: Sphinx, path: str, make: Callable[[Notes], bytes | str]) -> None:
    """Add the file *path* (``notes/all.json``) to the output of sites in HTML that have notes.

    As :func:`add_page`; *make* returns what is in the file, text as UTF-8.
    """
    here = added(app.config)
    here.add(here.files, path, make)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: the notes of the last build are out of date."""
    _collected.discard(env)


def tell_collected(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: tell those who listen that all notes are there."""
    _collected.add(env)
    emit(app, COLLECTED, notes(app))
    return []
