"""The addresses that Hugo gives to pages (https://gohugo.io/content-management/urls/)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ...model.dates import without_date
from ...model.month_names import ENGLISH_MONTHS
from ...model.note import Note
from ...model.permalinks import PlaceError, check_pattern, from_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .config import Config
    from .documents import Document

_TOKEN = re.compile(r":(\w+)(?:\[([^\]]*)\])?")
#: The fields of ours that say the same as tokens of Hugo; a slug need not be the same.
_FIELDS = {
    "year": "year", "month": "month", "day": "day", "monthname": "long_month", "yearday": "y_day",
    "slug": "slug", "filename": "slug", "slugorfilename": "slug", "contentbasename": "slug",
    "slugorcontentbasename": "slug", "title": "slug", "weekdayname": "long_day",
}  # fmt: skip


def urlized(text: str) -> str:
    """Return *text* as a step of an address: in lower case, spaces as hyphens, without most punctuation."""
    kept = "".join(
        each for each in text.strip()
        if unicodedata.category(each)[0] in "LMN" or each.isspace() or each in "./_#+~-@\\"
    )  # fmt: skip
    return re.sub(r"-+", "-", re.sub(r"\s+", "-", kept)).strip("-").lower()


def address_of(document: Document, config: Config) -> str:
    """Return the path of *document* on the old site; empty if it had none."""
    prefix = f"/{document.lang}" if document.lang else ""
    if url := document.text("url"):
        return url if url.startswith("/") else f"{prefix}/{url}"
    if _is_unrendered(document):
        return ""
    pattern = _pattern_for(document, config)
    if pattern and not document.is_list:
        path = _filled(pattern, document)
    else:
        slug = document.text("slug")
        last = [] if document.is_list else [slug or document.name]
        path = "/".join(urlized(step) for step in (*document.folders, *last) if step)
        path = f"/{path}/" if path else "/"
    if config.is_on("uglyurls") and not document.is_list:
        path = f"{path.rstrip('/')}.html"
    path = re.sub("//+", "/", f"/{path.strip('/')}{'' if path.endswith('.html') else '/'}")
    return f"{prefix}{path}"


def _is_unrendered(document: Document) -> bool:
    """Whether Hugo makes no page of *document*."""
    if document.is_resource:
        return True
    build: Any = document.value("build") or document.value("_build")
    render = str(build.get("render", "")).lower() if isinstance(build, dict) else ""
    return render in {"never", "false", "link"} or document.text("headless").lower() == "true"


def _pattern_for(document: Document, config: Config) -> str:
    """Return the pattern of the section of *document*; empty if it has none."""
    patterns = config.at("permalinks")
    patterns = patterns if isinstance(patterns, dict) else {}
    pages = patterns.get("page")
    by_section = {**patterns, **pages} if isinstance(pages, dict) else patterns
    found = by_section.get(document.section.lower(), by_section.get("/", "") if not document.section else "")
    return found if isinstance(found, str) else ""


def _filled(pattern: str, document: Document) -> str:
    """Return the path by *pattern*, whose tokens are Hugo's."""
    title = document.text("title") or document.name
    slug = document.text("slug")
    when = document.date.moment if document.date else None
    values = {
        "section": document.section, "title": urlized(title), "filename": urlized(document.name),
        "slug": urlized(slug or title), "contentbasename": urlized(document.name),
        "slugorfilename": urlized(slug or document.name),
        "slugorcontentbasename": urlized(slug or document.name),
    }  # fmt: skip
    if when is not None:
        values |= {
            "year": f"{when.year:04}", "month": f"{when.month:02}", "day": f"{when.day:02}",
            "monthname": ENGLISH_MONTHS[when.month - 1], "yearday": str(when.timetuple().tm_yday),
            "weekdayname": f"{when:%A}", "weekday": str(when.isoweekday() % 7),
        }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        if match[1] == "sections":
            return "/".join(urlized(each) for each in _sliced(document.folders, match[2]))
        return values.get(match[1], "")

    return _TOKEN.sub(value, pattern)


def _sliced(steps: Sequence[str], part: str | None) -> Sequence[str]:
    """Return the steps that ``:sections[1:]`` means."""
    if part is None:
        return steps
    first, sign, last = part.partition(":")
    number = {"": None, "last": -1}
    start = number.get(first, int(first) if first.isdigit() else 0)
    if not sign:
        return steps[start:][:1] if start != -1 else steps[-1:]
    end = number.get(last, int(last) if last.isdigit() else None)
    return steps[start:end]


def our_pattern(documents: Sequence[Document], config: Config) -> str:
    """Return the pattern of all notes as a value of ``notes_permalink``; empty if there is none for all."""
    found = {_pattern_for(each, config) for each in documents if each.is_note}
    if len(found) != 1 or config.is_on("uglyurls"):
        return ""
    pattern = found.pop()
    if not pattern:
        return "hugo"
    section = {each.section for each in documents if each.is_note}
    if ":section" in pattern and len(section) != 1:
        return ""
    names = {**_FIELDS, "section": next(iter(section))}
    ours = _TOKEN.sub(lambda match: _field(match[1], names), pattern)
    ours = f"/{ours.strip('/')}/"
    try:
        return check_pattern(ours)
    except PlaceError:
        return ""


def _field(name: str, names: dict[str, str]) -> str:
    return names["section"] if name == "section" else f"{{{names.get(name, name)}}}"


def by_pattern(pattern: str, document: Document) -> str:
    """Return the path that the new site gives *document* by *pattern*, or by its name if that is empty."""
    docname = document.target.rpartition(".")[0]
    if not pattern or not document.is_note:
        return f"/{docname}.html"
    name = docname.rpartition("/")[2]
    note = Note(docname=docname, date=document.date, stem=without_date(name), slug=document.text("slug"))
    try:
        return f"/{from_pattern(pattern, note)}"
    except PlaceError:
        return ""
