"""Import a site made with Jekyll (https://jekyllrb.com): its posts, drafts, pages, collections and files.

Input is the folder with ``_config.yml``; output is a plan. Jekyll reads front matter, then runs Liquid over
the text, then kramdown, and the modules follow it.

- :mod:`.site` finds the files and makes the plan, with :mod:`.config`, :mod:`.documents`, :mod:`.addresses`,
  :mod:`.references` (``.bib`` files), :mod:`.theme` (what the layouts tell) and :mod:`.github_pages`.
- :mod:`.front` writes the front matter in our keys; :mod:`.settings` is the configuration here.
- :mod:`.markup` is the order of the passes over a text: :mod:`.liquid` with :mod:`.tags`, :mod:`.figures`,
  :mod:`.in_code`, :mod:`.calls` and :mod:`.expressions`, then :mod:`.distill`, and what
  :mod:`sphinx_research_notes.importers.markdown` has. :mod:`.context` is what a text can refer to.
  :mod:`.textile` reads Textile; :mod:`.octopress` has the tags for code of Octopress, :mod:`.tufte`
  those of Tufte-Jekyll.
- :mod:`.templates` fills in the site's own includes, conditions and loops with python-liquid;
  :mod:`.drops` is what they know of the site, :mod:`.filters` has Jekyll's filters.
- :mod:`.post_lists` makes directives of loops over posts, tags and categories; :mod:`.layouts` has what
  layouts show beside the text of a page, :mod:`.galleries` what minimal-mistakes shows of front matter.
- :mod:`.places` decides where files go, with :mod:`.polyglot` for sites in several languages and
  :mod:`.lists` for the former addresses of lists; :mod:`.links` says what addresses in texts are then.
- :mod:`.pages` has pages that are no text: lists, and pages in HTML.
"""
