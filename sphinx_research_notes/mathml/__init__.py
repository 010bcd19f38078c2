r"""Convert TeX to MathML Core. Pure.

Input is a formula and the macros defined by the project or by earlier formulas. Output is markup, or a
``LatexError`` with the reason why there is none. The steps:

1. :mod:`.delimiters` removes delimiters (``$…$``, ``\\(…\\)``).
2. :mod:`.lexer` tokenizes, and reads groups and arguments.
3. :mod:`.macros` expands macros.
4. :mod:`.rewrite` replaces commands that the converter lacks; :mod:`.rows` arranges rows and tags.
5. :mod:`.convert` calls ``math-core`` and post-processes its markup.

:mod:`sphinx_research_notes.math` puts the result on the page.
"""
