"""The state of a project while Sphinx builds it.

- :mod:`.domain` stores it in the environment, as the data of a domain named ``notes``.
- :mod:`.records` defines what is stored for every document: one frozen record each, nothing derived.
- :mod:`.read_state` collects data about the document being read, dropped once its record is made.
- :mod:`.file_digests` records the contents that each document was read from, and finds what has changed.
- :mod:`.folder_manifest` lets an output folder identify the files that a build wrote into it.
- :mod:`.project_files` finds the files that a source refers to, and rejects those outside the project.

Environments and docnames go in; records come out. What is derived from records belongs in
:mod:`sphinx_research_notes.build` or a later room, and is computed anew in every build.
"""
