"""Nodes, and small tools for trees of them, that every later room uses.

- :mod:`.nodes` has the kinds of node of our own, and how each builder writes them.
- :mod:`.deferred` are citations and reference lists whose text is known and waits until a page is written;
  :mod:`.inline_html` is running text as finished HTML.
- :mod:`.excerpts` finds the sentence in which something stands; :mod:`.summary` the first words of a text.
- :mod:`.placement` says whether something can stand in a line, behind it, or beside it in the margin.
- :mod:`.raw_html` finds and replaces addresses in raw HTML, as text.

In come docutils nodes; out come nodes, plain text or HTML. Nothing here asks for the site or for other
notes.
"""
