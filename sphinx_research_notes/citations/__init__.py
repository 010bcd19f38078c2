"""Works that notes cite, and notes as others cite them.

From a ``.bib`` file to a page:

1. :mod:`.bibfiles` reads the files entry by entry, so that a broken entry costs no other; :mod:`.preamble`
   puts in the words of TeX that they define.
2. :mod:`.normalize` tidies an entry for any style, with :mod:`.bibtex_names`, :mod:`.latex_text` (and its
   tables :mod:`.latex_symbols`, :mod:`.latex_commands`) and :mod:`.title_language`. :mod:`.protect_math`
   seals formulas and addresses that pybtex must not take apart.
3. :mod:`.formatting` writes it in the project's style; :mod:`.sorting` has the order and the labels.
4. :mod:`.domain` and :mod:`.roles` stand in for those of sphinxcontrib-bibtex where notes are concerned,
   and :mod:`.resolve` settles the citations of a note while it is read; :mod:`.reference_list` makes its
   list.
5. :mod:`.works` is what other pages show of a cited work, :mod:`.bibtex_output` its entry as readers get it.

The other way round, :mod:`.export_formats` writes a note as BibTeX, RIS and CSL-JSON
(:mod:`.latex_encode`), and :mod:`.cite_this` decides which notes offer that, and in which files.

Modules that import ``sphinxcontrib.bibtex`` are imported only in projects that load it.
"""
