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
    rf"[<(\[]{_ADDRESS}(?:<mailto:[^<>\s]*>)?[>)\]]|{_ADDRESS}(?:<mailto:[^<>\s]*>)?|[<(\[]{_SPELT}[>)\]]"
)
#: A line of HTML or of Markdown that may be a header, or say who wrote what is quoted below it.
_QUOTED = re.compile(r"(?:^|(?<=[\n>]))(?P<line>[^\n@]{0,200}@[^\n]{0,300})")
_SAYS = re.compile(
    r"(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef|skrev|escreveu)\b.{0,80}:\s*(?:<|$)"
)


def public_name(name: str) -> str:
    """Return *name* without e-mail and IP addresses."""
    # Longer ones are no names.
    return " ".join(_IP.sub(" ", _MAIL.sub(" ", name[:200])).split())


def without_mail_addresses(text: str) -> str:
    """Return *text* with ``…`` for each e-mail address."""
    return _WRITTEN.sub("…", text)


def without_quoted_addresses(text: str) -> str:
    """Return the *text* of a comment, in Markdown or HTML, without the addresses in headers of e-mails in it.

    Comments that were sent by e-mail end with such headers. An address in a sentence was put there for
    readers, and stays.
    """
    if "@" not in text:
        return text
    return _QUOTED.sub(_without, text)


def _without(match: re.Match[str]) -> str:
    line = re.sub(r"<[^<>@]*>|&gt;|&lt;", " ", match["line"])
    return (
        without_mail_addresses(match[0]) if header_of(line.lstrip("> ")) or _SAYS.search(line) else match[0]
    )
