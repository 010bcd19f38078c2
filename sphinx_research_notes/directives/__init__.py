"""The directives and roles; related ones share a module.

They turn the author's markup into plain nodes that every builder knows, or into a placeholder that
:mod:`sphinx_research_notes.html.transforms.placeholders` fills once all documents have been read. What a
directive learns about its document goes into :mod:`sphinx_research_notes.state.read_state`.

- :mod:`.asides`: ``note-to-self``, ``notes-to-self``, ``update``; :mod:`.entry`: an entry of a stream.
- :mod:`.comments`, :mod:`.epigraph`, :mod:`.source_license`: what surrounds the text.
- :mod:`.ablog`: ``post`` and ``postlist``, as in ABlog.
- :mod:`.listing`: ``notes``; :mod:`.labels`: ``tag``, ``category``, ``author``; :mod:`.status`: badges.

If another extension defines one of these names, its definition takes precedence; ours is always available as
``note-<name>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.parsers.rst.directives.body import Epigraph as DocutilsEpigraph
from sphinx.util.docutils import is_directive_registered, is_role_registered

from .._upstream.registries import directive_of, registered
from ..config import notes_config
from .ablog import ABLOG
from .asides import NotesToSelf, NoteToSelf, Update
from .comments import Comments
from .entry import Entry
from .epigraph import Epigraph
from .labels import LabelRole
from .listing import Notes
from .source_license import SourceLicense
from .status import StatusDirective, StatusRole

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sphinx.application import Sphinx
    from sphinx.config import Config

DIRECTIVES: dict[str, Any] = {
    "comments": Comments,
    "entry": Entry,
    "epigraph": Epigraph,
    "note-to-self": NoteToSelf,
    "notes": Notes,
    "notes-to-self": NotesToSelf,
    "source-license": SourceLicense,
    "status": StatusDirective,
    "update": Update,
}

ROLES: dict[str, Any] = {
    "author": LabelRole("authors"),
    "category": LabelRole("categories"),
    "status": StatusRole(),
    "tag": LabelRole("tags"),
}


#: Directives that docutils defines too; ours are supersets.
EXTENDED: dict[str, Any] = {"epigraph": DocutilsEpigraph}


def register(app: Sphinx, config: Config) -> None:
    """``config-inited``: register ``note-<name>`` always, and ``<name>`` unless it is taken.

    Runs late, after every other extension and the project's own ``setup`` have registered theirs.
    """
    for name, directive in DIRECTIVES.items():
        app.add_directive(f"note-{name}", directive, override=True)
        if name not in EXTENDED and not is_directive_registered(name):
            app.add_directive(name, directive)
    for name, directive in ABLOG.items() if notes_config(config).ablog else ():
        if not is_directive_registered(name):
            app.add_directive(name, directive)
    for name, role in ROLES.items():
        app.add_role(f"note-{name}", role, override=True)
        if not is_role_registered(name):
            app.add_role(name, role)


def extended_directives(app: Sphinx) -> AbstractContextManager[None]:
    """Replace the directives of docutils in :data:`EXTENDED`, unless another extension has replaced them."""
    names = [name for name, original in EXTENDED.items() if directive_of(name) is original]
    return registered({name: DIRECTIVES[name] for name in names})
