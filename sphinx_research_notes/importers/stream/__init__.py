"""Import a stream that is kept as JSON Lines: ``{"t": seconds, "s": "Markdown"}``, one update a line.

Input is the file, or the folder of its engine (https://github.com/thesephist/stream) with
``db/stream.jsonl``, or a feed of twtxt; output is a plan: one document with an entry for each update, the
newest first.

- :mod:`.site` recognizes and reads the file; :mod:`.twtxt` reads one of twtxt instead.
- :mod:`.entries` writes the entries.
"""
