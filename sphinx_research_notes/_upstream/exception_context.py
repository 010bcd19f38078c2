"""The name of the document in the message of an exception.

When reading or writing a document fails, Sphinx does not say which one: a parallel build shows only what the
worker raised, a serial build only the last progress message. No upstream issue is known; its title could be
"Name the document that was read or written when an exception occurs". Checked on Sphinx 8.2 to 9.2; only the
public methods ``read_doc``, ``write_doc`` and ``write_doc_serialized`` of builders are wrapped. It can go
when Sphinx adds the document to the exception.
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
    """An error in a worker; only its message reaches the main process."""

    category = "Error in a document"


def _line_of(error: BaseException) -> int | None:
    """Return the line of the innermost directive on the traceback of *error*, if there is one."""
    line = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        owner = frame.f_locals.get("self")
        if isinstance(owner, Directive):
            line = owner.lineno
    return line


def with_document(app: Sphinx, activity: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap *method*, whose first argument is a docname, so that its exceptions name the document."""
    main = os.getpid()

    @wraps(method)
    def wrapper(docname: str, *args: Any, **options: Any) -> Any:
        try:
            return method(docname, *args, **options)
        except Exception as error:
            line = _line_of(error)
            location = f"{app.env.doc2path(docname, base=False)}" + (f":{line}" if line else "")
            context = f"while {activity} {location}"
            if os.getpid() != main:
                raise DocumentError(f"{context}: {type(error).__name__}: {error}") from error
            error.add_note(context)
            raise

    return wrapper


@contextmanager
def named_documents(app: Sphinx) -> Iterator[None]:
    """Let exceptions of the builder name the document that they occurred in."""
    builder = app.builder
    with replaced(
        builder,
        read_doc=with_document(app, "reading", builder.read_doc),
        write_doc=with_document(app, "writing", builder.write_doc),
        write_doc_serialized=with_document(app, "writing", builder.write_doc_serialized),
    ):
        yield
