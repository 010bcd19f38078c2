"""What a note is: records, parsers for their values, and queries.

Everything here is pure: no Sphinx, no docutils, no files, no clock. A command or an importer can use it on
its own, and its tests are tables.

- :mod:`.note` defines the records: notes, authors, licences, series.
- :mod:`.dates`, :mod:`.statuses`, :mod:`.licenses`, :mod:`.people`, :mod:`.author_names`, :mod:`.urls` and
  :mod:`.values` each parse one kind of value. :mod:`.month_names` handles dates in other languages,
  :mod:`.date_numbers` numeric dates, :mod:`.person` a single name with its address, link or institution.
- :mod:`.extra` holds the values of front matter keys added by extensions.
- :mod:`.taxonomy` compares labels (tags, categories, people) and makes their slugs.
- :mod:`.collection` queries many notes: selecting, sorting, grouping, neighbours.
- :mod:`.permalinks` decides where each page goes; :mod:`.site_addresses` finds the page at an address.
- :mod:`.patterns` matches names as Sphinx does; :mod:`.loading` makes records quick to unpickle.
- :mod:`.related` finds notes that have something in common.
- :mod:`.feed_options` parses the option for feeds.
- :mod:`.suggestions` recognizes typos; :mod:`.faults` describes what is wrong with an input;
  :mod:`.characters` lists control characters; :mod:`.digests` stand for texts and values.

Input is plain values as parsers return them: strings, numbers, lists, mappings. Output is frozen records.
A value that cannot be used raises :class:`~.values.Unusable` (a ``ValueError``) or becomes a
:class:`~.faults.Fault`.
"""
