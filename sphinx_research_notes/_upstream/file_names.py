"""Names in links that no file can have, which crash Sphinx and MyST.

``BuildEnvironment.relfn2path`` raises a ValueError for a null character (``[x](a%00b)``) or a lone surrogate,
and MyST's ``render_link_unknown`` an OSError for a name that is too long (Python below 3.14). No upstream
issue is known; its title could be "Links to impossible file names raise an exception". Checked on Sphinx 8.2
to 9.2 and MyST 4.0 to 5.2; on other versions it does no harm, as such a name is that of no file anyway. It
can go when both report such a link like any other to a file that is missing.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sphinx.environment import BuildEnvironment

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: The longest path, less that of the project, and the longest name, in bytes, that any system accepts.
_LONGEST_PATH, _LONGEST_NAME = 3000, 255
#: Stands for what no file name can have.
_STAND_IN = "\ufffd"


def possible(name: str) -> str:
    """Return *name* if a file can have it, else a similar name of a file that does not exist."""
    # Python uses the other surrogates for the bytes of names that are not in UTF-8.
    name = re.sub(r"[\0\ud800-\udc7f\udd00-\udfff]", _STAND_IN, name)
    if _size(name) > _LONGEST_PATH:
        return name[:40] + _STAND_IN
    return "/".join(p if _size(p) <= _LONGEST_NAME else p[:40] + _STAND_IN for p in name.split("/"))


def _size(name: str) -> int:
    return len(name.encode("utf-8", "surrogateescape"))


@contextmanager
def possible_names(app: Sphinx) -> Iterator[None]:
    """Let the environment take impossible names for those of files that do not exist."""
    original = BuildEnvironment.relfn2path

    def relfn2path(self: Any, filename: Any, docname: str | None = None) -> tuple[str, str]:
        return original(self, possible(filename) if isinstance(filename, str) else filename, docname)

    with replaced(BuildEnvironment, relfn2path=relfn2path):
        yield
