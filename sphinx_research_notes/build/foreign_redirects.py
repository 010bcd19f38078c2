"""The redirects that other extensions make: which files are theirs, so that nothing of ours stands there.

sphinx-reredirects takes ``redirects``, sphinxext-rediraffe ``rediraffe_redirects``, which may name a file.
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
#: A line of rediraffe's file: two names, in quotation marks where they hold blanks.
_LINE = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(\S+))\s+(?:"([^"]*)"|'([^']*)'|(\S+))\s*""")


def reredirects(config: Config) -> Mapping[str, str]:
    """The entries of sphinx-reredirects, where it is loaded."""
    # The other option's name is its own; ``redirects`` may be anybody's.
    found = config.redirects if "redirect_html_template_file" in config else None
    return found if isinstance(found, Mapping) else {}


def rediraffe_redirects(config: Config, folder: Path) -> Mapping[str, str]:
    """The entries of sphinxext-rediraffe, where it is loaded; *folder*: where their file would be."""
    found = config.rediraffe_redirects if "rediraffe_redirects" in config else None
    if isinstance(found, str):
        try:
            return rediraffe_entries(Path(folder, found).read_text("utf-8"))
        except (OSError, ValueError):
            return {}  # It says so itself.
    return found if isinstance(found, Mapping) else {}


def reredirected(
    redirects: Mapping[str, str], uri_of: Callable[[str], str], suffix: str
) -> Iterator[tuple[str, str]]:
    """The files that sphinx-reredirects writes for *redirects*, each with the entry that it is written for.

    *uri_of*: the address of a docname before permalinks, not quoted. Entries with wildcards redirect
    documents, whose places are known without them.
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
    """The files that sphinxext-rediraffe writes for *redirects*, each with the entry that it is written for.

    *folders*: whether each page has a folder of its own.
    """
    for source in redirects:
        name = rediraffe_name(source, suffixes)
        in_folder = folders and name.rpartition("/")[2] != "index"
        yield (f"{name}/index.html" if in_folder else f"{name}.html"), source


def rediraffe_name(path: str, suffixes: Collection[str]) -> str:
    """The docname that sphinxext-rediraffe takes *path* for."""
    path = str(PurePosixPath(path.replace("\\", "/"))).lstrip("/")
    return next((path.removesuffix(each) for each in suffixes if path.endswith(each)), path)


def rediraffe_entries(text: str) -> dict[str, str]:
    """The entries in the *text* of rediraffe's file: old name to new name."""
    found = {}
    for line in text.splitlines():
        if not line.strip().startswith("#") and (match := _LINE.fullmatch(line)):
            old, new = (part for part in match.groups() if part is not None)
            found[old] = new
    return found
