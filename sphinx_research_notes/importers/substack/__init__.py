"""Import what Substack exports (Settings, Export): the posts of a publication, never its subscribers.

Input is the ZIP archive or the folder with ``posts.csv`` and ``posts/<id>.<slug>.html``; output is a plan.

- :mod:`.site` recognizes an export, and reads the table of posts.
- :mod:`.planning` makes the plan.
- :mod:`.widgets` and :mod:`.embeds` replace what only Substack has in its HTML, by what :mod:`.attributes`
  reads; :mod:`..html` does the rest.
"""
