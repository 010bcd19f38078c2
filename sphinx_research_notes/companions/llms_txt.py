"""sphinx-llms-txt: its summary and its collection hold what is listed and published, and no dead address.

It reads every copy of a source that it finds, and names the copy for each document, also where there is none
(seen in 0.7.1). What it leaves out can be configured: here that is unlisted notes, and pages whose source is
not published; the latter are named afterwards, by the address of the page. It can go when it asks the builder
for addresses, and when an unlisted page can be told by a mark that holds in incremental builds as well.
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

#: What the author leaves out, while ours is beside it; and the pages that it would find no source of.
_own: WeakKeyDictionary[Config, tuple[list[str], set[str]]] = WeakKeyDictionary()


def leave_out(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, before theirs: it leaves out what is unlisted, and what has no copy."""
    if exception is not None or not _is_at_work(app):
        return
    config: Any = app.config
    for name in (config.llms_txt_filename, config.llms_txt_full_filename):
        # It writes them in every build, or has nothing to say, and then an old one says what is hidden now.
        Path(app.outdir, name).unlink(missing_ok=True)
    listed = set(app.env.all_docs) - unlisted(app.env)
    without = {d for d in listed if not _can_collect(app, d)} if config.html_copy_source else set()
    _own[config] = list(config.llms_txt_exclude), without
    config.llms_txt_exclude = [*_own[config][0], *map(escape, sorted(unlisted(app.env) | without))]


def name_pages(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, after theirs: pages without a copy of their source are named by their address."""
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
        for dead in _dead(app, docname):
            text = text.replace(f"]({dead})\n", f"]({_address(app, docname)})\n")
        if docname in without and not _is_left_out(app, docname):
            text += f"- [{app.env.titles[docname].astext()}]({_address(app, docname)})\n"
    if text != old:
        path.write_text(text, "utf-8")


def _is_at_work(app: Sphinx) -> bool:
    site = site_of(app.env)
    return EXTENSION in app.extensions and site.paged and site.has_notes


def _can_collect(app: Sphinx, docname: str) -> bool:
    """Whether the source of *docname* is published beside its page, and brings nothing hidden with it.

    What it includes is taken in as it stands, also where the directive is an example in a block of code.
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


def _is_left_out(app: Sphinx, docname: str) -> bool:
    """Whether the author wants the page not to be named."""
    asked = str(app.env.metadata[docname].get("llms-txt-ignore", "")).lower()
    return asked in {"true", "1", "yes"} or any(
        docname == pattern or fnmatchcase(docname, pattern) for pattern in app.config.llms_txt_exclude
    )


def _base(app: Sphinx) -> str:
    return str(app.config.html_baseurl or "").rstrip("/") + "/"


def _address(app: Sphinx, docname: str) -> str:
    return _base(app) + site_of(app.env).public_uri(docname)


def _dead(app: Sphinx, docname: str) -> Iterator[str]:
    """The addresses that it may have made for the page of *docname*, and at which there is nothing."""
    base = _base(app)
    for template in (app.config.llms_txt_uri_template, "{base_url}{docname}.html"):
        try:
            found = template.format(base_url=base, docname=docname, suffix="", sourcelink_suffix="")
        except (AttributeError, LookupError, ValueError):
            continue
        path = unquote(found.removeprefix(base))
        if found.startswith(base) and not Path(app.outdir, output_file(path)).is_file():
            yield found
