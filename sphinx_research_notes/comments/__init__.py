"""Comment threads: read from a data file, put in order, and made safe to publish.

Pure: neither Sphinx nor docutils is imported. In comes the text of a thread file; out comes a frozen
:class:`~.records.Thread`, with a :class:`~.records.Fault` for each thing in it that could not be understood.

1. :mod:`.thread_file` reads YAML or JSON, and remembers the line of each comment.
2. :mod:`.entry` understands one comment, with :mod:`.times` for its dates.
3. :mod:`.markdown` makes HTML of its body, with what :mod:`.github` reads besides;
   :mod:`.formulas` keeps formulas out of the way, :mod:`.sanitize` lets nothing through that could do harm,
   :mod:`.plaintext` is the same as text.
4. :mod:`.tree` puts replies under what they reply to, and :mod:`.thread` does all of it for a file.

:mod:`.records` has what comes out.
"""

from __future__ import annotations

from ..model.urls import web_address
from .formulas import (
    Formula,
    formulas_as_text,
    split_formulas,
    write_formulas,
)
from .plaintext import plain
from .records import Comment, Fault, Thread
from .sanitize import clean, render
from .thread import read_thread, thread_from

__all__ = [
    "Comment",
    "Fault",
    "Formula",
    "Thread",
    "clean",
    "formulas_as_text",
    "plain",
    "read_thread",
    "render",
    "split_formulas",
    "thread_from",
    "web_address",
    "write_formulas",
]
