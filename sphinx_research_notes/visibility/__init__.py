"""Everything about what must not be shown.

A whole file is hidden by its front matter or its folder: :mod:`.rules` says by which, :mod:`.detection`
whether the project has anything of ours at all. Part of a file is hidden by a directive that asks to be
private:

1. :mod:`.marks` finds every line that looks like the head of such a directive, however it is written.
2. :mod:`.directive_heads` reads what the head says, with the words of :mod:`.flags`;
   :mod:`.parsed_directives` asks the parsers what they take for a directive.
3. :mod:`.hidden_parts` gives the lines of each part, and :mod:`.withhold` takes them out of the source
   before a parser sees it. :mod:`.footnotes` takes out what was only called there.

:mod:`.private_spans` are parts that are private in the words of other tools, :mod:`.docstrings` those in
Python code; :mod:`.table_cells` keeps the other cells of a table.

:mod:`.includes` guards every other way by which a file comes into a document. :mod:`.draft_names` keeps the
names of drafts out of the saved environment, :mod:`.domain_indices` unlisted notes out of indices.

The second line of defence searches what was written (:mod:`sphinx_research_notes.build.leak_audit`):
:mod:`.hidden_texts` reads what must not be there, :mod:`.unknown_files` finds hidden files that nobody has
mentioned, and :mod:`.shingles` reads both sides as runs of words.

"Why is my draft not in the output?" is answered by :mod:`.rules`; when in doubt, a text is kept back and
named.
"""
