"""sphinx-llms-txt: let its two files contain only what is listed and published, and no broken links.

It collects every copy of a source that it finds, and links to such a copy for each document, whether or not
there is one (seen in 0.7.1). Unlisted notes and pages whose source is not published are added to
``llms_txt_exclude``; the latter are linked afterwards by the address of the page. This module can be removed
once the extension asks the builder for addresses and can mark a page as unlisted in incremental builds too.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from ..build.output_files import source_copy
from ..build.site import site_of
from ..model.permalinks import output_file
from ..state.records import unlisted
from ..visibility.hidden_files import has_hidden_parts, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

EXTENSION = "sphinx_llms_txt"

_INCLUDE = re.compile(r"\.\.[ \t]+include::[ \t]*(\S+)")

#: The author's ``llms_txt_exclude`` while it is extended, and the pages without a published source.
_own: WeakKeyDictionary[Config, tuple[list[str], set[str]]] = WeakKeyDictionary()


def leave_out(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, before the extension: exclude unlisted pages and those without a copy."""
    if exception is not None or not _is_active(app):
        return
    config: Any = app.config
    for name in (config.llms_txt_filename, config.llms_txt_full_filename):
        # They are written in every build or not at all, so that an old file may contain what is hidden now.
        Path(app.outdir, name).unlink(missing_ok=True)
    listed = set(app.env.all_docs) - unlisted(app.env)
    without = {d for d in listed if not _can_collect(app, d)} if config.html_copy_source else set()
    _own[config] = list(config.llms_txt_exclude), without
    config.llms_txt_exclude = [*_own[config][0], *map(escape, sorted(unlisted(app.env) | without))]


def name_pages(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, after the extension: link pages without a copy of their source by their address."""
    config: Any = app.config
    if config not in _own:
        return
    config.llms_txt_exclude, without = _own.pop(config)
    if exception is not None:
        return
    path = Path(app.outdir, config.llms_txt_filename)
    if not path.is_file():
        return
    text = old = path.read_text("utf-8")
    for docname in sorted(app.env.all_docs.keys() - unlisted(app.env)):
        for broken in _broken_addresses(app, docname):
            text = text.replace(f"]({broken})\n", f"]({_address(app, docname)})\n")
        if docname in without and not _is_excluded(app, docname):
            text += f"- [{app.env.titles[docname].astext()}]({_address(app, docname)})\n"
    if text != old:
        path.write_text(text, "utf-8")


def _is_active(app: Sphinx) -> bool:
    site = site_of(app.env)
    return EXTENSION in app.extensions and site.paged and site.has_notes


def _can_collect(app: Sphinx, docname: str) -> bool:
    """Return whether the source of *docname* is published beside its page and includes nothing hidden.

    The extension expands every include directive verbatim, even one shown as an example in a code block.
    """
    if not any(Path(app.outdir, name).is_file() for name in source_copy(app, docname)):
        return False
    path = Path(app.env.doc2path(docname))
    names = _INCLUDE.findall(path.read_text("utf-8", "replace"))
    for name in names:
        for folder in (path.parent, Path(app.srcdir)):
            file = Path(folder, name.lstrip("/"))
            if is_hidden(app.env, file) or has_hidden_parts(app.env, file):
                return False
    return True


def _is_excluded(app: Sphinx, docname: str) -> bool:
    """Return whether the author excludes the page of *docname*."""
    ignored = str(app.env.metadata[docname].get("llms-txt-ignore", "")).lower()
    return ignored in {"true", "1", "yes"} or any(
        docname == pattern or fnmatchcase(docname, pattern) for pattern in app.config.llms_txt_exclude
    )


def _base(app: Sphinx) -> str:
    return str(app.config.html_baseurl or "").rstrip("/") + "/"


def _address(app: Sphinx, docname: str) -> str:
    return _base(app) + site_of(app.env).addresses.public_uri(docname)


def _broken_addresses(app: Sphinx, docname: str) -> Iterator[str]:
    """Yield the addresses that the extension may have made up for *docname* and that lead nowhere."""
    base = _base(app)
    for template in (app.config.llms_txt_uri_template, "{base_url}{docname}.html"):
        try:
            address = template.format(base_url=base, docname=docname, suffix="", sourcelink_suffix="")
        except (AttributeError, LookupError, ValueError):
            continue
        path = unquote(address.removeprefix(base))
        if address.startswith(base) and not Path(app.outdir, output_file(path)).is_file():
            yield address
