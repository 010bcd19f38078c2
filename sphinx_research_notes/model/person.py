"""Parse a single person: a name with an e-mail address, link or institution next to it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .note import Author
from .urls import web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longer strings are taken as names unparsed.
LONGEST = 1000

_MAIL = r"(?:mailto:)?(?P<mail>[^\s<>@()\[\],;]+@[^\s<>@()\[\],;]+?)"
#: An e-mail address next to a name: in brackets, or with a dot in its host.
_BRACKETED_MAIL = re.compile(rf"\s*[<(\[]\s*{_MAIL}\s*[>)\]]")
_BARE_MAIL = re.compile(rf"(?:^|(?<=\s)){_MAIL}(?<=[\w])(?=\s|$)")
_HAS_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+$")
#: A linked name in Markdown, reStructuredText, wiki syntax and HTML.
_LINKS = (
    re.compile(r"\[(?P<name>[^\[\]]+)\]\((?P<url>[^\s()]+)\)"),
    re.compile(r"`(?P<name>[^`<>]+?)\s*<(?P<url>[^\s<>]+)>`__?"),
    re.compile(r"\[\[(?:[^\[\]|]*\|)?(?P<name>[^\[\]|]+)\]\](?P<url>)"),
    re.compile(r"<a\s[^<>]*?href=[\"'](?P<url>[^\"'<>]+)[\"'][^<>]*>(?P<name>[^<>]+)</a>", re.IGNORECASE),
    re.compile(r"(?P<name>[^<>()]+?)\s*[<(]\s*(?P<url>(?:https?://|www\.)[^\s<>()]+)\s*[>)]"),
)
#: An account name after a name.
_HANDLE = re.compile(r"(?P<name>.*[^\s<>(])\s*(?:<\s*@?[\w.-]+\s*>|\(\s*@[\w.-]+\s*\))")
#: Parentheses after a name, and the words that mark an institution in them.
_BEHIND = re.compile(r"(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)")
_INSTITUTION = re.compile(
    r"\b(?:uni\b|universi|institut|departe?ment|colleg|facult|laborator|academ|hochschul|école\b|eth\b)",
    re.IGNORECASE,
)
#: A name in braces, which is never split or reordered, as in BibTeX.
BRACED = re.compile(r"\{+(?P<name>[^{}]+)\}+")
#: The word before the names in a byline.
_BYLINE = re.compile(r"(?:[Bb]y|[Ww]ritten\s+by|par|por):?\s+(?=[^\W\d_])")


def person(text: str, known: Mapping[str, Author] | None = None) -> Author:
    """Return the author named by *text*, looked up in *known* if it is a key there (``ada`` or ``@ada``).

    An e-mail address is not part of the name and is not shown: ``Ada Brook <ada@example.org>`` is Ada Brook.
    If there is only an address, its local part is the name.
    """
    known = known or {}
    text = " ".join(text.split())
    if author := known.get(text) or known.get(text.removeprefix("@")):
        return author
    if match := BRACED.fullmatch(text):
        name = match["name"].strip()
        return known.get(name) or Author(name=name, organization=True)
    if len(text) > LONGEST:
        return Author(name=text)
    text, mail = _without_mail(text)
    text, url = _without_link(text)
    if not text:
        return Author(name=mail.partition("@")[0], email=mail)
    if match := _HANDLE.fullmatch(text):
        text = match["name"].strip()
    author = Author(name=text, email=mail, url=url)
    match = _BEHIND.fullmatch(text)
    if match and _INSTITUTION.search(match["inside"]):
        author = replace(author, name=match["name"].strip(), affiliations=(match["inside"].strip(),))
    return author


def without_byline(text: str) -> str:
    """Return *text* without a leading "by", as in ``By Ada Example``."""
    rest = _BYLINE.sub("", text, count=1) if _BYLINE.match(text) else text
    return text if rest[:1].islower() else rest


def _without_mail(text: str) -> tuple[str, str]:
    """Split *text* into the text without its e-mail address, and the address."""
    match = _BRACKETED_MAIL.search(text) or _BARE_MAIL.search(text)
    if not match or not ("<" in match[0] or _HAS_HOST.search(match["mail"])):
        return text, ""
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split()).strip(" ,;:|-–—")
    # ``ada@example.org (Ada Brook)``, as in old mail programs.
    return re.sub(r"^\(([^()]*)\)$", r"\1", rest), match["mail"]


def _without_link(text: str) -> tuple[str, str]:
    """Split *text* into the text without its link, and the address of the link."""
    for pattern in _LINKS:
        if match := pattern.fullmatch(text):
            url = match["url"]
            return match["name"].strip(), web_address(f"https://{url}" if url.startswith("www.") else url)
    return text, ""
