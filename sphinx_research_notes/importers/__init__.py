"""Turn the source of a site made with another system into one that this package builds.

Pure: imports neither Sphinx nor docutils, nor the command. Input is a folder or file of the old site; output
is a :class:`~.records.Plan` (:mod:`.records`): files to write or to copy, the pages with their old addresses,
and what became of every construct. Only :mod:`.writing` writes, and nothing is ever overwritten.

- :mod:`.origins` is the table of systems, and guesses which one a source is made with; each is a folder here
  with a module ``site``. :mod:`.hints` says what can be done with a source that none of them knows.
- ``markdown`` has the passes over Markdown that several of them share.
- :mod:`.front_matter` changes single keys of front matter, and leaves the other lines as they are.
- :mod:`.bibliography` joins ``.bib`` files; :mod:`.files` reads texts in any encoding.
- :mod:`.ignored` has patterns of files; :mod:`.math_macros` finds the macros of formulas.
- :mod:`.redirects` makes pages that lead on from former addresses of lists.
- :mod:`.archives` reads exports, which are folders or ZIP archives; :mod:`.exports` recognizes WordPress'.
- ``html`` turns HTML into MyST for those whose texts are HTML; :mod:`.extra` brings what that needs.
- :mod:`.documents` has the pages, files and links of sites that are folders of pages, and their addresses.
- :mod:`.yaml_files` reads YAML with tags of other programs.
- :mod:`.site_conf` writes ``conf.py``; :mod:`.public_tags` keeps public what a tag alone would hide.
- :mod:`.link_schemes` lets links such as ``tel:…`` be links.
- :mod:`.report` writes what was done, as text and as plain values for JSON.
- :mod:`.site_tags` reads the table in which users say what their own tags and shortcodes become.
"""
