"""Webmentions (https://www.w3.org/TR/webmention/): who is told of a link, and how.

Comes in: the finished pages of a site, and the answers of other people's servers, which are trusted with
nothing. Goes out: one message for each link, and a file that remembers it.

- :mod:`.outgoing` finds the links in finished pages.
- :mod:`.client` asks servers: with limits of time and size, and none in a private network.
- :mod:`.discovery` finds in an answer where webmentions are to be sent. Pure.
- :mod:`.ledger` is the file of what has been sent.
- :mod:`.sending` does one after the other.
- :mod:`.lapsed` finds those that notes show though the service that received them no longer has them.
"""
