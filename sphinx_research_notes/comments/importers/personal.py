"""Leave out e-mail and IP addresses: of authors, of private messages, and in what comments say."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_MAIL = re.compile(r"[<(]?[^\s<>@()]+@[^\s<>@()]+\.[^\s<>@()]+[>)]?")
_IP = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}\b", re.IGNORECASE)
#: A host that a provider has named after an IP address: ``cpe-192-0-2-7.example.net``, or its digits.
_NUMBERED = re.compile(
    r"(?:^|\D)(?:\d{1,3}[.-]){3}\d{1,3}(?:\D|$)|^0x[0-9a-f]{8}\."
    r"|^[0-9a-f]{8}\.(?:.*[.-])?(?:rev|a?dsl|dyn|dhcp|pool|cable|dial\w*|cust|client|ip)\d*[.-]",
    re.IGNORECASE,
)
#: What is no host ends in a version or begins a path: ``tool@1.2.3``, ``git@host.example:ada/notes``.
_HOST = r"(?:[\w-]{1,63}\.){1,9}[^\W\d_]{2,24}(?![\w-]|\.\w|:[\w/~]|\()"
_ADDRESS = rf"(?:mailto:)?(?<![\w.+%/@-])[\w.+%-]{{1,64}}@{_HOST}"
#: As archives of lists write them, which is only certain between brackets.
_SPELT = r"[\w.+%-]{1,64} (?:at|AT|\(at\)) [\w-]{1,63}(?:\.[\w-]{1,63}){1,9}"
#: As a name is an address: ``ada at mail.example``, ``ada [at] mail.example``.
_NAMED = re.compile(rf"[\w.+%-]+ ?(?: at |[\[({{]at[\])}}]) ?{_HOST}", re.IGNORECASE)
#: The addresses of pictures of an e-mail address, and what else stands for one.
_DIGEST = r"(?:https?:)?//[\w.-]*(?:gravatar\.com|libravatar\.org)/[\w./-]*[0-9a-f]{32}[^\s<>\"')]*"
_WRITTEN = re.compile(
    rf"(?P<digest>{_DIGEST})|(?P<link>https?://[^\s<>\"]+)"
    rf"|[<(\[]{_ADDRESS}(?:<mailto:[^<>\s]*>)?[>)\]]|{_ADDRESS}(?:<mailto:[^<>\s]*>)?|[<(\[]{_SPELT}[>)\]]"
)
#: What of a link tells whom it was sent to; other signs in links are names of lists and messages.
_RECIPIENT = re.compile(
    r"[?&#](?:\w*mail\w*|user|recipient|rcpt|address|to)=[^&\s]*(?:@|%40).*", re.IGNORECASE
)
#: A link to an e-mail address, in Markdown and in HTML, of which only the text stays.
_LINKED = re.compile(r"\[(?P<text>[^\[\]\n]{0,200})\]\(<?mailto:[^()\s]{0,400}\)", re.IGNORECASE)
_TARGET = re.compile(r"\shref\s*=\s*(?:\"\s*mailto:[^\"]*\"|'\s*mailto:[^']*'|mailto:[^\s>]+)", re.IGNORECASE)
#: Letters as numbers, by which blogs hide addresses from programs.
_LETTER = re.compile(r"&#(?:x0*([2-7][0-9a-f])|0*(\d{2,3}));?", re.IGNORECASE)
_PLAIN = frozenset("@.-_+:%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
#: A line that says whose an IP address is, as headers and reports of errors do.
_OWNED = re.compile(
    r"(?P<said>\b(?:ip|ip[ _-]?addr(?:ess)?|\w*_ip|remote[_ ]addr|x-[\w-]*ip|x-forwarded-for|received|client)"
    rf"\b[^\n\w<]{{0,6}}(?:&gt;|is|was|from|by)?[^\n\w<]{{0,4}})(?P<ip>{_IP.pattern})",
    re.IGNORECASE,
)


def public_name(name: str) -> str:
    """Return *name* without e-mail and IP addresses."""
    # Longer ones are no names.
    return " ".join(_IP.sub(" ", _NAMED.sub(" ", _MAIL.sub(" ", name[:200]))).split())


def public_address(url: str) -> str:
    """Return the *url* of an author; empty if it tells their e-mail or IP address, or a digest of one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.hostname or ""
    # A user before the host is an e-mail address that a form took for that of a page.
    tells = "@" in parts.netloc or ":" in host or _NUMBERED.search(host) or re.match(_DIGEST, url)
    return "" if tells or _has_mail(parts) else url


def _has_mail(parts: SplitResult) -> bool:
    rest = unquote(f"{parts.path}?{parts.query}#{parts.fragment}")
    return re.search(rf"(?<![\w@])(?<!/@)[\w.+-]{{1,64}}@{_HOST}", rest) is not None


def without_mail_addresses(text: str) -> str:
    """Return *text* with ``…`` for each e-mail address; links stay, unless they tell a recipient."""
    return _WRITTEN.sub(lambda match: _RECIPIENT.sub("", match["link"]) if match["link"] else "…", text)


def without_addresses(text: str) -> tuple[str, int]:
    """Return the *text* of a comment, in Markdown or HTML, without personal addresses, and how many it had.

    IP addresses stay, unless the text says whose they are: otherwise they are examples, or versions.
    """
    if "&#" in text:
        text = _LETTER.sub(_letter, text)
    text = text.replace("&commat;", "@").replace("&period;", ".")
    count = 0

    def left_out(match: re.Match[str]) -> str:
        nonlocal count
        groups = match.groupdict()
        if link := groups.get("link"):
            kept = _RECIPIENT.sub("", link)
            count += kept != link
            return kept
        if (ip := groups.get("ip")) and not _is_public(ip):
            return match[0]
        count += 1
        return groups.get("text") or f"{groups.get('said') or ''}{'' if match.re is _TARGET else '…'}"

    for pattern in (_LINKED, _TARGET, _WRITTEN) if "@" in text or "mailto:" in text.lower() else (_WRITTEN,):
        text = pattern.sub(left_out, text)
    return _OWNED.sub(left_out, text), count


def _letter(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16) if match[1] else int(match[2]))
    return letter if letter in _PLAIN else match[0]


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False
