"""Which pages are written, where, and which files are removed.

- :mod:`.site` is the project as of this build, computed once from the records: all notes in order, where
  pages are (:mod:`.addresses`), which lists are generated (:mod:`.generated_lists`) and
  have feeds (:mod:`.note_feeds`), which pages have cards (:mod:`.note_cards`) and what is on them
  (:mod:`.card_contents`), which documents have a copy (:mod:`.markdown_copies`), what links lead to
  (:mod:`.link_targets`), which lists toctrees may name (:mod:`.list_entries`), what cross-references can lead
  to (:mod:`.possible_targets`), the images (:mod:`.site_images`) and the texts of labels
  (:mod:`.site_label_texts`). These refer to the builder by a weak reference (:mod:`.builder_reference`).
  :mod:`.navigation` has the links in the line on top of each page, :mod:`.manual` the order of documents in
  toctrees, :mod:`.sidebars` what other themes show of them, and :mod:`.address_checks` reports invalid
  addresses.
- :mod:`.published_url` takes the URL of the site from its host, if ``conf.py`` does not give it.
- :mod:`.fingerprints` describes what each page shows of other notes; :mod:`.manifest` compares this with
  what the output folder was last written with. Together they decide which pages are rewritten, in the course
  of a build by :mod:`.manifest_events`; in a project without notes, :mod:`.without_notes` does.
- :mod:`.cross_references` describes what a page's references resolve to; :mod:`.foreign_redirects` finds the
  redirects that other extensions write.
- :mod:`.related_notes` decides which notes a page shows as related, :mod:`.previews` which its links show on
  cards; :mod:`.translations` knows which are the same note in several languages.
- :mod:`.cite_this` decides which notes offer a citation, and in which files.
- :mod:`.output_files` knows which output files belong to which source, and removes orphaned ones.
- :mod:`.builders` makes Sphinx's builders write pages at their permalinks and keeps the search index exact,
  with facts about notes (:mod:`.search_facts`) and words in scripts without spaces (:mod:`.search_words`),
  or replaces it by one of Pagefind (:mod:`.pagefind_index`, made from :mod:`.search_texts` without too
  many :mod:`.common_words`);
  :mod:`.ordering` makes names and numbers independent of the order in which documents are read.
- :mod:`.stylesheets` joins the style sheets, :mod:`.css_needs` finds what their rules are for, and
  :mod:`.assets` writes them with what else is made for a site; :mod:`.inline_scripts` makes files of other
  extensions' scripts, :mod:`.picture_sizes` measures pictures, and :mod:`.book_media` lists the media an
  e-book may contain.
- :mod:`.leak_audit` searches the output for hidden text and fails the build if it finds any, unless it is
  also in one of the :mod:`.public_texts`.
- :mod:`.pattern_hints` and :mod:`.unread_files` report configuration and files that have no effect;
  :mod:`.archive_checks` reports what an archive requires but a note or the site lacks;
  :mod:`.duplicate_warnings` suppresses repeated warnings.

The input is the records of :mod:`sphinx_research_notes.state`; the output is decisions. What pages look like
is up to :mod:`sphinx_research_notes.html`.
"""
