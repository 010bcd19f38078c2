"""The styles that a project chooses: of its references, which are pybtex's, and of its citations.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pybtex.plugin import find_plugin
from sphinxcontrib.bibtex.plugin import find_plugin as find_citation_style

from .._upstream.pybtex_caches import register_plugins
from ..config import notes_config
from ..diagnostics import warn
from ..model.digests import value_digest
from .sorting import sort_and_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: The styles that come with pybtex.
SHIPPED = frozenset({"alpha", "plain", "unsrt", "unsrtalpha"})
#: The entry point group of citation styles, and the options that name one with their defaults.
_CITATION_STYLES = "sphinxcontrib.bibtex.style.referencing"
_OPTIONS = {"bibtex_reference_style": "label", "bibtex_foot_reference_style": "foot"}
#: The styles of sphinxcontrib-bibtex: to find another, all installed distributions are searched.
_SHIPPED_CITATION_STYLES = frozenset({"author_year", "foot", "label", "super"})


def plugin(name: str) -> Any:
    """Return the style *name* of pybtex, or ``plain`` with a warning."""
    register_plugins(name if name in SHIPPED else "plain")
    if not _is_style(name):
        warn("config", f"{_unknown(name)}; using 'plain'")
        name = "plain"
    style = find_plugin("pybtex.style.formatting", name)()
    if name in SHIPPED:
        sort_and_label(style)
    return style


def check_styles(app: Sphinx) -> None:
    """Replace unknown styles by defaults, with a warning; sphinxcontrib-bibtex would end the build."""
    for option, default in _OPTIONS.items():
        name = getattr(app.config, option)
        if _is_citation_style(name, default):
            continue
        names = {each.name for each in entry_points(group=_CITATION_STYLES)}
        styles = ", ".join(sorted(each for each in names if _is_citation_style(each, default)))
        expected = f"expected a citation style ({styles}, or one registered with sphinxcontrib-bibtex)"
        warn("config", f"{option}: {expected}, got {name!r}; using {default!r}")
        setattr(app.config, option, default)

    name = app.config.bibtex_default_style
    if not _is_style(name):
        warn("config", f"bibtex_default_style: {_unknown(name)}; using 'plain'")
        app.config.bibtex_default_style = "plain"


def _is_style(name: Any) -> bool:
    """Return whether pybtex has a style *name*."""
    return _exists(name, SHIPPED, find_plugin, "pybtex.style.formatting")


def _unknown(name: Any) -> str:
    """Return the first part of the warning about an unknown style *name*."""
    styles = ", ".join(sorted(SHIPPED))
    return f"expected a bibliography style ({styles}, or one registered with pybtex), got {name!r}"


def _is_citation_style(name: Any, default: str) -> bool:
    """Return whether *name* is a style of the same kind as *default*: footnote marks, or others."""
    exists = _exists(name, _SHIPPED_CITATION_STYLES, find_citation_style, _CITATION_STYLES)
    return exists and (name != "foot" or default == "foot")


def _exists(name: Any, shipped: frozenset[str], find: Callable[[str, Any], Any], group: str) -> bool:
    """Return whether *name* is one of the *shipped* styles, or *find* returns a plug-in of *group* for it."""
    if isinstance(name, str) and name in shipped:
        return True
    try:
        return bool(find(group, name))
    except Exception:  # Its type differs between versions, and for values that are not text.
        return False


_fingerprints: WeakKeyDictionary[Config, str] = WeakKeyDictionary()


def style_fingerprint(env: BuildEnvironment) -> str:
    """Return a digest of everything that citations depend on, except for the cited works."""
    config, domain = env.config, env.domains["cite"]
    if config not in _fingerprints:
        settings = [(each.name, repr(each.value)) for each in config if each.name.startswith("bibtex_")]
        inputs = (settings, _versions(), _own_style(env), notes_config(config).references,
                  type(domain).__name__)  # fmt: skip
        _fingerprints[config] = value_digest(inputs, 16)
    return _fingerprints[config]


@cache
def _versions() -> list[str]:
    return [version(package) for package in ("pybtex", "pylatexenc", "sphinxcontrib-bibtex")]


def _own_style(env: BuildEnvironment) -> bytes:
    """Return the text of ``conf.py`` if it defines a style."""
    domain: Any = env.domains["cite"]
    styles: list[Any] = [type(domain.reference_style)]
    if env.config.bibtex_default_style not in SHIPPED:
        styles.append(type(plugin(env.config.bibtex_default_style)))
    if not any(style.__module__ in {"builtins", "__main__"} for style in styles):
        return b""
    return getattr(domain, "conf", b"")
