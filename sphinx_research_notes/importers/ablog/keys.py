"""What each key that ABlog has for a post is here."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..documents import date_of
from ..files import one_line
from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .config import Config

_NAMES = {"external_link": "external_url", "canonical_link": "canonical_url"}
#: Pictures in either markup, in the order of the text.
_IMAGE = re.compile(
    r"""!\[[^\]\n]*\]\(\s*<?(?P<link>[^\s)>]+)
    |^[ ]*\.\.[ ]+(?:\|[^|\n]+\|[ ]+)?(?:image|figure)::[ ]*(?P<rst>\S+)
    |^[ ]*[`~:]{3,}\{(?:image|figure)\}[ ]*(?P<fence>\S+)""",
    re.VERBOSE | re.MULTILINE,
)


@dataclass(slots=True)
class Told:
    """What a post says of itself, and what becomes of it."""

    file: str
    #: In the order of the file, with the names that they have there.
    values: Mapping[str, Any]
    #: The line of each.
    lines: Mapping[str, int]
    docname: str
    body: str
    #: Whether a pattern of the site makes it a note.
    is_matched: bool
    findings: list[Finding] = field(default_factory=list)
    is_draft: bool = False

    def value(self, name: str) -> str:
        """Return the value of *name* as text."""
        given = next((value for key, value in self.values.items() if _plain(key) == name), None)
        return ", ".join(map(str, given)) if isinstance(given, list) else str(given or "").strip()

    def found(self, outcome: Outcome, name: str, detail: str) -> None:
        """Report what became of the key *name*."""
        self.findings.append(
            Finding(outcome, f"front matter: {name}", self.file, self.lines.get(name), one_line(detail))
        )


def _plain(name: str) -> str:
    return name.lower().replace("-", "_")


def ours(told: Told, config: Config) -> Iterator[tuple[str, str, Any]]:
    """Yield the keys of *told* that change: the name they have, the new one, and the value.

    The new name is empty for a key that goes; the old one is empty for one that is added.
    """
    has_kind = any(_plain(name) in {"kind", "layout"} for name in told.values)
    is_new = is_post = True
    for name, value in told.values.items():
        key, text = _plain(name), told.value(_plain(name))
        if key == "blogpost":
            is_new = False
            is_post = text.lower() not in {"false", "no", "off", "0"}
            yield (
                name,
                "" if has_kind or (is_post and told.is_matched) else "kind",
                "note" if is_post else "page",
            )
        elif key == "nocomments":
            yield name, "comments", False
        elif key == "redirect":
            yield name, "aliases", addresses(text)
        elif key in {"permalink", "url"}:
            yield from _moved(told, name, text)
        elif key == "exclude" or (key in {"image", *_NAMES} and text not in {"", "None"}):
            yield from _one(told, name, value)
    if is_new and not has_kind and not told.is_matched:
        yield "", "kind", "note"
    if not is_post:
        return
    yield from _date(told, config)
    if not told.is_draft and config.base and "id" not in map(_plain, told.values):
        # What ABlog's feed has, so that no reader shows the post again.
        yield (
            "",
            "id",
            config.base
            + (config.uri(told.docname) if config.is_dirhtml else quote(config.uri(told.docname))),
        )


def _one(told: Told, name: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield what becomes of the key *name*, if it changes."""
    key, text = _plain(name), str(value).strip()
    if key in _NAMES:
        yield name, _NAMES[key], value
    elif key == "image" and text.lstrip("-").isdigit():
        path = _image(told, int(text))
        yield name, "image" if path else "", path
        if not path and text != "0":
            told.found(Outcome.LEFT_OUT, name, f"expected a picture number {text} in the text, found none")
    elif key == "exclude":
        yield name, "", None
        told.found(Outcome.LEFT_OUT, name, "the text is shown as it is written")


def _moved(told: Told, name: str, text: str) -> Iterator[tuple[str, str, Any]]:
    """Yield what becomes of an address, which ABlog doesn't read: the page stays where it is."""
    others = {"aliases", "redirect", "redirect_from"} & {_plain(each) for each in told.values}
    is_alias = bool(text) and ":" not in text and not others
    yield name, "aliases" if is_alias else "", [f"/{text.lstrip('/')}"]
    if is_alias:
        told.found(Outcome.CHANGED, name, "ABlog doesn't read it; it leads to the page")
    else:
        told.found(Outcome.LEFT_OUT, name, f"ABlog doesn't read it; it was {text}")


def addresses(text: str) -> list[str]:
    """Return the former addresses: with either builder, as the pages that redirect had them."""
    names = [each.strip().strip("/") for each in text.split(",")]
    return [address for name in names if name for address in (f"/{name}.html", f"/{name}/")]


def _image(told: Told, number: int) -> str:
    """Return the path of a picture in the text; numbers below zero count from the end."""
    found = [match["link"] or match["rst"] or match["fence"] for match in _IMAGE.finditer(told.body)]
    place = number - 1 if number > 0 else number
    path = found[place] if number and -len(found) <= place < len(found) else ""
    return path if not path or "://" in path or path.startswith("/") else posixpath.normpath(path)


def _date(told: Told, config: Config) -> Iterator[tuple[str, str, Any]]:
    """Yield what makes a draft of a post without a date, and a date of one in the site's own form."""
    name = next((each for each in told.values if _plain(each) == "date"), "")
    text = told.value("date")
    if text in {"", "None"}:
        told.is_draft = True
        told.findings.append(
            Finding(
                Outcome.CHANGED,
                "post without a date",
                told.file,
                None,
                "ABlog lists it among drafts; it is one",
            )
        )
    elif date_of(text, UTC) is None:
        try:
            form = config.text_of("post_date_format") or "%d %b, %Y"
            moment = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            told.is_draft = True
            told.found(Outcome.UNKNOWN, name, f"expected a date, found {text!r}; it is a draft")
        else:
            yield name, "date", moment.date().isoformat()
    if told.is_draft:
        yield "", "draft", True
