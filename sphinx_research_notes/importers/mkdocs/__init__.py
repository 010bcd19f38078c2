"""Import a site made with MkDocs (https://www.mkdocs.org) and the blog of Material for MkDocs.

Input is the folder with ``mkdocs.yml``; output is a plan. Python-Markdown has its own blocks, which are told
by their indentation, and extensions that a site has to name: only those are rewritten.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.config` reads ``mkdocs.yml`` and ``.authors.yml``; :mod:`.settings` makes the new configuration.
- :mod:`.blogs` has the addresses of posts and lists; :mod:`.moved` those of pages that had another one,
  :mod:`.languages` those of translations, and :mod:`.feeds` those of feeds.
- :mod:`.programs` says what programs had made, and takes the notebooks of mkdocs-jupyter.
- :mod:`.front` rewrites front matter; :mod:`.titles` finds what a page was called.
- :mod:`.markup` runs the passes over a text; :mod:`.macros` fills in values, :mod:`.badges` what a common
  hook does, :mod:`.blocks` has admonitions and tabs, :mod:`.slashes` those of pymdownx.blocks, :mod:`.fences`
  blocks of code, :mod:`.inline` what is within paragraphs, :mod:`.symbols` signs that are made of letters.
"""
