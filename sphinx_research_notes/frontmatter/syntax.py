"""What a file is written in: decided here alone, by Sphinx's mapping of suffixes and its parsers."""

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
    """What a file is written in."""

    MARKDOWN = "Markdown"
    RST = "reStructuredText"
    NOTEBOOK = "notebook"
    #: Nobody here knows; whoever looks for something in such a file looks for it in every way.
    UNKNOWN = "unknown"

    @property
    def may_be_markdown(self) -> bool:
        """Whether a file may hold Markdown; a notebook does, in its cells."""
        return self is not Syntax.RST

    @property
    def may_be_rst(self) -> bool:
        """Whether a file may be reStructuredText as a whole."""
        return self in {Syntax.RST, Syntax.UNKNOWN}


#: What a file is by its suffix where Sphinx says nothing of it: it is included, or lies unread.
BY_HABIT = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"), Syntax.MARKDOWN),
    **dict.fromkeys((".rst", ".rest"), Syntax.RST),
    ".ipynb": Syntax.NOTEBOOK,
}


@dataclass(frozen=True, slots=True)
class Syntaxes:
    """The syntaxes of a project's files."""

    #: Those of its documents, by suffix, in the order in which Sphinx tries them.
    documents: Mapping[str, Syntax] = field(default_factory=dict)

    def of(self, path: str | os.PathLike[str]) -> Syntax:
        """What the file *path* is written in."""
        name = PurePath(path).name
        for suffix, syntax in self.documents.items():
            if name.endswith(suffix):
                return syntax
        return BY_HABIT.get(PurePath(name).suffix.lower(), Syntax.UNKNOWN)

    def is_document(self, path: str | os.PathLike[str]) -> bool:
        """Whether Sphinx would read the file *path* as a document."""
        return PurePath(path).name.endswith(tuple(self.documents))


def _read_by(parser: type | None, suffix: str, converted: Container[str]) -> Syntax:
    """What *parser* takes files that end in *suffix* for; *converted*: what is made a notebook first."""
    habit = BY_HABIT.get(suffix.lower(), Syntax.UNKNOWN)
    if parser is None:
        return habit
    # A subclass may read another language: those that make reStructuredText of Markdown are such.
    if (parser.__module__, parser.__qualname__) == ("sphinx.parsers", "RSTParser"):
        return Syntax.RST
    packages = {base.__module__.partition(".")[0] for base in parser.__mro__}
    if suffix in converted:
        # Scripts with cells in comments, say; Markdown with cells is Markdown.
        return Syntax.MARKDOWN if habit is Syntax.MARKDOWN else Syntax.UNKNOWN
    if "nbsphinx" in packages or ("myst_nb" in packages and suffix == ".ipynb"):
        return Syntax.NOTEBOOK
    return Syntax.MARKDOWN if packages & {"myst_parser", "recommonmark"} else Syntax.UNKNOWN


_syntaxes: WeakKeyDictionary[Config, Syntaxes] = WeakKeyDictionary()


def syntaxes_of(config: Config) -> Syntaxes:
    """The syntaxes of the project that is configured by *config*."""
    return _syntaxes.get(config) or Syntaxes()


def find_syntaxes(app: Sphinx) -> None:
    """``builder-inited``: every extension has registered its parsers, and Sphinx knows their suffixes."""
    parsers = app.registry.source_parsers
    # How MyST-NB and nbsphinx name what they have converted to notebooks.
    converted = {
        *(getattr(app.config, "nb_custom_formats", None) or ()),
        *(getattr(app.config, "nbsphinx_custom_formats", None) or ()),
    }
    found = {
        suffix: _read_by(parsers.get(file_type or "restructuredtext"), suffix, converted)
        for suffix, file_type in app.config.source_suffix.items()
    }
    _syntaxes[app.config] = Syntaxes(found)
