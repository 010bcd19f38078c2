"""Import a site made with Quarto (https://quarto.org): its posts, pages, notebooks and files.

Input is the folder with ``_quarto.yml``; output is a plan. What Quarto has computed is taken from
``_freeze``, where the results of cells are, or from the last site that was built; nothing is run.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.project` reads ``_quarto.yml``, and says which files are part of the site; :mod:`.metadata_files`
  adds what other files say of it, or of a document.
- :mod:`.settings` makes the new configuration; :mod:`.listings` says which documents are notes, and where
  their feeds were.
- :mod:`.front` rewrites front matter, and the ``_metadata.yml`` of folders.
- :mod:`.works` joins bibliographies; :mod:`.csl` turns works in CSL into BibTeX.
- :mod:`.computed` finds what Quarto made of cells: :mod:`.frozen` reads ``_freeze``, :mod:`.built` a page of
  the last site, and :mod:`.results` puts results in the place of their cells.
- :mod:`.markup` runs the passes over a text in their order; each of the others is one of them:
  :mod:`.html` (with Markdown in it), :mod:`.shortcodes`, :mod:`.cells` (with :mod:`.cell_options`),
  :mod:`.tables` (drawn with lines), :mod:`.captions` (of tables), :mod:`.figures` (pictures and what can be
  referred to), :mod:`.citations`, :mod:`.spans`, :mod:`.divs`.
- :mod:`.notebooks` runs them over the prose of notebooks, and hides what their options hide.
- :mod:`.context` has what the text of one document can refer to.
"""
