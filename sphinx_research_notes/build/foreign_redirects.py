"""The files to which other extensions write redirects, so that we put no pages there.

sphinx-reredirects reads ``redirects``; sphinxext-rediraffe reads ``rediraffe_redirects``, a dictionary or the
name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..model.permalinks import output_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sphinx.config import Config

_WILDCARD = re.compile(r"[*?\[\]]")
#: A line of rediraffe's file: two names, quoted if they contain spaces.
_LINE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\S+))\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*""")


def reredirects(config: Config) -> Mapping[str, str]:
    """Return the entries of sphinx-reredirects; none if it is not loaded."""
    # Other extensions may define ``redirects`` too, but not this option.
    entries = config.redirects if "redirect_html_template_file" in config else None
    return entries if isinstance(entries, Mapping) else {}


def rediraffe_redirects(config: Config, folder: Path) -> Mapping[str, str]:
    """Return the entries of sphinxext-rediraffe; none if it is not loaded.

    *folder*: the folder that the name of its file is relative to.
    """
    entries = config.rediraffe_redirects if "rediraffe_redirects" in config else None
    if isinstance(entries, str):
        try:
            return rediraffe_entries(Path(folder, entries).read_text("utf-8"))
        except (OSError, ValueError):
            return {}  # The extension reports it.
    return entries if isinstance(entries, Mapping) else {}


def reredirected(
    redirects: Mapping[str, str], uri_of: Callable[[str], str], suffix: str
) -> Iterator[tuple[str, str]]:
    """Yield each file that sphinx-reredirects writes for *redirects*, with the entry it is written for.

    *uri_of* returns the unquoted address of a docname before permalinks. Entries with wildcards are skipped:
    they redirect documents, whose files are known anyway.
    """
    for source in redirects:
        name = source.strip("/")
        if not name or _WILDCARD.search(name):
            continue
        file = name if name.endswith(suffix) else output_file(uri_of(name))
        yield str(PurePosixPath(file).with_suffix(suffix)), source


def rediraffed(
    redirects: Mapping[str, str], suffixes: Collection[str], *, folders: bool
) -> Iterator[tuple[str, str]]:
    """Yield each file that sphinxext-rediraffe writes for *redirects*, with the entry it is written for.

    *folders*: whether each page is in a folder of its own, as with ``dirhtml``.
    """
    for source in redirects:
        name = rediraffe_name(source, suffixes)
        in_folder = folders and name.rpartition("/")[2] != "index"
        yield (f"{name}/index.html" if in_folder else f"{name}.html"), source


def rediraffe_name(path: str, suffixes: Collection[str]) -> str:
    """Return the docname that sphinxext-rediraffe derives from *path*."""
    path = str(PurePosixPath(path.replace("\\", "/"))).lstrip("/")
    return next((path.removesuffix(each) for each in suffixes if path.endswith(each)), path)


def rediraffe_entries(text: str) -> dict[str, str]:
    """Parse the *text* of rediraffe's file, and return the new names by old name."""
    entries = {}
    for line in text.splitlines():
        if not line.strip().startswith("#") and (match := _LINE.fullmatch(line)):
            old, new = (part for part in match.groups() if part is not None)
            entries[old] = new
    return entries
