"""What shapes a doctree, on its way into a page or into a book.

One module a concern. Their order, with the priority of each and the reason for it, is the table in
:mod:`sphinx_research_notes.pipeline`. :mod:`.base` has what they share. Those that act while a document is
read leave nothing that depends on other documents; the others run on a copy when a page is written, in
forked processes under ``-j``, and store nothing.

- :mod:`.placeholders` become ordinary nodes; :mod:`.article` gives a note its byline, badges and foot.
- :mod:`.back_matter` are the works cited and :mod:`.margin_notes` footnotes and citations at hand, with
  :mod:`.popovers` for what is shown twice; :mod:`.unlisted_citations` are those on pages that are no notes.
- :mod:`.address_links` and :mod:`.raw_files` settle what is named by its address.
- :mod:`.book_references` and :mod:`.unique_ids` are for builders that put many documents into one file,
  :mod:`.sizes` for strict security policies.
"""
