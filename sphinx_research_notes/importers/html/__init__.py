"""HTML that people wrote in an editor, as MyST: what WordPress and Substack have in common.

Needs the extra ``import``: ``beautifulsoup4`` reads the HTML, ``markdownify`` writes the Markdown. In this
order:

- :mod:`.document` parses a text, and reports what becomes of its elements. An importer then replaces what
  only its system has: by other HTML, or by a text in MyST that stands in the tree until the end.
- :mod:`.footnotes` finds those that are links to a list and back.
- :mod:`.tree` repairs the nesting, as a browser does, so that Markdown can say it.
- :mod:`.elements` replaces figures, players, frames, code and tables.
- :mod:`.escaping` escapes what would be markup in MyST, as :mod:`..markdown.escaping` says.
- :mod:`.converter` writes the rest; :mod:`.layout` tidies it up. :mod:`.links` finds ids and fragments.
"""
