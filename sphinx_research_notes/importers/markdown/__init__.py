"""Passes over Markdown that importers share: each rewrites one kind of construct, and reports it by line.

A pass is a function that takes a :class:`~.source.Source` and changes its text in place; importers call those
that their origin needs, one after another. What is code is set aside first, so that passes see prose only.

- :mod:`.source` has the text, the line in the file that each of its lines comes from, and what is set aside.
- :mod:`.code` sets aside code, comments, and raw HTML whose content no pass may touch.
- :mod:`.dollars` tells formulas from prices, and escapes the dollar signs of prose.
- :mod:`.html_images` writes images in raw HTML as Markdown.
- :mod:`.html_blocks` keeps blocks of HTML whole, which other parsers end elsewhere.
- :mod:`.kramdown` rewrites attribute lists, abbreviations and the formulas of kramdown.
- :mod:`.boxes` has the boxes of themes, by their classes.
- :mod:`.attribute_lists` moves kramdown's before their blocks.
- :mod:`.inline_marks` has raised, lowered and deleted text; :mod:`.pandoc_attributes` what is between braces.
- :mod:`.limits` has what docutils has no place for: rules at an edge, marks without a footnote.
- :mod:`.links` finds what relative addresses lead to.
- :mod:`.directives` writes figures, boxes, citations and the like.
- :mod:`.emoji` writes emoji for their short names.
- :mod:`.escaping` escapes what would be markup.
- :mod:`.inline_marks` rewrites raised, lowered, struck out and highlighted words.
- :mod:`.pandoc_attributes` reads attributes in braces.
- :mod:`.headings` has the rules by which other systems make ids of headings.
"""
