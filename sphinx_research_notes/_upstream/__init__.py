"""Workarounds for faults and limits of Sphinx, docutils, MyST and pybtex, one module per cause.

No other part of the package uses private names of other packages. The docstring of each module says
what upstream does, where it is reported (or what an issue could be titled), the versions the workaround was
checked on, what happens on other versions, and when it can go. A workaround that no longer fits steps aside;
where that costs more than speed, it gives one ``notes.upstream`` warning. None of them changes
anything in a project without notes: replacements are listed in :mod:`sphinx_research_notes.pipeline` and
switched by :mod:`sphinx_research_notes.activation`; handlers and transforms ask ``activation.acts``.

Sphinx: :mod:`.application`, :mod:`.buildinfo`, :mod:`.conf_names`, :mod:`.empty_tables`,
:mod:`.exception_context`, :mod:`.file_names`, :mod:`.heading_downloads`, :mod:`.language_scripts`,
:mod:`.memory`, :mod:`.node_handlers`, :mod:`.parallel_tasks`, :mod:`.project_paths`, :mod:`.search_index`.
MyST: :mod:`.markdown_nesting`, :mod:`.myst_renderer`. pybtex: :mod:`.pybtex_caches`.

:mod:`.patching` and :mod:`.registries` are shared tools: temporary attributes, and temporary entries in
docutils' tables of directives and roles.
"""
