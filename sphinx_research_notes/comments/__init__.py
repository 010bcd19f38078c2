"""Comment threads: parsed from a data file, ordered, and sanitized.

Pure: imports neither Sphinx nor docutils. Input is the text of a thread file. Output is a frozen
:class:`~.records.Thread`, with a :class:`~sphinx_research_notes.model.faults.Fault` for each problem.

1. :mod:`.thread_file` parses YAML or JSON, recording the line of each comment.
2. :mod:`.entry` parses the values of one comment, with :mod:`.times` for machine-written dates, and
   :mod:`.hiding` for the keys that withhold it.
3. :mod:`.markdown` converts its body to HTML, with :mod:`.github` for GitHub's extensions;
   :mod:`.formulas` protects formulas, :mod:`.sanitize` removes unsafe HTML, :mod:`.plaintext` converts to
   text.
4. :mod:`.tree` arranges replies; :mod:`.thread` combines all steps for a file.

:mod:`.records` defines the output. Formats other than YAML and JSON are read by importers, added with
``sphinx_research_notes.api.add_comment_importer``.
"""

from __future__ import annotations

from .formulas import Formula, formulas_as_text, split_formulas, write_formulas
from .plaintext import plain
from .records import Comment, Thread
from .sanitize import clean, render
from .thread import read_thread, thread_from

__all__ = [
    "Comment",
    "Formula",
    "Thread",
    "clean",
    "formulas_as_text",
    "plain",
    "read_thread",
    "render",
    "split_formulas",
    "thread_from",
    "write_formulas",
]
