"""One person as a text names them: the name, and the address, link or institution beside it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .note import Author
from .urls import web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longer texts are not looked through.
LONGEST = 1000

_MAIL = r"(?:mailto:)?(?P<mail>[^\s<>@()\[\],;]+@[^\s<>@()\[\],;]+?)"
#: An e-mail address beside a name: in brackets, or with a dot in its host.
_BRACKETED_MAIL = re.compile(rf"\s*[<(\[]\s*{_MAIL}\s*[>)\]]")
_BARE_MAIL = re.compile(rf"(?:^|(?<=\s)){_MAIL}(?<=[\w])(?=\s|$)")
_HAS_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+$")
#: A link round a name, as Markdown, reStructuredText, wikis and HTML write it.
_LINKS = (
    re.compile(r"\[(?P<name>[^\[\]]+)\]\((?P<url>[^\s()]+)\)"),
    re.compile(r"`(?P<name>[^`<>]+?)\s*<(?P<url>[^\s<>]+)>`__?"),
    re.compile(r"\[\[(?:[^\[\]|]*\|)?(?P<name>[^\[\]|]+)\]\](?P<url>)"),
    re.compile(r"<a\s[^<>]*?href=[\"'](?P<url>[^\"'<>]+)[\"'][^<>]*>(?P<name>[^<>]+)</a>", re.IGNORECASE),
    re.compile(r"(?P<name>[^<>()]+?)\s*[<(]\s*(?P<url>(?:https?://|www\.)[^\s<>()]+)\s*[>)]"),
)
#: The name of an account behind a name.
_HANDLE = re.compile(r"(?P<name>.*[^\s<>(])\s*(?:<\s*@?[\w.-]+\s*>|\(\s*@[\w.-]+\s*\))")
#: Brackets behind a name, and what makes them an institution.
_BEHIND = re.compile(r"(?P<name>[^()]+?)\s*\((?P<inside>[^()]+)\)")
_INSTITUTION = re.compile(
    r"\b(?:uni\b|universi|institut|departe?ment|colleg|facult|laborator|academ|hochschul|école\b|eth\b)",
    re.IGNORECASE,
)
#: A name that is never divided nor turned round, as BibTeX has it.
BRACED = re.compile(r"\{+(?P<name>[^{}]+)\}+")
#: What stands before the names in a line under a title.
_BYLINE = re.compile(r"(?:[Bb]y|[Ww]ritten\s+by|par|por):?\s+(?=[^\W\d_])")


def person(text: str, known: Mapping[str, Author] | None = None) -> Author:
    """The author that *text* names, one of *known* where it is a key of that, as ``ada`` or ``@ada``.

    An e-mail address is none of the name, and is not shown. ``Ada Brook <ada@example.org>`` is Ada Brook. Of
    somebody who is nothing but an address the part before the sign is the name.
    """
    known = known or {}
    text = " ".join(text.split())
    if found := known.get(text) or known.get(text.removeprefix("@")):
        return found
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
    told = Author(name=text, email=mail, url=url)
    match = _BEHIND.fullmatch(text)
    if match and _INSTITUTION.search(match["inside"]):
        told = replace(told, name=match["name"].strip(), affiliations=(match["inside"].strip(),))
    return told


def without_byline(text: str) -> str:
    """*text*, names, without the word that says that they are: ``By Ada Example``."""
    rest = _BYLINE.sub("", text, count=1) if _BYLINE.match(text) else text
    return text if rest[:1].islower() else rest


def _without_mail(text: str) -> tuple[str, str]:
    """*text* without the e-mail address in it, and the address."""
    match = _BRACKETED_MAIL.search(text) or _BARE_MAIL.search(text)
    if not match or not ("<" in match[0] or _HAS_HOST.search(match["mail"])):
        return text, ""
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split()).strip(" ,;:|-–—")
    # ``ada@example.org (Ada Brook)``, as old mail programs have it.
    return re.sub(r"^\(([^()]*)\)$", r"\1", rest), match["mail"]


def _without_link(text: str) -> tuple[str, str]:
    """*text* without the link in or round it, and its address."""
    for pattern in _LINKS:
        if match := pattern.fullmatch(text):
            url = match["url"]
            return match["name"].strip(), web_address(f"https://{url}" if url.startswith("www.") else url)
    return text, ""
