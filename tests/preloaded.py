"""Imports what builds need, once, in the process that all of them are forked from.

Imports alone: nothing is set up, so that each build finds Sphinx and docutils as a fresh process does.
"""

from __future__ import annotations

import pkgutil
import sys
from contextlib import suppress
from importlib import import_module

from sphinx.application import builtin_extensions

#: Every module of these.
PACKAGES = """
    pybtex.backends pybtex.style sphinx_design sphinx_research_notes sphinxcontrib.bibtex
""".split()
#: What projects in the tests name as extensions and themes, and what Sphinx and docutils import late.
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
    """Finds no module that translates words while it is imported: builds import those, in their language."""

    #: Sphinx's application imports the first of them before it knows the language, in any process.
    NAMES = ("sphinx.domains.", "sphinxcontrib.bibtex.domain", "sphinxcontrib.bibtex.foot_domain")

    def find_spec(self, name: str, *rest: object) -> None:
        """As :mod:`importlib` asks; a module that imports such a one is not imported either."""
        if name.startswith(self.NAMES) and not name.startswith("sphinx.domains._"):
            raise ImportError(name)


def load() -> None:
    """Import them; not everything is installed in each environment, nor in each version."""
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


load()
