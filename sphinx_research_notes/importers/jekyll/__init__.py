"""Import a site made with Jekyll (https://jekyllrb.com): its posts, drafts, pages, collections and files.

Input is the folder with ``_config.yml``; output is a plan. Jekyll reads front matter, then runs Liquid over
the text, then kramdown, and the modules follow it.

- :mod:`.site` finds the files and makes the plan, with :mod:`.config`, :mod:`.documents`, :mod:`.addresses`,
  :mod:`.references` (``.bib`` files) and :mod:`.theme` (what the layouts tell).
- :mod:`.front` writes the front matter in our keys; :mod:`.settings` is the configuration here.
- :mod:`.markup` is the order of the passes over a text: :mod:`.liquid` with :mod:`.tags`, :mod:`.calls` and
  :mod:`.expressions`, then :mod:`.distill`, and what :mod:`sphinx_research_notes.importers.markdown` has.
  :mod:`.context` is what a text can refer to; :mod:`.octopress` has the tags for code of Octopress.
- :mod:`.templates` fills in the site's own includes, conditions and loops with python-liquid.
- :mod:`.lists` has the former addresses of lists.
- :mod:`.pages` has pages that are no text: lists, and pages in HTML.
"""
