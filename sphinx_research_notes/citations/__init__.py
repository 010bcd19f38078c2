"""Works that notes cite, and notes as citable works.

From a ``.bib`` file to a page:

1. :mod:`.bibfiles` parses the files entry by entry, so that a broken entry does not affect others;
   :mod:`.preamble` expands the TeX macros they define.
2. :mod:`.normalize` prepares an entry for any style: with what it inherits (:mod:`.inheritance`), under
   BibTeX's names (:mod:`.bibtex_fields`), and with :mod:`.bibtex_names`, :mod:`.biblatex_dates`,
   :mod:`.latex_text` (and its tables :mod:`.latex_symbols`, :mod:`.latex_commands`) and
   :mod:`.title_language`. :mod:`.moved_fields` finds a place for what styles do not show, and
   :mod:`.protect_math` encodes formulas and addresses so that pybtex leaves them alone.
3. :mod:`.formatting` formats it in the project's style; :mod:`.styles` finds and checks that, and
   :mod:`.sorting` provides order and labels. :mod:`.entries` makes changed copies of entries.
4. :mod:`.replacements` puts :mod:`.domain` and :mod:`.roles` in place of those of sphinxcontrib-bibtex;
   :mod:`.resolve` resolves the citations of a note while it is read, and :mod:`.reference_list` builds its
   list of references. What they resolve to waits in :mod:`sphinx_research_notes.doctree.deferred` until the
   page is written. Then :mod:`sphinx_research_notes.html.transforms.back_matter` turns reference lists into
   HTML, and :mod:`sphinx_research_notes.html.transforms.margin_notes` references in popovers or in the
   margin.
5. :mod:`.document_citations` finds what a document cites, :mod:`.entry_digests` finds whether that has
   changed. :mod:`.works` provides what other pages show of a cited work; :mod:`.bibtex_output` writes its
   entry for readers.

Conversely, :mod:`.note_citation` defines the record of a note as a work, splits the names of its authors, and
makes its key; :mod:`.export_formats` writes it as BibTeX (with :mod:`.latex_encode`), RIS and CSL-JSON.

Modules that import ``sphinxcontrib.bibtex`` are imported only in projects that load it.
"""
