"""From the text of a source to typed front matter.

Pure: neither Sphinx nor docutils is imported. In comes the text of a file and the syntax that it is written
in (:mod:`.syntax`); out comes a :class:`~.block.Block` (:mod:`.block`) of raw values with the rest of the
text, and from the block a record of typed values with a fault for each that cannot be used.

- :mod:`.extract` is the way in. It finds a block in every form that tools write at the head of a file:
  :mod:`.fences` (YAML between ``---``, TOML between ``+++``, JSON), :mod:`.field_lists` (reStructuredText),
  :mod:`.headers` (``Key: value`` lines without a fence).
- :mod:`.encodings` says what the bytes of a file are, :mod:`.notebooks` what a notebook lacks.
- :mod:`.lenient_yaml` and :mod:`.data_formats` read what is between the fences; a broken line costs no
  other.
- :mod:`.keys` knows every key, its other names and its typos; :mod:`.schema` how each value is understood;
  :mod:`.visibility` what draft, private, published and status say together.

A file whose front matter is meant and cannot be understood is marked unreadable, and is kept back.
"""
