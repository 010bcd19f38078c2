"""What images are called in the output: settled when all is read, so that no order of reading shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .site import site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def settle_names(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: number images of one name as a clean build would, by the documents that show them.

    Sphinx numbers them as they are read (``a/pic.png`` is ``pic.png``, ``b/pic.png`` then ``pic1.png``),
    so that an incremental or a parallel build may call them otherwise. Pages whose images get other
    names are written again, because those names are part of their views.
    """
    if not site_of(env).has_notes:
        return
    settled = type(env.images)()
    for path in sorted(env.images, key=lambda path: (min(env.images[path][0], default=""), path)):
        for docname in env.images[path][0]:
            settled.add_file(docname, path)
    env.images = settled


def setup_images(app: Sphinx) -> None:
    """Connect it, once it is known which notes there are."""
    app.connect("env-updated", settle_names, priority=2)
