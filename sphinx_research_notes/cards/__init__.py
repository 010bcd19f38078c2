"""Draw cards: pictures of a title with its author, date and statuses, which timelines show. Pure.

Input is a frozen record of what a card shows; output is a PNG file. The modules, in this order:

1. :mod:`.records` says what is on a card.
2. :mod:`.font_files` finds fonts and reads which characters they have.
3. :mod:`.title_words` divides a title into words, and :mod:`.formula_runs` the formulas in it into what can
   be drawn; :mod:`.faces` chooses the fonts.
4. :mod:`.lines` breaks a title into lines.
5. :mod:`.measuring` measures text, :mod:`.canvas` paints it and makes the PNG file, and :mod:`.drawing` lays
   a card out. These three need Pillow, and are imported only where that is installed.

The fonts in ``fonts/`` are described in the README there.
:mod:`sphinx_research_notes.build.note_cards` says which pages have cards, and
:mod:`sphinx_research_notes.build.card_contents` what is on them.
"""
