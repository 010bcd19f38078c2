"""A documentation project in reStructuredText with names of its own that notes would want too."""

from docutils import nodes
from docutils.parsers.rst import Directive

project = "Lanternfish"
author = "Ivo Sand"
copyright = "2019, Ivo Sand"
version = release = "0.9"
language = "en"

extensions = ["sphinx.ext.mathjax", "sphinx.ext.todo", "sphinx.ext.autosectionlabel",
              "sphinx.ext.ifconfig", "sphinxcontrib.bibtex"]
bibtex_bibfiles = ["works.bib"]
exclude_patterns = ["_build"]
# What its front matter says is its own business, and a note would make us ask.
suppress_warnings = ["notes.plain-page"]
autosectionlabel_prefix_document = True
html_theme = "alabaster"
html_static_path = ["_static"]


class Card(Directive):
    """A card, as this project means it."""

    has_content = True

    def run(self):
        return [nodes.admonition("", nodes.title("", "Card"), nodes.paragraph("", " ".join(self.content)))]


class Comments(Directive):
    """Remarks of the editors; takes no file."""

    has_content = True

    def run(self):
        return [nodes.paragraph("", "Remarks: " + " ".join(self.content))]


def status(name, rawtext, text, lineno, inliner, options=None, content=()):
    """The state of a part."""
    return [nodes.strong(rawtext, f"[{text}]")], []


def setup(app):
    """Names of this project's own."""
    app.add_directive("card", Card)
    app.add_directive("comments", Comments)
    app.add_role("status", status)
