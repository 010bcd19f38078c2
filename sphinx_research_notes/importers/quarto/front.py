"""The front matter of documents and folders in our keys; what has no place here keeps its own."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from ..files import one_line
from ..front_matter import FrontMatter, read_front_matter
from ..records import Finding, Outcome
from .project import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..documents import Document
    from .project import Project

_NUMBERS = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4}|\d{2})")
#: A date that only the build of the old site knew.
_COMPUTED = re.compile(r"(?:today|now|last-modified|`r\b.*)\s*$|.*Sys\.(?:time|Date)", re.IGNORECASE)
#: Texts that Quarto shows above the text of a page, in this order.
_SHOWN = ("subtitle", "description", "abstract")


def rewrite_front_matter(document: Document, project: Project, id_: str = "") -> Iterator[Finding]:
    """Change the front matter of *document*, and yield what was done; *id_*: its id in a feed, if any."""
    front = document.front
    if id_ and "id" not in front.values:
        front.put("id", id_)
    if "image-alt" in front.values and front.text_of("image"):
        front.put("image", {"path": front.text_of("image"), "alt": front.text_of("image-alt")})
        front.drop("image-alt")
        yield _found(document, "image-alt", "with 'image'")
    yield from _addresses(document)
    yield from _aliases(document)
    yield from _comments(document)
    if project.is_draft(document.path) and not front.is_true("draft"):
        front.put("draft", True)
        yield _found(document, "draft", "the website lists it as a draft")
    for name in ("bibliography", "csl", "nocite", "references"):
        if name in front.values:
            front.drop(name)
            yield _found(document, name, "one bibliography for the whole site")
    if not document.is_note and "kind" not in front.values and "layout" not in front.values:
        front.put("kind", "page")


def _found(document: Document, name: str, detail: str, outcome: Outcome = Outcome.CHANGED) -> Finding:
    return Finding(outcome, f"front matter: {name}", document.path, document.front.lines.get(name), detail)


def plain_dates(document: Document) -> Iterator[Finding]:
    """Write dates as everybody reads them, and yield what was done: in Quarto, ``03-04-2024`` is in March."""
    front = document.front
    for name in ("date", "date-modified"):
        text = front.text_of(name)
        if new := plain_date(text):
            front.put(name, new)
            yield _found(document, name, f"{text} is {new}")
        elif is_computed(text):
            front.drop(name)
            yield _found(document, name, f"{text} was computed by Quarto", Outcome.UNKNOWN)


def is_computed(text: str) -> bool:
    """Whether *text* is a date that only the build of the old site knew."""
    return _COMPUTED.match(text) is not None


def plain_date(text: str) -> str:
    """Return the date in *text* as ISO has it; empty if *text* has it already, or can be read as it is."""
    found = _NUMBERS.fullmatch(text)
    if not found:
        return ""
    month, day, year = int(found["first"]), int(found["second"]), int(found["year"])
    if month > 12:
        month, day = day, month
    year += 2000 if year < 100 else 0
    return f"{year:04}-{month:02}-{day:02}" if month <= 12 and day <= 31 else ""


def _addresses(document: Document) -> Iterator[Finding]:
    """Take out addresses that a former system has left: Quarto names pages like their files."""
    front = document.front
    for name in ("permalink", "url"):
        if "://" in front.text_of(name):
            front.rename(name, "link")
            yield _found(document, name, "'link': here, it would be the address of the page")
        elif front.text_of(name):
            yield _found(document, name, "Quarto took no notice of it", Outcome.LEFT_OUT)
            front.drop(name)


def _aliases(document: Document) -> Iterator[Finding]:
    """Write aliases from the root of the site: in Quarto, they may be relative to the page."""
    front = document.front
    given = texts_of(front.values.get("aliases"))
    absolute = [
        each
        if each.startswith("/")
        else posixpath.normpath(posixpath.join("/", document.folder, each))
        + ("/" if each.endswith("/") else "")
        for each in given
    ]
    if given and absolute != given:
        front.put("aliases", absolute)
        yield _found(document, "aliases", ", ".join(absolute))


def _comments(document: Document) -> Iterator[Finding]:
    if isinstance(document.front.values.get("comments"), dict):
        document.front.drop("comments")
        yield _found(document, "comments", "the options of a service", Outcome.LEFT_OUT)


def shown_above(document: Document, body: str) -> tuple[str, list[Finding]]:
    """Return the texts that Quarto shows above *body*, and what was done.

    A subtitle and an abstract have no other place here. A description stays in the front matter, too, where
    lists find it; one that *body* begins with isn't said twice.
    """
    texts: list[str] = []
    findings = []
    for name in _SHOWN:
        text = document.front.text_of(name)
        if not text:
            continue
        if name != "description":
            document.front.drop(name)
        elif any(_begins_with(each, text) for each in (document.front.text_of("abstract"), *texts, body)):
            continue
        findings.append(_found(document, name, "the first words of the text"))
        texts += [_paragraph(name, each) for each in re.split(r"\n[ \t]*\n", text) if each.strip()]
    return "".join(texts), findings


def _begins_with(body: str, text: str) -> bool:
    """Whether the first words of *body* are those of *text*, whatever is between them."""
    words = re.findall(r"[^\W_]+", text.casefold())
    start = re.sub(r"\A\{\.\w+\}", "", body.lstrip())[: 4 * len(text) + 200]
    return re.findall(r"[^\W_]+", start.casefold())[: len(words)] == words


def _paragraph(name: str, text: str) -> str:
    """Return *text* as a paragraph, or another block, of the class *name*."""
    is_list = re.search(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]", text, re.MULTILINE)
    return f"{{.{name}}}\n{text.strip() if is_list else one_line(text)}\n\n"


def listing_below(document: Document) -> str:
    """Take the listing of a page out of its front matter; return the directive that makes it here."""
    listing = document.front.values.get("listing")
    if listing is None:
        return ""
    document.front.drop("listing")
    first = (
        next((each for each in listing if isinstance(each, dict)), {})
        if isinstance(listing, list)
        else listing
    )
    options: dict[str, Any] = first if isinstance(first, dict) else {}
    style = {"table": "table", "grid": "cards"}.get(str(options.get("type")), "")
    lines = ["```{notes}", *([f":style: {style}"] if style else [])]
    lines += [":show: summary", ":group: year"] if not style else []
    name = str(options.get("id") or "")
    target = f'<a id="{name}"></a>\n\n' if re.fullmatch(r"[\w-]+", name) else ""
    return "\n".join(["", f"{target}{lines[0]}", *lines[1:], "```", ""])


def folder_defaults(text: str, path: str) -> tuple[str, list[Finding]]:
    """Return the ``_metadata.yml`` at *path* as it is here, and what was done; empty if nothing is left."""
    inner = re.sub(r"\A---[ \t]*\n|(?<=\n)---\s*\Z", "", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    front: FrontMatter = read_front_matter(f"---\n{inner.rstrip()}\n---\n")
    if front.fault or not front.is_there:
        return text, []
    findings = []
    for name in (
        "format",
        "execute",
        "freeze",
        "bibliography",
        "csl",
        "comments",
        "listing",
        "editor",
        "jupyter",
    ):
        if name in front.values and not (name == "comments" and isinstance(front.values[name], str)):
            line = front.lines.get(name)
            findings.append(
                Finding(Outcome.LEFT_OUT, f"{name} of a folder", path, line and line - 1, "only for Quarto")
            )
            front.drop(name)
    return front.written().removeprefix("---\n").removesuffix("---\n"), findings
