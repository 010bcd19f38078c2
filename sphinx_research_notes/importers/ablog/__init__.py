"""Import a project of Sphinx with ABlog (https://ablog.readthedocs.io): the same project, without ABlog.

Input is the folder with ``conf.py``, or one above it; ``conf.py`` is read and never run. Output is a plan in
which every file keeps its place and its text, but for what only ABlog reads.

- :mod:`.site` finds the files and makes the plan.
- :mod:`.config` reads ``conf.py``; :mod:`.conf_text` writes it anew, line by line, and :mod:`.conf_code`
  tells what its statements do.
- :mod:`.outside` brings the folders beside it that it names, and files in hidden folders that a text shows.
- :mod:`.posts` turns the directive ``post``, and keys that only ABlog has, into front matter; :mod:`.keys`
  says what each key is here.
- :mod:`.sections` turns several posts of one file into entries.
- :mod:`.lists` turns the directive ``postlist`` into ``notes``.
"""
