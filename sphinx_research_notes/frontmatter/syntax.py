"""Determine the syntax of a file, from Sphinx's ``source_suffix`` and parsers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import os
    from collections.abc import Container, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config


class Syntax(StrEnum):
    """The syntax of a file."""

    MARKDOWN = "Markdown"
    RST = "reStructuredText"
    NOTEBOOK = "notebook"
    #: Unknown; such a file is searched in every syntax.
    UNKNOWN = "unknown"

    @property
    def may_be_markdown(self) -> bool:
        """Whether a file may contain Markdown; a notebook does, in its cells."""
        return self is not Syntax.RST

    @property
    def may_be_rst(self) -> bool:
        """Whether a file may be reStructuredText as a whole."""
        return self in {Syntax.RST, Syntax.UNKNOWN}


#: Default syntax by suffix, for files that are not documents: included or unread ones.
BY_HABIT = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"), Syntax.MARKDOWN),
    **dict.fromkeys((".rst", ".rest"), Syntax.RST),
    ".ipynb": Syntax.NOTEBOOK,
}


@dataclass(frozen=True, slots=True)
class Syntaxes:
    """The syntaxes of the files of a project."""

    #: Suffixes of documents, in the order in which Sphinx tries them.
    documents: Mapping[str, Syntax] = field(default_factory=dict)

    def of(self, path: str | os.PathLike[str]) -> Syntax:
        """Return the syntax of the file *path*."""
        name = PurePath(path).name
        for suffix, syntax in self.documents.items():
            if name.endswith(suffix):
                return syntax
        return BY_HABIT.get(PurePath(name).suffix.lower(), Syntax.UNKNOWN)

    def is_document(self, path: str | os.PathLike[str]) -> bool:
        """Whether Sphinx reads the file *path* as a document."""
        return PurePath(path).name.endswith(tuple(self.documents))


def _read_by(parser: type | None, suffix: str, converted: Container[str]) -> Syntax:
    """Return the syntax that *parser* reads; *converted*: suffixes of files converted to notebooks first."""
    default = BY_HABIT.get(suffix.lower(), Syntax.UNKNOWN)
    if parser is None:
        return default
    # Not a subclass, which may read another language: some convert Markdown to reStructuredText.
    if (parser.__module__, parser.__qualname__) == ("sphinx.parsers", "RSTParser"):
        return Syntax.RST
    packages = {base.__module__.partition(".")[0] for base in parser.__mro__}
    if suffix in converted:
        # For example scripts with cells in comments; Markdown with cells is still Markdown.
        return Syntax.MARKDOWN if default is Syntax.MARKDOWN else Syntax.UNKNOWN
    if "nbsphinx" in packages or ("myst_nb" in packages and suffix == ".ipynb"):
        return Syntax.NOTEBOOK
    return Syntax.MARKDOWN if packages & {"myst_parser", "recommonmark"} else Syntax.UNKNOWN


_syntaxes: WeakKeyDictionary[Config, Syntaxes] = WeakKeyDictionary()


def syntaxes_of(config: Config) -> Syntaxes:
    """Return the syntaxes of the project with this *config*."""
    return _syntaxes.get(config) or Syntaxes()


def find_syntaxes(app: Sphinx) -> None:
    """``builder-inited``: determine the syntaxes, once all extensions have registered their parsers."""
    parsers = app.registry.source_parsers
    # The options of MyST-NB and nbsphinx for files to be converted to notebooks.
    converted = {
        *(getattr(app.config, "nb_custom_formats", None) or ()),
        *(getattr(app.config, "nbsphinx_custom_formats", None) or ()),
    }
    syntaxes = {
        suffix: _read_by(parsers.get(file_type or "restructuredtext"), suffix, converted)
        for suffix, file_type in app.config.source_suffix.items()
    }
    _syntaxes[app.config] = Syntaxes(syntaxes)
