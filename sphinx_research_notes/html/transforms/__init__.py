"""Transforms that change doctrees on their way into pages and books, one module for each concern.

Their priorities, with reasons, are in :mod:`sphinx_research_notes.pipeline`; :mod:`.base` has shared code.
Transforms that run when a document is read must not depend on other documents. The others run on a copy of
the doctree when a page is about to be written. The environment has been saved by then, so they must store
nothing in it.

- :mod:`.placeholders` replaces placeholders with ordinary nodes; :mod:`.article` adds a note's byline, badges
  and foot.
- :mod:`.back_matter` formats the works cited, :mod:`.margin_notes` places footnotes and citations in the
  margin or in popovers, which :mod:`.popovers` builds; :mod:`.unlisted_citations` resolves citations on pages
  that are not notes; :mod:`.previews` adds cards to links, and
  :mod:`.preview_parts` copies what they show of the page itself.
- :mod:`.address_links` resolves links to addresses on the site, :mod:`.raw_files` those to files in raw HTML.
- :mod:`.vault_links` resolves wikilinks.
- :mod:`.book_references` and :mod:`.unique_ids` are for builders that combine many documents in one file, and
  :mod:`.sizes` is for strict content security policies.
- :mod:`.picture_sizes` keeps what follows a picture in its place while it is loaded.
- :mod:`.wide` lets tables scroll and pictures be enlarged.
"""
