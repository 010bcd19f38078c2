"""Nodes, and small tools for doctrees, used by the rooms that come later in ``ROOMS``.

- :mod:`.nodes` defines our node classes, and how each builder writes them.
- :mod:`.deferred` holds citations and reference lists whose text is known, but inserted only when a page is
  written; :mod:`.inline_html` renders inline nodes to finished HTML.
- :mod:`.conditions` finds the conditions around content that only some builds show, and evaluates them.
- :mod:`.excerpts` finds the sentence around a node; :mod:`.summary` the first words of a text,
  :mod:`.terms` those of the definitions in a glossary, and :mod:`.parts` what cards show of figures, formulas
  and theorems.
- :mod:`.placement` decides whether content can be placed inline, after the line, or beside it in the margin.
- :mod:`.raw_html` finds and replaces addresses in raw HTML, as text.

docutils nodes go in; nodes, plain text or HTML come out. Nothing here knows the site or other notes.
"""
