"""A cost of Sphinx that grows with the square of the site, and a way round it.

Before a document is read, Sphinx clears what it knows of it, and for that looks through every document that
stands in a toctree: at 5,000 notes a twentieth of a clean build, in which there is nothing to clear. A look
at ``env.all_docs`` in ``TocTreeCollector.clear_doc`` would make this module needless.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx
from sphinx.environment.collectors.toctree import TocTreeCollector

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: The first version of Sphinx in which this may be otherwise.
UNKNOWN = (10,)


def clear_what_was_read(app: Sphinx, config: Config) -> None:
    """``config-inited``: let Sphinx's collector of toctrees clear only what has ever been read."""
    if sphinx.version_info >= UNKNOWN:
        return
    for listener in list(app.events.listeners.get("env-purge-doc", ())):
        collector = getattr(listener.handler, "__self__", None)
        if type(collector) is TocTreeCollector:
            app.disconnect(listener.id)
            app.connect("env-purge-doc", _careful(collector), priority=listener.priority)


def _careful(collector: TocTreeCollector) -> Callable[[Sphinx, BuildEnvironment, str], None]:
    """The handler of *collector*, for documents that were read."""

    def clear(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        if docname in env.all_docs:
            collector.clear_doc(app, env, docname)

    return clear


def setup_growth(app: Sphinx) -> None:
    """Connect it."""
    app.connect("config-inited", clear_what_was_read)
