"""When something fails while a document is read or written, the message names that document.

Sphinx shows what a worker of a parallel build raised, but not for which document, and of a serial build
only the last progress message tells. Checked on Sphinx 8.2 to 9.2, by the public names ``read_doc``,
``write_doc`` and ``write_doc_serialized`` of builders. It can go when Sphinx adds the document to what is
raised.
"""

from __future__ import annotations

import os
import traceback
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import Directive
from sphinx.errors import SphinxError

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx


class DocumentError(SphinxError):
    """What went wrong with a document in a worker, of which only this text arrives at the main process."""

    category = "Error in a document"


def _line_of(error: BaseException) -> int | None:
    """The line of the innermost directive in which *error* arose, where it was in one."""
    found = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        here = frame.f_locals.get("self")
        if isinstance(here, Directive):
            found = here.lineno
    return found


def _naming(app: Sphinx, doing: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """*act*, which takes a docname first; what it raises says for which document."""
    main = os.getpid()

    @wraps(act)
    def named(docname: str, *args: Any, **options: Any) -> Any:
        try:
            return act(docname, *args, **options)
        except Exception as error:
            line = _line_of(error)
            place = f"{app.env.doc2path(docname, base=False)}" + (f":{line}" if line else "")
            said = f"while {doing} {place}"
            if os.getpid() != main:
                raise DocumentError(f"{said}: {type(error).__name__}: {error}") from error
            error.add_note(said)
            raise

    return named


@contextmanager
def named_documents(app: Sphinx) -> Iterator[None]:
    """Whatever the builder does with one document is told with its name."""
    builder = app.builder
    with replaced(
        builder,
        read_doc=_naming(app, "reading", builder.read_doc),
        write_doc=_naming(app, "writing", builder.write_doc),
        write_doc_serialized=_naming(app, "writing", builder.write_doc_serialized),
    ):
        yield
