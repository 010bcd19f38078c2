"""Ways round faults and limits of Sphinx, docutils, MyST and pybtex, one module a cause.

Nothing else in the package touches a private name of another package. Each module says in its docstring
what upstream does, where that is reported, the versions it was checked on, what happens on others, and when
it can go. None of it acts in a project without notes: what takes the place of something of others is put
there by :mod:`sphinx_research_notes.activation` and put back afterwards.

Sphinx: :mod:`.application`, :mod:`.buildinfo`, :mod:`.conf_names`, :mod:`.empty_tables`,
:mod:`.exception_context`, :mod:`.heading_downloads`, :mod:`.language_scripts`, :mod:`.memory`,
:mod:`.node_handlers`, :mod:`.parallel_tasks`, :mod:`.project_paths`, :mod:`.search_index`. MyST:
:mod:`.markdown_nesting`, :mod:`.myst_renderer`. pybtex: :mod:`.pybtex_caches`.

:mod:`.patching` and :mod:`.registries` are the two tools that the others use: attributes that are ours for
a while, and entries in docutils' tables of directives and roles.
"""
