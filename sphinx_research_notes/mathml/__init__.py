r"""From TeX to MathML Core: pure, and without a browser.

In comes a formula as text and the macros that a project or an earlier formula defines; out comes markup, or
a ``LatexError`` that says why there is none. A formula goes through the modules in this order:

1. :mod:`.delimiters` takes off the marks of running TeX (``$…$``, ``\\(…\\)``).
2. :mod:`.lexer` reads words, groups and arguments.
3. :mod:`.macros` expands what is defined in TeX.
4. :mod:`.rewrite` says what the converter lacks in words that it has; :mod:`.rows` does so for rows and
   tags.
5. :mod:`.convert` hands the rest to ``math-core`` and finishes its markup.

How a formula gets onto a page is the business of :mod:`sphinx_research_notes.math`.
"""
