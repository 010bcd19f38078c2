"""Read sources: from a file to a doctree and a record.

:mod:`.source_read` handles each source before it is parsed: it extracts the front matter, and keeps hidden
files out of the project, and :mod:`.output_folders` what earlier builds wrote. While the document is parsed,
:mod:`.entry_scopes` and :mod:`.entry_references` keep the names defined in an entry of a stream apart from
those of its page. Then :mod:`.titles` wraps the note in one section with its title, and :mod:`.collector`
makes the record from the finished doctree, using :mod:`.mentions`, :mod:`.cross_references`,
:mod:`.address_links`, :mod:`.note_images` and :mod:`.numbering`. :mod:`.backlinks` works out which documents
link to which notes, from the records of all documents.

:mod:`.publication_times` finds what has to be read again because a publish or expiry date has come.
:mod:`.interrupted` rereads what an interrupted build was reading, and :mod:`.extensions` rereads everything
when something that other extensions have added changes. :mod:`.wikilinks`, :mod:`.shortcodes` and
:mod:`.html_anchors` deal with the syntax of other tools, :mod:`.nesting` with deeply nested outlines.
"""
