"""What a note is: records and questions about them, and nothing else.

Everything here is pure. It knows no Sphinx, no docutils, no files and no clock, so a command or an importer
can use it alone, and its tests are tables.

- :mod:`.note` has the records: a note, its authors, its licence, its place in a series.
- :mod:`.dates`, :mod:`.statuses`, :mod:`.licenses`, :mod:`.people`, :mod:`.author_names`, :mod:`.urls` and
  :mod:`.values` understand what authors write, one kind of value each.
  :mod:`.month_names` and :mod:`.date_numbers` are for dates in other languages and as numbers,
  :mod:`.person` for one name with what stands beside it.
- :mod:`.extra` holds the values of front matter keys that others have added.
- :mod:`.taxonomy` tells labels (tags, categories, people) apart and gives each a slug.
- :mod:`.collection` answers questions about many notes: selections, orders, groups, neighbours.
- :mod:`.permalinks` settles where each page is; :mod:`.site_addresses` finds the page at an address.
- :mod:`.patterns` are the patterns of names that Sphinx has; :mod:`.loading` lets records come out of an
  environment quickly.
- :mod:`.suggestions` knows a typo when it sees one; :mod:`.faults` is what is wrong with an input.

In come plain values: text, numbers, lists and mappings as parsers give them. Out come frozen records, and a
:class:`~.faults.Fault` for each value that could not be understood; nothing here raises for bad input.
"""
