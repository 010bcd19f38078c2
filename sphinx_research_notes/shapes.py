"""Shapes that values come in, in front matter and configuration alike: people, licences, epigraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .licenses import license_of
from .note import Author, Epigraph, License

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
    re.IGNORECASE | re.ASCII,
)
_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0"})


class Unusable(ValueError):
    """A value that its key does not accept; the message says what was found and what is accepted."""


def is_true(value: object) -> bool | None:
    """*value* as yes or no; None when it says neither."""
    text = str(value).strip().casefold()
    return True if text in _YES else False if text in _NO else None


def shown(value: Any) -> str:
    """*value* as a message shows it, cut to size."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def flat(value: Any) -> list[Any]:
    """The members of a list and of the lists in it; anything else by itself."""
    return [inner for each in value for inner in flat(each)] if isinstance(value, list) else [value]


def leaves(value: Any) -> list[str]:
    """Every text in *value*, whatever its shape."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for each in value for text in leaves(each)]
    return [] if value is None else [str(value)]


def texts_of(value: Mapping[Any, Any], accepted: str) -> dict[str, str]:
    """A mapping whose values are all texts, or lists of them; raises :class:`Unusable`."""
    found = {}
    for key, each in value.items():
        members = each if isinstance(each, (list, tuple)) else [each]
        if any(isinstance(member, (Mapping, list, tuple)) for member in members):
            raise Unusable(f"found {shown(value)}; accepted is {accepted}")
        found[str(key)] = ", ".join(str(m).strip() for m in members if m is not None)
    return found


def web_address(text: str) -> str:
    """*text*, an address on the web or nothing; raises :class:`Unusable` for any other scheme."""
    if text and not _ADDRESS.fullmatch(text):
        raise Unusable(f"found {text!r}; accepted is an address that begins with https://")
    return text


#: What the mapping of an author holds, texts first, then answers.
AUTHOR_TEXTS = ("name", "url", "orcid", "affiliation", "email", "family")
AUTHOR_ANSWERS = ("show_email", "organization")


def sound_author(value: Any) -> tuple[Any, list[str]]:
    """*value* without the members that its author cannot have, and what is wrong with each.

    An author whose ORCID has a wrong check digit is still the author.
    """
    if not isinstance(value, Mapping):
        return value, []
    sound, faults = dict(value), []
    checks = {"url": web_address, "orcid": orcid, "email": _mail, **dict.fromkeys(AUTHOR_ANSWERS, _answer)}
    for name, check in checks.items():
        member = value.get(name)
        if isinstance(member, (str, bool, int)) and str(member).strip():
            try:
                check(str(member).strip())
            except Unusable as error:
                faults.append(f"{name}: {error}")
                del sound[name]
    return sound, faults


def _mail(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+", text):
        raise Unusable(f"found {text!r}; accepted is an e-mail address")
    return text


#: A name with an e-mail address, as programs write it.
_WITH_MAIL = re.compile(r"(?P<name>[^<>@]*?)\s*<\s*(?:mailto:)?(?P<mail>[^\s<>@]+@[^\s<>@]+?)\s*>")


def named_author(text: str) -> Author:
    """The author that *text* names; an e-mail address in it is none of the name, and is not shown.

    ``Ada Brook <ada@example.org>`` is Ada Brook. Of somebody who is nothing but an address the part before
    the sign is the name.
    """
    text = " ".join(text.split())
    if match := _WITH_MAIL.fullmatch(text):
        text, mail = match["name"] or match["mail"].partition("@")[0], match["mail"]
        return Author(name=text, email=mail)
    if re.fullmatch(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+", text):
        return Author(name=text.partition("@")[0], email=text)
    return Author(name=text)


def _answer(text: str) -> bool:
    answer = is_true(text)
    if answer is None:
        raise Unusable(f"found {text!r}; accepted is true or false")
    return answer


def read_author(value: Any) -> Author:
    """The author that a mapping ``{name, url, orcid, affiliation, email, …}`` describes.

    Raises :class:`Unusable` without a name, or for a member that :func:`sound_author` would leave out.
    """
    accepted = "a mapping {name, url, orcid, affiliation, email} with a name"
    given = texts_of(value, accepted) if isinstance(value, Mapping) else {}
    given["name"] = " ".join(given.get("name", "").split())
    if not given["name"]:
        raise Unusable(f"found {shown(value)}; accepted is {accepted}")
    told = named_author(given["name"])
    given |= {"name": told.name, "email": given.get("email") or told.email}
    if given.get("orcid"):
        given["orcid"] = orcid(given["orcid"])
    web_address(given.get("url", ""))
    if given.get("email"):
        _mail(given["email"])
    answers = {name: _answer(given[name]) for name in AUTHOR_ANSWERS if given.get(name)}
    return Author(**{name: given.get(name, "") for name in AUTHOR_TEXTS}, **answers)  # type: ignore[arg-type]


def orcid(text: str) -> str:
    """The full address of an ORCID iD; raises :class:`Unusable` when its check digit is wrong.

    The check digit is ISO 7064 MOD 11-2:
    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    match = _ORCID.fullmatch(text.strip())
    accepted = f"found ORCID {text!r}; accepted is one such as 0000-0002-1825-0097"
    if match is None:
        raise Unusable(accepted)
    digits = match[1].upper().replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise Unusable(accepted)
    return f"https://orcid.org/{match[1].upper()}"


def read_license(value: Any) -> License | None:
    """The licence that an SPDX id or ``{name, url}`` names; raises :class:`Unusable` for other shapes."""
    accepted = "an SPDX id, or {name, url}"
    if isinstance(value, Mapping):
        given = texts_of(value, accepted)
        name, url = given.get("name", ""), web_address(given.get("url", ""))
        if name or url:
            return License(name, url) if name and url else license_of(name or url)
    elif not isinstance(value, (list, tuple)):
        text = " ".join(str(value or "").split())
        return license_of(text) if text else None
    raise Unusable(f"found {shown(value)}; accepted is {accepted}")


def read_epigraph(value: Any) -> Epigraph | None:
    """The epigraph that a text or ``{text, by, source, url, cite}`` gives; raises :class:`Unusable`.

    A last line that starts with a dash is the attribution, as in the directive.
    """
    accepted = "a text, or {text, by, source, url, cite, lang, verse}"
    if isinstance(value, (list, tuple)):
        raise Unusable(f"found {shown(value)}; accepted is {accepted}")
    given = texts_of(value if isinstance(value, Mapping) else {"text": value or ""}, accepted)
    if not isinstance(value, Mapping) and not given["text"]:
        return None
    unknown = given.keys() - {"text", "by", "source", "url", "cite", "lang", "verse"}
    if not given.get("text") or unknown:
        raise Unusable(f"found {shown(value)}; accepted is {accepted}")
    web_address(given.get("url", ""))
    if not given.get("by"):
        given["text"], given["by"] = split_attribution(given["text"])
    verse = is_true(given.pop("verse", ""))
    # Lines that YAML was asked to keep are meant to be kept.
    return Epigraph(**given, verse="\n" in given["text"] if verse is None else verse)


def split_attribution(text: str) -> tuple[str, str]:
    """*text* and the attribution on its last line, where that begins with a dash."""
    body, _, last = text.rstrip().rpartition("\n")
    match = re.match(r"\s*(?:—|―|–|---?)\s*(?=\S)", last)
    return (body.rstrip(), last[match.end() :].strip()) if body and match else (text, "")
