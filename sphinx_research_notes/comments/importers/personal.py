"""Leave out e-mail and IP addresses: of authors, of private messages, and in headers that comments quote."""

from __future__ import annotations

import re

from .mail_headers import header_of

_MAIL = re.compile(r"[<(]?[^\s<>@()]+@[^\s<>@()]+\.[^\s<>@()]+[>)]?")
_IP = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}\b", re.IGNORECASE)
_ADDRESS = r"(?:mailto:)?(?<![\w.+%/@-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}"
#: As archives of lists write them, which is only certain between brackets.
_SPELT = r"[\w.+%-]{1,64} (?:at|AT|\(at\)) [\w-]{1,63}(?:\.[\w-]{1,63}){1,9}"
_WRITTEN = re.compile(
    rf"(?P<link>https?://[^\s<>\"]+)"
    rf"|[<(\[]{_ADDRESS}(?:<mailto:[^<>\s]*>)?[>)\]]|{_ADDRESS}(?:<mailto:[^<>\s]*>)?|[<(\[]{_SPELT}[>)\]]"
)
#: What of a link tells whom it was sent to; other signs in links are names of lists and messages.
_RECIPIENT = re.compile(
    r"[?&#](?:\w*mail\w*|user|recipient|rcpt|address|to)=[^&\s]*(?:@|%40).*", re.IGNORECASE
)
#: What divides lines in HTML and in Markdown.
_ENDS = re.compile(r"(<(?:br|/?(?:p|div|blockquote|li|span|pre))\b[^<>]*>|\n)", re.IGNORECASE)
_SIGNS = re.compile(r"^(?:\s|>|&gt;|[*_])+")
_SAYS = re.compile(r"\b(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef|skrev|escreveu)\b.{0,80}:\s*$")


def public_name(name: str) -> str:
    """Return *name* without e-mail and IP addresses."""
    # Longer ones are no names.
    return " ".join(_IP.sub(" ", _MAIL.sub(" ", name[:200])).split())


def without_mail_addresses(text: str) -> str:
    """Return *text* with ``…`` for each e-mail address; links stay, unless they tell a recipient."""
    return _WRITTEN.sub(lambda match: _RECIPIENT.sub("", match["link"]) if match["link"] else "…", text)


def without_quoted_addresses(text: str) -> str:
    """Return the *text* of a comment, in Markdown or HTML, without the addresses in headers of e-mails in it.

    Comments that were sent by e-mail end with such headers. An address in a sentence was put there for
    readers, and stays.
    """
    if "@" not in text:
        return text
    return "".join(_without(part) if "@" in part else part for part in _ENDS.split(text))


def _without(line: str) -> str:
    is_header = header_of(_SIGNS.sub("", line)) is not None or _SAYS.search(line) is not None
    return without_mail_addresses(line) if is_header else line
