"""Importers: exports of comment systems, and what else holds a conversation, become thread files.

Pure. Comes in: files of an export. Each format has a module here with two functions: ``is_it`` tells from
a file's content whether it is of that format, and ``read`` returns its threads as records. None of them
returns an e-mail or IP address, nor the address of a picture. Goes out: the text of thread files, and an
account of what is not in them.

:mod:`.disqus`, :mod:`.wordpress` (both by :mod:`.xml`), :mod:`.isso`, :mod:`.staticman`, :mod:`.github` for
giscus and utterances, :mod:`.substack`, :mod:`.mastodon`, :mod:`.bluesky`, :mod:`.webmention`, :mod:`.mail`
for mailboxes and saved messages. Of text that was copied from a mail program, :mod:`.mail_copied` finds the
messages, :mod:`.mail_headers` their headers, :mod:`.mail_values` names and dates, and :mod:`.mail_text` what
each adds to the conversation.

1. :mod:`.formats` has the table of formats, and guesses that of a file.
2. :mod:`.records` defines what they return; :mod:`.values` takes values from data in any shape.
3. :mod:`.moderation` removes what is not public, and arranges the rest.
4. :mod:`.matching` finds the note that a thread belongs to.
   :mod:`.personal` leaves e-mail and IP addresses out.
5. :mod:`.thread_text` writes thread files, and adds to those that it has written; :mod:`.markup` writes
   what people have written.
"""
