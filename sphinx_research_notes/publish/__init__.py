"""Files beside the pages: feeds, a sitemap, cards and copies in Markdown; and reports of lost addresses.

The input is the finished pages and the records of their notes; the output is files. :mod:`.feed_files` says
which feed files are written, and :mod:`.feeds` writes those that have changed.

Pure modules: :mod:`.feed_records` says what a feed consists of. :mod:`.atom`, :mod:`.json_feed` and
:mod:`.rss` write it, one format each; to add a format, add a module with a function ``write``, and a line to
``FORMATS`` in :mod:`sphinx_research_notes.model.feed_options` and to ``WRITERS`` in :mod:`.feed_files`.
:mod:`.entry_html` takes the text of a note from its page and makes it self-contained.

:mod:`.entry_records` makes an entry of a note, and :mod:`.entry_frame` what precedes its text.
:mod:`.entry_store` keeps the texts beside the doctrees, so that after an edit of one note only one page is
read, and :mod:`.spliced_feed` writes only that note anew in the feed of all. :mod:`.discovery` announces
feeds and copies on pages, and :mod:`.feeds_page` is the page that lists the feeds.

:mod:`.site_files` writes the sitemap, ``robots.txt``, ``llms.txt`` and the copies of notes in Markdown.
:mod:`.public_pages` says which pages a sitemap may have, and :mod:`.page_facts` what the pages say about
themselves. Pure modules: :mod:`.sitemap` and :mod:`.llms_txt` write these files. :mod:`.markdown` converts
the text of a note; :mod:`.markdown_tree` parses its HTML, :mod:`.markdown_spans` converts what is within
paragraphs, :mod:`.markdown_inline` decides what needs a backslash there, and :mod:`.markdown_formulas` and
:mod:`.markdown_tables` write formulas and tables. :mod:`.markdown_copy` puts a copy together.

:mod:`.cards` writes the cards of pages, and :mod:`.card_store` keeps them, in a :mod:`.database`.
:mod:`.citation_cff` writes ``CITATION.cff``, and :mod:`.proofs` the file that proves ownership of the site to
another service.

:mod:`.former_addresses` (pure) reads the addresses that the site used to have, and :mod:`.former` reports
those that are gone. :mod:`.former_feeds` continues the feeds that ABlog has for lists.
"""
