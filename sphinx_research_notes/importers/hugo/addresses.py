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
    from collections.abc import Callable, Iterator, Sequence

    from .config import Config
    from .documents import Document

_TOKEN = re.compile(r":(\w+)(?:\[([^\]]*)\])?")
#: The fields of ours that say the same as tokens of Hugo; a slug need not be the same.
_FIELDS = {
    "year": "year", "month": "month", "day": "day", "monthname": "long_month", "yearday": "y_day",
    "slug": "slug", "filename": "slug", "slugorfilename": "slug", "contentbasename": "slug",
    "slugorcontentbasename": "slug", "title": "slug", "weekdayname": "long_day",
}  # fmt: skip


def urlized(text: str, config: Config | None = None) -> str:
    """Return *text* as steps of an address: spaces as hyphens, without most punctuation, in lower case.

    *config* may say that capital letters stay, and that accents go.
    """
    if config is not None and config.is_on("removepathaccents"):
        bare = (each for each in unicodedata.normalize("NFD", text) if unicodedata.category(each) != "Mn")
        text = unicodedata.normalize("NFC", "".join(bare))
    found = re.sub(r"(?<=[^-\s])\s+(?=[^-\s])", "-", "".join(_letters(text.strip())))
    kept = re.sub(r"\s", "", found)
    return kept if config is not None and config.is_on("disablepathtolower") else kept.lower()


def _letters(text: str) -> Iterator[str]:
    """Yield the characters of *text* that may be in an address, and spaces."""
    for place, each in enumerate(text):
        kind = unicodedata.category(each)
        is_escape = each == "%" and re.match("[0-9a-fA-F]{2}", text[place + 1 : place + 3])
        if kind[0] in "LM" or kind == "Nd" or each.isspace() or each in "./_#+~-@\\" or is_escape:
            yield each


def address_of(document: Document, config: Config) -> str:
    """Return the path of *document* on the old site; empty if it had none."""
    if _is_unrendered(document):
        return ""
    prefix = config.prefix(document.lang)
    if url := document.text("url"):
        path = _filled(url, document, config, str) if url.startswith((":", "/:")) or "/:" in url else url
        return path if path.startswith("/") else f"{prefix}/{path}"
    if pattern := _pattern_for(document, config):
        path = _filled(pattern, document, config, lambda text: urlized(text, config))
    else:
        slug = document.text("slug")
        last = [] if document.is_list else [slug or document.name]
        path = "/".join(urlized(step, config) for step in (*document.folders, *last) if step)
        path = f"/{path}/" if path else "/"
    if config.is_on("uglyurls") and not document.is_list:
        path = f"{path.rstrip('/')}.html"
    path = re.sub("//+", "/", f"/{path.strip('/')}{'' if path.endswith('.html') else '/'}")
    return f"{prefix}{path}"


def _is_unrendered(document: Document) -> bool:
    """Whether Hugo makes no page of *document*."""
    if document.is_resource or document.is_disabled:
        return True
    build: Any = document.value("build") or document.value("_build")
    render = str(build.get("render", "")).lower() if isinstance(build, dict) else ""
    return render in {"never", "false", "link"} or document.text("headless").lower() == "true"


def _pattern_for(document: Document, config: Config) -> str:
    """Return the pattern of the section of *document*; empty if it has none."""
    if document.is_list and not document.section:
        return ""
    own = config.at(f"languages.{document.lang or config.default}.permalinks")
    patterns = own if isinstance(own, dict) else config.at("permalinks")
    patterns = patterns if isinstance(patterns, dict) else {}
    of_kind = patterns.get("section" if document.is_list else "page")
    by_section = of_kind if isinstance(of_kind, dict) else {}
    if not document.is_list:
        by_section = {**patterns, **by_section}
    found = by_section.get(document.section.lower(), by_section.get("/", "") if not document.section else "")
    return found if isinstance(found, str) else ""


def _filled(pattern: str, document: Document, config: Config, rule: Callable[[str], str]) -> str:
    """Return the path by *pattern*, whose tokens are Hugo's, as *rule* writes it."""
    title = document.text("title") or document.name
    slug = document.text("slug")
    when = document.date.moment if document.date else None
    values = {
        "section": document.section, "title": title, "filename": document.name,
        "slug": slug or title, "contentbasename": document.name, "slugorfilename": slug or document.name,
        "slugorcontentbasename": slug or document.name,
    }  # fmt: skip
    if when is not None:
        values |= {
            "year": f"{when.year:04}", "month": f"{when.month:02}", "day": f"{when.day:02}",
            "monthname": ENGLISH_MONTHS[when.month - 1], "yearday": str(when.timetuple().tm_yday),
            "weekdayname": f"{when:%A}", "weekday": str(when.isoweekday() % 7),
        }  # fmt: skip

    def value(match: re.Match[str]) -> str:
        if match[1] in {"sections", "sectionslugs"}:
            return "/".join(
                urlized(each, config) for each in _sliced(document.sections or document.folders, match[2])
            )
        return urlized(values.get(match[1], document.section if match[1] == "sectionslug" else ""), config)

    return rule(_TOKEN.sub(value, pattern))


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
