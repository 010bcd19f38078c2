"""What is known about a project while Sphinx builds it.

- :mod:`.domain` is where the environment stores it: a domain named ``notes``.
- :mod:`.records` is what the environment stores of every document: one frozen record each, nothing derived.
- :mod:`.read_state` is what is collected about the document being read, and dropped once its record is made.
- :mod:`.file_digests` knows the contents that each document was read from, and so what has changed since.
- :mod:`.folder_manifest` lets an output folder identify the files that a build wrote into it.
- :mod:`.project_files` finds the files that a source refers to, and rejects those outside the project.

Environments and docnames go in; records come out. What is derived from records belongs in
:mod:`sphinx_research_notes.build` or above, and is computed anew in every build.
"""
