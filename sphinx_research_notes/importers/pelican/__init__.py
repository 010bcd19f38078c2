"""Import a site made with Pelican (https://getpelican.com): articles, pages, files, notebooks.

Input is the folder with ``pelicanconf.py``, which is read and never run; output is a plan.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.config` reads the settings, and has the addresses that they give; :mod:`.settings` makes
  the new configuration of them.
- :mod:`.metadata` reads and rewrites the lines about an article, in Markdown and in reStructuredText.
- :mod:`.markup` rewrites links with braces, such as ``{filename}``, and runs the passes over a text.
- :mod:`.tags` has the tags of the plug-in liquid_tags; :mod:`.notebooks` makes a notebook of an article that
  shows one.
"""
