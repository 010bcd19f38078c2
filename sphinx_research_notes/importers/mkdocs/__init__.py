"""Import a site made with MkDocs (https://www.mkdocs.org) and the blog of Material for MkDocs.

Input is the folder with ``mkdocs.yml``; output is a plan. Python-Markdown has its own blocks, which are told
by their indentation, and extensions that a site has to name: only those are rewritten.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.config` reads ``mkdocs.yml`` and ``.authors.yml``.
- :mod:`.front` rewrites front matter.
- :mod:`.markup` runs the passes over a text; :mod:`.blocks` has admonitions and tabs, :mod:`.fences`
  blocks of code, :mod:`.inline` what is within paragraphs.
"""
