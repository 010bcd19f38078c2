"""Import a vault of Obsidian, for those who want plain MyST rather than the option ``notes_wikilinks``.

Input is the folder with ``.obsidian``; output is a plan, in which each note keeps its place.

- :mod:`.vault` reads the settings and finds the notes and files.
- :mod:`.quartz` reads what Quartz, if it showed the vault, was told of it.
- :mod:`.site` makes the plan.
- :mod:`.markup` rewrites a note's text; :mod:`.links` its links and embeds, by
  :mod:`sphinx_research_notes.model.wikilinks`.
- :mod:`.front` writes front matter.
"""
