"""Everything that decides what a build must not show.

A whole file is hidden by its front matter or its folder: :mod:`.rules` decides, and :mod:`.folders` reads the
files that hide a folder or give front matter to its notes. :mod:`.detection` decides whether the project has
notes at all. Part of a file is hidden by a directive with an option such as ``:private:`` or ``:draft:``:

1. :mod:`.marks` finds every line that looks like the head of such a directive, however it is spelled.
   :mod:`.normalize` reduces look-alike spellings to one form, and :mod:`.flags` lists the words that hide
   something.
2. :mod:`.directive_heads` reads the options in the head; :mod:`.parsed_directives` asks the parsers which
   lines they read as directives; :mod:`.block_ends` finds the end of a block that no parser recognizes.
3. :mod:`.hidden_parts` returns the lines of each part. :mod:`.withhold` removes them from the source before
   it is parsed, with :mod:`.part_removal`, and :mod:`.footnotes` removes what was only used there.

:mod:`.private_spans` finds parts marked as private in the syntax of other tools: by :mod:`.private_patterns`,
and with :mod:`.percent_signs` comments between such signs, in a :mod:`.scanned_text`. :mod:`.docstrings`
finds those in Python code; :mod:`.table_cells` preserves the other cells of a table. With :mod:`.any_option`,
docutils reads a directive whose option is misspelled.

:mod:`.hidden_files` answers whether a file holds anything hidden, and :mod:`.includes` guards every other way
in which a file gets into a document. :mod:`.unlisted` keeps unlisted notes out of toctrees and the index,
:mod:`.domain_indices` out of the indices of domains. :mod:`.draft_names` keeps the names of drafts out of the
saved environment.

The second line of defence searches the output (:mod:`sphinx_research_notes.build.leak_audit`):
:mod:`.hidden_texts` collects the text to look for, :mod:`.unknown_files` finds hidden files that no document
refers to, and :mod:`.shingles` splits the hidden text and the output into runs of words.

To find out why a draft is not in the output, start with :mod:`.rules`. When in doubt, text is withheld and
reported.
"""
