"""The domains, roles and directive of sphinxcontrib-bibtex, replaced by ours in projects with notes.

Imported only where a project loads sphinxcontrib-bibtex.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinxcontrib.bibtex.domain import BibtexDomain

from .._upstream.patching import replaced, warn_unsupported
from .._upstream.pybtex_caches import pybtex_caches, register_plugins
from .._upstream.registries import registered
from ..activation import acts
from .bibfiles import read_files
from .domain import CitationDomain
from .roles import LenientBibliography, LenientFootDomain, LenientFootRole, LenientRole, reason_roles
from .styles import check_styles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The supported version of the domain's data (sphinxcontrib-bibtex 2.7).
DATA_VERSION = 4


@contextmanager
def citation_domains(app: Sphinx) -> Iterator[None]:
    """Turn the domains of sphinxcontrib-bibtex into ours; warn if their data have another version."""
    if BibtexDomain.data_version != DATA_VERSION:
        consequence = "citations are left to sphinxcontrib-bibtex, and notes get no lists of references"
        warn_unsupported("sphinxcontrib-bibtex", f"BibtexDomain.data_version {DATA_VERSION}", consequence)
        yield
        return
    with ExitStack() as stack:
        for name, ours in (("cite", CitationDomain), ("footcite", LenientFootDomain)):
            domain = app.env.domains.get(name)
            if domain is not None and type(domain) is ours.__base__:
                stack.enter_context(_as(domain, ours))
        if isinstance(domain := app.env.domains.get("cite"), CitationDomain):
            check_styles(app)
            read_files(app)
            conf = Path(app.confdir, "conf.py")
            domain.conf = conf.read_bytes() if conf.is_file() else domain.conf
        yield


@contextmanager
def _as(domain: Any, ours: Any) -> Iterator[None]:
    """Change the class of *domain*, which Sphinx creates before it is known whether there are notes."""
    plain = type(domain)
    domain.__class__ = ours
    if isinstance(domain, CitationDomain):
        domain.begin()
    try:
        with replaced(domain, roles=domain.roles | ours.roles):
            yield
    finally:
        domain.__class__ = plain


@contextmanager
def citation_roles(app: Sphinx) -> Iterator[None]:
    """Register our roles and directive, and install the caches of pybtex."""
    if not isinstance(app.env.domains.get("cite"), CitationDomain):
        yield
        return
    roles = {"cite": LenientRole(), "footcite": LenientFootRole(), **reason_roles()}
    with registered({"bibliography": LenientBibliography}, roles), pybtex_caches():
        yield


def prepare_plugins(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: register plugins for ``footcite`` if any document is read."""
    if docnames and isinstance(env.domains.get("cite"), CitationDomain) and acts(env):
        register_plugins(app.config.bibtex_default_style)
