"""Which pages are written, where, and what is removed.

- :mod:`.site` is the project as of this build: every note in order, every address settled; computed once.
- :mod:`.fingerprints` says what each page shows of other notes, and :mod:`.manifest` compares that with
  what the output folder was last written with. Those two decide which page is written again.
- :mod:`.output_files` knows which files belong to what, and removes those that belong to nothing.
- :mod:`.builders` lets Sphinx's builders put pages at their permalinks; :mod:`.search_index` keeps the
  search exact; :mod:`.ordering` gives names and numbers that do not depend on the order of reading.
- :mod:`.assets` joins the stylesheets.
- :mod:`.leak_audit` searches what was written for hidden texts, and fails the build that holds one.
- :mod:`.pattern_hints`, :mod:`.unread_files` and :mod:`.duplicate_warnings` see to it that nothing comes to
  nothing in silence, and that nothing is said twice.

In come the records of :mod:`sphinx_research_notes.state`; out come decisions. What a page looks like is the
business of :mod:`sphinx_research_notes.html`.
"""
