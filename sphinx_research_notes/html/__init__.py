"""What a page shows.

:mod:`.presenter` turns records into what templates are handed: addresses from where a page stands, dates in
words, badges with their meaning. :mod:`.page_context` hands it to the templates of a document,
:mod:`.head_tags` writes what machines read. :mod:`.archives` has the generated lists and
:mod:`.generated_pages` writes them. :mod:`.embed` shows the text of one note on another page,
:mod:`.quotes` a sentence of it. :mod:`.templates` finds a partial template, the project's own first.

:mod:`.contexts` are the records that templates are handed, :mod:`.items` those of a note in a list.

:mod:`.added_pages` are the pages and files that others add, :mod:`.listed_notes` the notes that they are
handed.

Smaller pieces: :mod:`.comment_bodies` are the bodies of comments, :mod:`.theme_links` what a theme's option
links to, :mod:`.emoji` words for pdfLaTeX and :mod:`.xhtml` well-formed pages for e-books.

:mod:`.transforms` shapes doctrees; see there.
"""
