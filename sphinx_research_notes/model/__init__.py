"""What a note is: records, parsers for their values, and queries.

Everything here is pure: no Sphinx, no docutils, no files, no clock. A command or an importer can use it on
its own, and it can be tested with tables of inputs and results.

- :mod:`.note` defines the records: notes, authors, licences, series; :mod:`.part` what other pages show of
  figures, formulas and theorems.
- :mod:`.dates`, :mod:`.statuses`, :mod:`.licenses`, :mod:`.people`, :mod:`.author_names`,
  :mod:`.author_roles`, :mod:`.live_comments`, :mod:`.urls` and :mod:`.values` each parse one kind of value.
  :mod:`.date_formats` writes dates in the order of a language. :mod:`.month_names`
  handles dates in other languages, :mod:`.date_numbers` numeric dates, :mod:`.person` a single name with its
  address, link or institution.
- :mod:`.doi` reads DOIs and makes new ones; :mod:`.check_digits` computes the check digits of DOIs and ROR
  ids.
- :mod:`.cito` has the reasons for citing a work.
- :mod:`.times` is the clock of a build: an input, which is never read here.
- :mod:`.funding` reads who has funded a note.
- :mod:`.extra` holds the values of front matter keys added by extensions.
- :mod:`.taxonomy` compares labels (tags, categories, people) and makes their slugs.
- :mod:`.collection` queries many notes: selecting, sorting, grouping, neighbours. :mod:`.list_filters` says
  by what a list can be narrowed.
- :mod:`.permalinks` decides where each page goes, in one of the :mod:`.permalink_styles` of other systems if
  asked to; :mod:`.site_addresses` finds the page at an address.
- :mod:`.wikilinks` reads the links of Obsidian, and finds the pages that they name; :mod:`.excluded_files`
  reads which files its settings exclude.
- :mod:`.ablog` has the names that ABlog gives to options and pages, :mod:`.ablog_options` what its options
  say, and :mod:`.post_lists` and :mod:`.post_form` the lists that its directive asks for.
- :mod:`.hosts` reads from the environment where a build will be published.
- :mod:`.patterns` matches names as Sphinx does; :mod:`.loading` makes records quick to unpickle.
- :mod:`.proofs` parses addresses that prove ownership: fediverse accounts and AT URIs.
- :mod:`.related` finds notes that have something in common.
- :mod:`.feed_options` and :mod:`.archive_options` parse the options for feeds and archives;
  :mod:`.archive_rules` checks what an archive requires of a note. :mod:`.citation_file` says how to cite the
  site. :mod:`.label_texts` parses the texts of labels.
- :mod:`.reading_time` estimates how long a text takes to read.
- :mod:`.suggestions` recognizes typos; :mod:`.faults` describes what is wrong with an input;
  :mod:`.code_elements` has the elements of HTML that hold code; :mod:`.characters` lists control
  characters; :mod:`.digests` computes digests of texts and values.

Input is plain values as parsers return them: strings, numbers, lists, mappings. Output is frozen records.
A value that cannot be used raises :class:`~.values.Unusable` (a ``ValueError``) or becomes a
:class:`~.faults.Fault`.
"""
