"""Imports what builds need, once, in the process from which all of them are forked.

What Sphinx and docutils do is as in a new process: Jinja finds templates compiled, and Python the packages'
entry points at once.
"""

from __future__ import annotations

import pkgutil
import sys
from contextlib import suppress
from importlib import import_module, metadata

import compiled_templates
import pybtex.plugin
import sphinx.registry
import sphinx.theming
from babel import localedata
from sphinx.application import builtin_extensions

#: Packages to import with all their modules.
PACKAGES = """
    pybtex.backends pybtex.style sphinx_design sphinx_research_notes sphinxcontrib.bibtex
""".split()
#: Extensions and themes used by test projects, and modules that Sphinx and docutils import late.
MODULES = """
    alabaster furo myst_nb pydata_sphinx_theme sphinx_basic_ng sphinx_book_theme sphinx_rtd_theme
    myst_parser.sphinx_ext.directives myst_parser.sphinx_ext.main myst_parser.sphinx_ext.mathjax
    myst_parser.sphinx_ext.myst_refs myst_parser.mdit_to_docutils.sphinx_ myst_parser.parsers.sphinx_
    sphinx.builders.latex.transforms sphinx.cmd.build sphinx.ext.autosectionlabel sphinx.ext.extlinks
    sphinx.ext.graphviz sphinx.ext.intersphinx sphinx.ext.todo sphinx.ext.viewcode
    sphinx.search.de sphinx.search.en sphinx.util.console sphinx.versioning
    docutils.languages.de docutils.languages.en
    docutils.parsers.rst.languages.de docutils.parsers.rst.languages.en
    babel.numbers jinja2.ext pygments.styles.default pygments.styles.native xml.dom.minidom
""".split()


class _Later:
    """Blocks modules that translate text while they are imported: builds import those, in their language."""

    #: Sphinx's application always imports the first of them before it knows the language.
    NAMES = ("sphinx.domains.", "sphinxcontrib.bibtex.domain", "sphinxcontrib.bibtex.foot_domain")

    def find_spec(self, name: str, *rest: object) -> None:
        """Block the import; a module that imports a blocked one isn't imported either."""
        if name.startswith(self.NAMES) and not name.startswith("sphinx.domains._"):
            raise ImportError(name)


def load() -> None:
    """Import the modules; not all of them are installed in each environment and version."""
    later = _Later()
    sys.meta_path.insert(0, later)
    for name in (*builtin_extensions, *MODULES, *PACKAGES):
        with suppress(ImportError):
            module = import_module(name)
            if name in PACKAGES:
                for each in pkgutil.walk_packages(module.__path__, f"{name}."):
                    with suppress(ImportError):
                        import_module(each.name)
    sys.meta_path.remove(later)


def find_entry_points_once() -> None:
    """Keep what the installed packages offer: Sphinx and pybtex look for it several times a build."""
    select = metadata.entry_points().select
    for module in (pybtex.plugin, sphinx.registry, sphinx.theming):
        module.entry_points = select  # type: ignore[attr-defined]


load()
find_entry_points_once()
localedata.load("en")
compiled_templates.share()
