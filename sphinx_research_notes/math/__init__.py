"""How formulas get onto a page.

:mod:`.renderer` is the math renderer that Sphinx calls: MathML made while the site is built, with TeX where
that cannot be. :mod:`.mathjax` loads MathJax on the pages that need it, and on no other.
:mod:`.formula_html` writes one formula outside of a document, for sentences that are quoted and comments.
What turns TeX into MathML is :mod:`sphinx_research_notes.mathml`.
"""
