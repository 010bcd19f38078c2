"""What is known of a project while Sphinx builds it.

- :mod:`.domain` is where the environment keeps it: a domain named ``notes``.
- :mod:`.records` is what the environment keeps of every document: one frozen record each, nothing derived.
- :mod:`.read_state` is what is gathered about the document that is being read, and gone when its record is
  made.
- :mod:`.file_digests` knows what each document was read from, by contents, and so what has changed since.
- :mod:`.folder_manifest` is what an output folder itself says of the files in it.
- :mod:`.project_files` finds the files that a source names, and none outside of the project.

In come environments and docnames; out come records. Whoever derives something from records does so in
:mod:`sphinx_research_notes.build` or above, where it is computed anew in every build.
"""
