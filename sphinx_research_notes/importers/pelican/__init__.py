"""Import a site made with Pelican (https://getpelican.com): articles, pages, files, notebooks.

Input is the folder with ``pelicanconf.py``, which is read and never run; output is a plan.

- :mod:`.site` makes the plan. :mod:`.places` tells articles, pages and other files from each other.
- :mod:`.config` reads the settings, and has the addresses that they give; :mod:`.settings` makes
  the new configuration of them; :mod:`.lists` has the old lists, and the ids of entries in feeds.
- :mod:`.articles` brings together what the settings, a path and a text say of an article;
  :mod:`.metadata` reads and rewrites the lines in Markdown and in reStructuredText, :mod:`.dates` those with
  dates.
- :mod:`.texts` writes the new texts, and :mod:`.links` knows where their links lead.
- :mod:`.markup` rewrites Markdown, :mod:`.tags` the tags of the plug-in liquid_tags, :mod:`.rest` what
  Pelican has in reStructuredText; :mod:`.html_articles` is for articles in HTML, and :mod:`.notebooks` for
  those that are notebooks or show one.
"""
