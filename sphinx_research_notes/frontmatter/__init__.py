"""Parse the front matter of a source file.

Pure: imports neither Sphinx nor docutils. Input is the text of a file and its syntax (:mod:`.syntax`). Output
is a :class:`~.block.Block` (:mod:`.block`): raw values and the remaining text. The values are then parsed
into a typed record, with a fault for each invalid one.

- :mod:`.extract` is the entry point. It finds a block in every form that tools write at the beginning of a
  file: :mod:`.fences` (YAML between ``---``, TOML between ``+++``, JSON), :mod:`.field_lists`
  (reStructuredText), :mod:`.headers` (``Key: value`` lines without a fence).
- :mod:`.strays` finds statements near the beginning of a file, but outside its front matter, that hide the
  file.
- :mod:`.ablog` reads what ABlog says of a post elsewhere in its text.
- :mod:`.encodings` detects the encoding of a file; :mod:`.notebooks` checks and completes notebooks.
- :mod:`.lenient_yaml` and :mod:`.data_formats` parse the text between the fences. In YAML, a broken line does
  not affect other keys.
- :mod:`.schema` converts a block into typed front matter: :mod:`.key_values` has the values under the
  canonical names that :mod:`.keys` lists, :mod:`.value_parsers` parses each, :mod:`.statuses` reads the
  statuses, and :mod:`.visibility` combines draft, private, published and status. :mod:`.settings` holds the
  options that affect parsing.
- :mod:`.defaults` reads front matter for a whole folder, and adds it to the block of a note.

A file whose front matter is recognizable but cannot be parsed is marked unreadable and is not published.
"""
