"""The checksums of style sheets and scripts in their links, kept by name.

Sphinx keeps the checksum of each file, but resolves its path for each link on each page: a fortieth of a
clean build, as a page of ours names two dozen style sheets before those it doesn't need are taken out. No
upstream issue is known; its title could be "Cache _file_checksum, not only _file_checksum_inner". Checked on
Sphinx 8.2 to 9.2; where this private function is missing, nothing is kept, which costs only time. It can go
when Sphinx keeps checksums by name.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import sphinx.builders.html

from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


@contextmanager
def checksums_kept(app: Sphinx) -> Iterator[None]:
    """Keep the checksums of files until the build ends."""
    original = vars(sphinx.builders.html).get("_file_checksum")
    if original is None:
        yield
        return
    with replaced(sphinx.builders.html, _file_checksum=cache(original)):
        yield
