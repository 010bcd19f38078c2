"""Obsidian's Markdown, where ``notes_wikilinks`` or ``notes_inline_tags`` is on.

In: the parser that MyST has made for a document, and the files of the source folder. Out: nodes that every
builder knows, links that are resolved once all documents have been read, and what the record of the document
says of them. Comments between percent signs never come here: :mod:`sphinx_research_notes.visibility` cuts
them.

- :mod:`.parsing`: adds the rules below to a parser; :mod:`.inline` finds links, highlights, tags and ids of
  blocks in text, :mod:`.callouts` finds quotations that are callouts, :mod:`.formulas` what is between dollar
  signs, :mod:`.footnotes` those that stand in the text.
- :mod:`.rendering`: turns what they found into nodes; :mod:`.embeds` moves embedded notes out of paragraphs,
  :mod:`.rules` removes rules that docutils has no place for.
- :mod:`.vault`: which document a name leads to; :mod:`.files`: which picture or other file;
  :mod:`.folders`: what in a vault is no document.
"""
