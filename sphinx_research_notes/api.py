"""The public interface: what ``conf.py`` and other extensions may import.

The names in ``__all__`` are stable, as defined by Semantic Versioning; everything else in this package may
move or change from one version to the next. Call the functions that add something in ``setup(app)``::

    from sphinx_research_notes import api


    def setup(app):
        api.add_front_matter_key(app, "reviewed_by")

An extension calls ``app.setup_extension("sphinx_research_notes")`` first.

There are two events for ``app.connect``:

``notes-collected`` (app, notes)
    Emitted once every document has been read and every note has its name and address, before pages are
    written. *notes* is what :func:`notes` returns.

``notes-page-context`` (app, docname, contexts)
    Emitted before an HTML builder renders the page of a note from partial templates. *contexts* is a
    :class:`PageContexts`; a handler may append to ``contexts.byline.extra`` and ``contexts.foot.extra``:
    strings, which are escaped, or ``Markup``, which is not.

The docstrings below say what your function may depend on. If it depends on nothing else, a build after any
edit gives the same result as a clean build. The file that defines the function is watched too: when you edit
it, everything that the function contributes to is rebuilt. The files it imports, the network and the clock
are not watched. If a function fails, the build warns (``notes.extension``), names the function, and goes on
without what it adds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from markupsafe import Markup
from sphinx.errors import ExtensionError

from .build.site import site_of
from .directives.listing import STYLES
from .extension_points import COLLECTED, additions_to, emit
from .frontmatter.block import FOREIGN
from .frontmatter.keys import AddedKey, as_written, canonical
from .html.added_pages import GeneratedPage
from .html.contexts import Badge, Byline, CiteThis, Day, Foot, Link, PageContexts, SeriesNav
from .html.embed import text_alone
from .html.items import Item, Listing
from .html.list_pages import fragment
from .html.listed_notes import Notes
from .html.presenter import Presenter
from .model.collection import Query
from .model.dates import When
from .model.doi import mint_doi
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
    "mint_doi",
    "notes",
    "render",
]

#: The environments whose notes have all been collected.
_collected: WeakSet[BuildEnvironment] = WeakSet()


def notes(app: Sphinx) -> Notes:
    """Return the notes of this build; raise ExtensionError before ``notes-collected``.

    Don't call this in a handler of ``notes-page-context``: a page is rewritten when its own note changes, or
    what the built-in templates show of others, but not when any other note changes.
    """
    if app.env not in _collected:
        raise ExtensionError("expected a call at or after 'notes-collected'; not all notes are known yet")
    return Notes(site_of(app.env))


def render(app: Sphinx, note: Note, page: str) -> Markup:
    """Return the text of *note* as HTML for the page *page*, without title, byline and foot.

    For functions that make pages and files. *page* is the name of the page being made, to which links are
    relative; for a file, pass a page in the same folder. Ids are unique, so that one page can show several
    notes. Private content is left out.
    """
    if app.builder.format != "html":
        raise ExtensionError(f"expected an HTML builder, got {app.builder.name!r}; cannot render a note")
    presenter = Presenter(site_of(app.env), page)
    return Markup(fragment(presenter, text_alone(presenter, note)))


def add_front_matter_key(
    app: Sphinx, name: str, read: Callable[[Any], Any] = lambda value: value, default: Any = None
) -> None:
    """Add the front matter key *name*; its value is in ``note.extra[name]``.

    *read* parses the value. It is called with a string, or a list or mapping of strings (never a number), and
    returns something that can be pickled and is fully described by its ``repr``, such as strings, numbers,
    dates, tuples and frozen dataclasses. For an invalid value it raises ValueError, with a message that says
    what was expected and what was found; this becomes a warning with the line. *default* is the value for
    notes without the key. *read* may depend on nothing but its argument.
    """
    key = as_written(name)
    if canonical(key) or {key, name.lower()} & FOREIGN or not key.isidentifier():
        raise ExtensionError(f"expected an unused key such as 'reviewed_by', got {name!r}")
    additions = additions_to(app.config)
    additions.add(additions.keys, key, AddedKey(name, read, default))


def add_list_style(app: Sphinx, name: str, template: str) -> None:
    """Add the style *name* to the ``{notes}`` directive, rendered by *template* from ``templates_path``.

    The template is passed ``listing``, a :class:`Listing`, and may depend on nothing else; ``item.note`` is
    the record of an item's note. Builders for formats other than HTML show a plain list.
    """
    if name in STYLES or not name or name != name.strip().lower():
        raise ExtensionError(f"expected an unused style name in lower case, got {name!r}")
    additions = additions_to(app.config)
    additions.add(additions.list_styles, name, template)


def add_status_vocabulary(app: Sphinx, axis: str, labels: Mapping[str, str]) -> None:
    """Add the status axis *axis* with its *labels*, each with its meaning, lowest first.

    The same axis in ``notes_statuses`` in ``conf.py`` takes precedence.
    """
    additions = additions_to(app.config)
    additions.add(additions.vocabularies, axis, dict(labels))


def add_comment_importer(app: Sphinx, suffix: str, read: Callable[[str], Any]) -> None:
    """Use *read* to parse thread files whose names end with *suffix* (``.xml``).

    It is called with the text of the file, and returns the same data as a thread file in YAML: a list of
    comments, each a mapping, or a mapping with such a list under ``comments``. HTML in them is sanitized as
    usual. *read* may depend on nothing but its argument.
    """
    lowered = suffix.lower()
    if not lowered.startswith(".") or lowered in {".", ".yml", ".yaml", ".json"}:
        raise ExtensionError(f"expected a new suffix such as '.xml', got {suffix!r}")
    additions = additions_to(app.config)
    additions.add(additions.importers, lowered, read)


def add_page(app: Sphinx, name: str, make: Callable[[Notes], GeneratedPage]) -> None:
    """Add the page *name* (``reading/list``) to HTML sites with notes.

    *make* is called with the notes in every build, and may depend on them, on what :func:`render` returns,
    and on the configuration. The page is written if it has changed since it was last written, and removed
    once it is no longer added. It never replaces a document or another page.
    """
    additions = additions_to(app.config)
    additions.add(additions.pages, name.strip("/"), make)


def add_file(app: Sphinx, path: str, make: Callable[[Notes], bytes | str]) -> None:
    """Add the file *path* (``notes/all.json``) to the output of HTML sites with notes.

    Works like :func:`add_page`; *make* returns the content of the file. Strings are written as UTF-8.
    """
    additions = additions_to(app.config)
    additions.add(additions.files, path, make)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: discard the last build's notes, which are out of date."""
    _collected.discard(env)


def tell_collected(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: emit ``notes-collected``."""
    _collected.add(env)
    emit(app, COLLECTED, notes(app))
    return []
