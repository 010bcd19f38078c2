"""Import what WordPress exports: its posts, pages, labels and pictures.

Input is the file that Tools → Export gives (WXR: RSS with elements of its own), several of them, or a folder
or ZIP archive with them, and beside them the folder ``uploads``, if there is one; output is a plan.

- :mod:`.export` reads the XML, with ``defusedxml``.
- :mod:`.site` finds the files; :mod:`.planning` makes the plan; :mod:`.addresses` knows where everything
  used to be; :mod:`.archive_pages` leads on from lists, and :mod:`.queries` from ``/?p=12``.
- :mod:`.settings` has what is known of the site as a whole, and :mod:`.menus` its menu.
- :mod:`.front` writes front matter.
- :mod:`.text` turns a text into MyST: :mod:`.formulas`, :mod:`.shortcodes` and :mod:`.blocks` replace what
  only WordPress has, with :mod:`.enclosing` for what has an end, :mod:`.paragraphs` makes paragraphs of blank
  lines, and :mod:`..html` does the rest.
"""
