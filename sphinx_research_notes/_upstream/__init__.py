"""Workarounds for faults and limits of Sphinx, docutils, MyST and pybtex, one module per cause.

No other part of the package uses private names of other packages. The docstring of each module says what
upstream does, where it is reported (or what an issue could be titled), the versions the workaround was
checked on, what happens on other versions, and when it can be removed. A workaround that no longer fits is
switched off; if more than speed is lost, there is one ``notes.upstream`` warning. None of them changes
anything in a project without notes. Stand-ins are listed in :mod:`sphinx_research_notes.pipeline` and
switched on and off by :mod:`sphinx_research_notes.activation`; handlers and transforms ask
``activation.acts``. The other modules are imported where
they are needed.

For Sphinx:

- :mod:`.application` returns the application of an environment, whose ``app`` is deprecated.
- :mod:`.buildinfo` removes the backup of ``.buildinfo``.
- :mod:`.checksums` keeps the checksums of style sheets and scripts.
- :mod:`.conf_names` lists the names in ``conf.py``, to report misspelt options.
- :mod:`.default_settings` keeps docutils' default settings, which MyST asks for as well.
- :mod:`.empty_tables` keeps tables without rows from crashing LaTeX and text builds.
- :mod:`.exception_context` adds the name of the document to exceptions.
- :mod:`.file_names` keeps links to impossible file names from crashing the build.
- :mod:`.heading_downloads` does the same for download links in headings.
- :mod:`.language_scripts` lists the scripts that Sphinx copies for the site's language.
- :mod:`.memory` saves time and memory in large projects.
- :mod:`.node_handlers` completes the node handlers that are registered for a single builder.
- :mod:`.parallel_reading` lets parallel readers send back only what they have read.
- :mod:`.parallel_tasks` limits the queue of writers, and reports every failure of a worker.
- :mod:`.parallel_writing` lets the workers that write documents resolve and index them, too.
- :mod:`.process_end` ends a process quickly.
- :mod:`.project_paths` finds the files of documents, and keeps names of drafts out of the saved environment.
- :mod:`.repeated_builds` lets an application build again as a new process would.
- :mod:`.search_index` makes the search index exact after every build.
- :mod:`.shallow_toctrees` copies only the levels of tables of contents that a toctree shows.
- :mod:`.single_documents` reads and writes single documents, apart from the folders of the site.
- :mod:`.stored_terms` parses of the search index only what changes.
- :mod:`.stored_tocs` loads tables of contents when they are used.
- :mod:`.virtual_documents` lets toctrees name pages without a source file.
- :mod:`.workers` keeps worker processes until all documents are done.

For MyST, pybtex and Pagefind:

- :mod:`.first_formulas` finds formulas at the beginning of a text that ends in a digit.
- :mod:`.markdown_nesting` allows deeper lists and quotations in Markdown.
- :mod:`.myst_renderer` provides the link definitions of a Markdown document.
- :mod:`.pagefind_service` makes Pagefind write the same files on every machine, without waiting.
- :mod:`.pybtex_caches` makes pybtex faster.

:mod:`.patching` and :mod:`.registries` are shared tools: temporary attributes, and temporary entries in
docutils' tables of directives and roles.
"""
