"""From a source to a doctree and a record.

:mod:`.source_read` is called with each source before it is parsed: it takes the front matter out, and keeps
hidden files out of the project altogether. While the document is parsed, :mod:`.entry_scopes` and
:mod:`.entry_references` keep what an entry of a stream names apart from the rest of its page. Then
:mod:`.titles` gives the note one section with its title, and :mod:`.collector` makes the record from the
finished doctree, with what :mod:`.cross_references`, :mod:`.address_links` and :mod:`.numbering` find in
it. :mod:`.backlinks` works out who mentions whom from the records of all documents.

:mod:`.interrupted` reads again what a build that died was reading, :mod:`.extensions` what others read in
another way now. :mod:`.wikilinks`, :mod:`.shortcodes` and
:mod:`.html_anchors` deal with what other tools write, :mod:`.nesting` with outlines.
"""
