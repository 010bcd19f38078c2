"""The command ``research-notes``: starts a site and notes in it, builds, checks and lists it.

Comes in: what the author types, the folder that the command is called in, and the site that this folder is
part of. Goes out: new files, the built site, and text or JSON on the terminal. No other room imports from
this one, and nothing here is needed to build a site with ``sphinx-build``.

- :mod:`.main`: the command itself, its sub-commands, and how errors end it
- :mod:`.site_folder`: finds the site, and where it is built
- :mod:`.new_site`: ``new-site``, from the files in ``skeleton``
- :mod:`.new_note`: ``new``
- :mod:`.new_text`: the text of new notes and entries
- :mod:`.note_files`: where the notes of a site are, how their files are named, which labels they have
- :mod:`.build`: ``build``, and a summary that people read
- :mod:`.building`: runs Sphinx, and keeps its warnings
- :mod:`.check`: ``check``, and :mod:`.checks`, what it looks for
- :mod:`.list_notes`: ``list``
- :mod:`.import_comments`: ``import comments``; :mod:`.thread_sources`: what they are imported from;
  :mod:`.thread_files`: where threads go, and what is written; :mod:`.entry_threads`: those on entries;
  :mod:`.known_notes`: what an address may call a note;
  :mod:`.thread_links`: names a thread file in its note; :mod:`.portraits`: pictures of authors
- :mod:`.import_site`: ``import``, with a sub-command for each system; :mod:`.import_check`: whether all
  former addresses answer
- :mod:`.webmentions`: ``webmentions send`` and ``fetch``, and :mod:`.mentions`, the protocol
- :mod:`.serve`: ``serve``, and :mod:`.live`, the processes behind it
"""
