"""What shapes a doctree, on its way into a page or into a book.

One module a concern. Their order, with the priority of each and the reason for it, is the table in
:mod:`sphinx_research_notes.pipeline`. :mod:`.base` has what they share. Those that act while a document is
read leave nothing that depends on other documents; the others run on a copy when a page is written, in
forked processes under ``-j``, and store nothing.
"""
