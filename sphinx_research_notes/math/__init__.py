"""Formulas on pages.

:mod:`.renderer` is the math renderer that Sphinx calls: it converts TeX to MathML during the build and falls
back to TeX. :mod:`.mathjax` loads MathJax on pages that need it, and only there. :mod:`.formula_html`
renders single formulas outside of a document: in quoted sentences and titles of works. The conversion
itself is in :mod:`sphinx_research_notes.mathml`.
"""
