"""Import a site made with Quarto (https://quarto.org): its posts, pages, notebooks and files.

Input is the folder with ``_quarto.yml``; output is a plan. Text that Quarto has computed is taken from
``_freeze``, where the results of cells are; nothing is run.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.project` reads ``_quarto.yml``, and says which files are part of the site; :mod:`.settings` makes
  the new configuration of it.
- :mod:`.front` rewrites front matter, and the ``_metadata.yml`` of folders.
- :mod:`.frozen` finds what Quarto made of cells.
- :mod:`.markup` runs the passes over a text in their order; each of the others is one of them:
  :mod:`.shortcodes`, :mod:`.cells`, :mod:`.figures` (pictures, tables and what can be referred to),
  :mod:`.citations`, :mod:`.spans`, :mod:`.divs`.
- :mod:`.context` has what the text of one document can refer to.
"""
