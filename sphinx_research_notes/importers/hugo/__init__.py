"""Import a site made with Hugo (https://gohugo.io): its content, page bundles, static files and addresses.

Input is the folder with ``hugo.toml`` or one of its former names; output is a plan. The modules follow what
Hugo does: it reads configuration and front matter, fills in shortcodes, then reads Markdown with Goldmark.

- :mod:`.site` finds the files and makes the plan, with :mod:`.config`, :mod:`.documents`,
  :mod:`.examples`, :mod:`.addresses` and :mod:`.theme` (what templates tell of formulas).
- :mod:`.pages` finds pages by what texts call them; :mod:`.lists` has the lists that Hugo makes by itself.
- :mod:`.front` writes the front matter in our keys; :mod:`.settings` is the configuration here.
- :mod:`.templates` has the site's own shortcodes and render hooks: :mod:`.gotemplates` runs these over what
  :mod:`.template_site`, :mod:`.template_pages` and :mod:`.template_files` give them, and :mod:`.rendering`
  makes Markdown of what they show. :mod:`.hooks` has links by render hooks.
- :mod:`.markup` is the order of the passes over a text: :mod:`.inclusions`, :mod:`.blocks`,
  :mod:`.toggles`, :mod:`.shortcodes` with :mod:`.calls` and :mod:`.table` (those known: :mod:`.handlers`,
  :mod:`.theme_handlers`, :mod:`.embeds`), and what :mod:`sphinx_research_notes.importers.markdown` has.
  :mod:`.context` is what a text can refer to.
"""
