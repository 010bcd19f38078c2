"""What pages show.

:mod:`.presenter` turns records into values for templates: addresses relative to a page, formatted dates,
badges with their meanings. :mod:`.page_context` passes such values to the template of a document.
:mod:`.page_metadata` decides what a page says of itself to search engines and other programs;
:mod:`.page_tags` writes it for all pages, and :mod:`.head_tags` adds what notes have. :mod:`.archives`
and :mod:`.label_index` define the generated lists, :mod:`.list_pages` what stands around each, and
:mod:`.generated_pages` writes them. :mod:`.embed` shows the text of a note on
another page, :mod:`.quotes` single sentences, and :mod:`.related` says what related notes share.
:mod:`.post_lists` shows lists of posts as ABlog does.
:mod:`.vault_embeds` shows the notes and the parts of notes that a page of a vault embeds, and
:mod:`.vault_reports` says which names lead nowhere. :mod:`.templates` finds partial templates, the project's
own first, and :mod:`.template_cache` keeps templates compiled.

:mod:`.contexts` defines the records passed to templates, and :mod:`.items` the lists of notes among them;
:mod:`.note_contexts` and :mod:`.comment_contexts` create the records for a note's page and for a comment
thread. :mod:`.added_pages` writes the pages and files that other extensions add, and :mod:`.listed_notes` is
the collection of notes that their functions receive. :mod:`.search_page` has what results of a search show.

Smaller modules: :mod:`.orientation` has what the start margin shows, :mod:`.comment_bodies` renders the
bodies of comments, :mod:`.live_comments` where readers discuss a note,
:mod:`.theme_links` checks the links in a theme option, :mod:`.used_sheets` leaves out the links to style
sheets that a page doesn't use, :mod:`.permalinks` names the links of headings to
themselves, :mod:`.emoji` names emoji for pdfLaTeX, and
:mod:`.xhtml` makes the pages of e-books well-formed.

:mod:`.transforms` changes doctrees; see its docstring.
"""
