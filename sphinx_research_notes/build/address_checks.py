"""Report invalid and conflicting addresses, once all documents have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import report_error, warn
from ..model.urls import is_address, is_rooted, site_address, web_address
from .related_notes import report_unknown
from .site import site_of
from .translations import report_unknown_originals

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def report_permalink_conflicts(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report pages that claim the same place."""
    for docname, fault in site_of(env).addresses.places.faults:
        words = fault.message.split(" ")
        # Authors know file names better than docnames.
        words = [str(env.doc2path(w, base=False)) if w in env.all_docs else w for w in words]
        report_error(fault.subtype, " ".join(words), (docname, 1))


def report_addresses(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report a home link without a target, and options of Sphinx that are invalid."""
    site, base = site_of(env), str(app.config.html_baseurl or "")
    if not site.has_notes or not site.paged:
        return
    target = site.config.home[1] if site.config.home else ""
    if target and target not in env.all_docs and not is_address(target):
        expected = "expected a docname, an http(s) URL or a path starting with '/'"
        warn("config", f"notes_home: {expected}, got {target!r}; omitting the link")
    if base and not site_address(base) and not is_rooted(base):
        expected = "an http(s) URL without a query or fragment" if web_address(base) else "an http(s) URL"
        warn("config", f"html_baseurl: expected {expected}, got {base!r}; omitting the URLs of pages")
    if not site.addresses.are_folders_free:
        omitted = "making no feeds, whose folders would have the names of pages"
        warn("config", f"html_file_suffix: expected a suffix such as '.html', got ''; {omitted}")


def report_related(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report what notes name as related, or as their original, and does not exist."""
    site = site_of(env)
    if site.paged and site.config.related:
        report_unknown(env, site.relations)
    if site.paged:
        report_unknown_originals(env, site.relations.resolved)
