"""What Pelican knows of an article: from the settings, from its path, and from its own lines.

See https://docs.getpelican.com/en/latest/settings.html#metadata for which of them counts.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..documents import date_of
from ..records import Finding, Outcome
from .config import filled, in_ascii
from .dates import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from ..documents import Document
    from .config import Config

_DATE_IN_NAME = r"(?P<date>\d{4}-\d{2}-\d{2}).*"
#: What an article gets that only its path or the settings say.
_TOLD = {
    "title": "title", "date": "date", "modified": "updated", "tags": "tags", "category": "categories",
    "author": "author", "authors": "authors", "lang": "lang", "summary": "summary", "series": "series",
}  # fmt: skip
STATUSES = {"published", "draft", "skip", "hidden"}


def describe(document: Document, config: Config, zone: tzinfo) -> Iterator[Finding]:
    """Find out the date, the status and the address of *document*, and what its path tells."""
    document.defaults = _around(document, config)
    status = _text(document, "status") or "published"
    document.defaults["status"] = status.lower() if status.lower() in STATUSES else "draft"
    document.is_draft = document.defaults["status"] in {"draft", "skip"}
    document.date = date_of(readable(_text(document, "date")), zone)
    is_early = document.date is not None and document.date.moment > datetime.now(UTC)
    # Pelican makes drafts of these, until their day comes.
    document.defaults["is_early"] = is_early and config.values.get("WITH_FUTURE_DATES") is False
    has_date = document.date or config.values.get("DEFAULT_DATE")
    if document.is_note and not document.is_draft and not has_date:
        # Pelican skips it, with a message that few have read.
        document.defaults["status"], document.is_draft = "draft", True
        why = "expected a date, as Pelican publishes no article without, found none; it is a draft here"
        yield Finding(Outcome.CHANGED, "article without a date", document.path, None, why)
    elif not document.is_draft and not _text(document, "title"):
        document.defaults["status"], document.is_draft = "draft", True
        why = "expected a title, as Pelican publishes nothing without, found none; it is a draft here"
        yield Finding(Outcome.CHANGED, "text without a title", document.path, None, why)
    document.defaults["slug"] = slug_of(document, config)
    if not document.is_draft:
        document.address = _address(document, config, zone)
        if _is_transliterated(document, config):
            why = f"{document.address} without Unidecode, which Pelican makes addresses with; pip install it"
            yield Finding(Outcome.UNKNOWN, "address of a title", document.path, None, why)


def _text(document: Document, name: str) -> str:
    value = document.value(name)
    return str(value).strip() if isinstance(value, (str, int)) else ""


def _around(document: Document, config: Config) -> dict[str, Any]:
    """Return what the settings and the path of *document* tell, by names in lower case."""
    found = {name.lower(): value for name, value in config.mapping("DEFAULT_METADATA").items()}
    found |= {"category": config.text("DEFAULT_CATEGORY", "")} if "DEFAULT_CATEGORY" in config.values else {}
    given = config.values.get("DEFAULT_DATE")
    if isinstance(given, (list, tuple)) and len(given) >= 3 and all(isinstance(each, int) for each in given):
        year, month, day, hour, minute, second = [*given, 0, 0, 0][:6]
        found["date"] = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    elif isinstance(given, str) and given != "fs":
        found["date"] = given
    for path, values in sorted(config.mapping("EXTRA_PATH_METADATA").items()):
        if isinstance(values, dict) and f"{document.path}/".startswith(f"{path.strip('/')}/"):
            found |= {str(name).lower(): value for name, value in values.items()}
    found |= _in_path(document, config)
    return found | {name: readable(str(found[name])) for name in ("date", "modified") if found.get(name)}


def _in_path(document: Document, config: Config) -> dict[str, str]:
    """Return what the patterns of the settings find in the path of *document*."""
    folder = posixpath.basename(document.folder)
    checks = [
        (config.text("FILENAME_METADATA", _DATE_IN_NAME), PurePosixPath(document.path).stem),
        (config.text("PATH_METADATA"), document.path),
    ]
    found: dict[str, str] = {}
    for pattern, text in checks:
        try:
            match = re.match(pattern, text) if pattern else None
        except re.error:
            continue
        for name, value in match.groupdict().items() if match else ():
            if value is not None:
                found.setdefault(name.lower(), value)
    if folder and config.values.get("USE_FOLDER_AS_CATEGORY", True) and config.address("CATEGORY"):
        found.setdefault("category", folder)
    return found


def slug_of(document: Document, config: Config) -> str:
    """Return the name of *document* in addresses."""
    if slug := _text(document, "slug"):
        return slug
    title = _text(document, "title")
    by_title = config.text("SLUGIFY_SOURCE", "title") == "title" and title
    return config.slug(title if by_title else PurePosixPath(document.path).stem)


def _is_transliterated(document: Document, config: Config) -> bool:
    """Whether the address of *document* has letters that only Unidecode can write in ASCII."""
    if config.values.get("SLUGIFY_USE_UNICODE"):
        return False
    shown = "" if document.front.text_of("slug") else document.front.text_of("title")
    if "{category}" in config.address("ARTICLE") and document.is_note:
        shown += _text(document, "category")
    letters = [each for each in shown if each.isalpha() and not each.isascii()]
    return any(not in_ascii(each) for each in letters)


def _address(document: Document, config: Config, zone: tzinfo) -> str:
    """Return the path of *document* on the old site; empty if it cannot be told, or if there is none."""
    lang = (_text(document, "lang") or config.text("DEFAULT_LANG", "en")).lower()
    of_lang, prefix = config, ""
    is_default = lang == config.text("DEFAULT_LANG", "en").lower()
    if not is_default and lang in config.mapping("I18N_SUBSITES"):
        of_lang, prefix, is_default = config.subsite(lang), f"{lang}/", True
    kind = ("ARTICLE" if document.is_note else "PAGE") + ("" if is_default else "_LANG")
    pattern = document.front.text_of("save_as") or document.front.text_of("url") or of_lang.address(kind)
    if not pattern:
        return ""
    local = document.date.moment.astimezone(zone) if document.date else None
    own = {**document.defaults, **document.front.values}
    category = _text(document, "category") or config.text("DEFAULT_CATEGORY", "misc")
    author = _first_author(document) or config.text("AUTHOR")
    values = {name.lower(): str(value) for name, value in own.items() if isinstance(value, (str, int))}
    values |= {
        "slug": str(document.defaults["slug"]),
        "path": document.path,
        "category": config.slug(category, "CATEGORY"),
        "author": config.slug(author, "AUTHOR"),
        "lang": lang,
        "filename": PurePosixPath(document.path).stem,
    }
    return filled(prefix + pattern.lstrip("/"), local, values)


def _first_author(document: Document) -> str:
    return next(iter(labels_in(document.value("authors") or document.value("author"))), "")


def labels_in(value: Any) -> list[str]:
    """Return the labels in *value*, which are divided at semicolons, or else at commas."""
    if isinstance(value, str):
        value = value.split(";" if ";" in value else ",")
    return [str(each).strip() for each in value if str(each).strip()] if isinstance(value, list) else []


def complete(document: Document) -> Iterator[Finding]:
    """Write into the front matter of *document* what its path or the settings say of it."""
    front = document.front
    present = {"categories" if name == "category" else name for name in front.values}
    for name, key in _TOLD.items():
        value = document.defaults.get(name)
        if not value or name in front.values or key in front.values or key in present:
            continue
        if name in {"author", "authors"} and {"author", "authors"} & present:
            continue
        if not document.is_note and name not in {"title", "lang", "summary"}:
            continue
        if name in {"tags", "authors"}:
            front.put(key, labels_in(value))
        else:
            front.put(key, [str(value)] if name == "category" else str(value))
        detail = "the folder, the path or the settings"
        yield Finding(Outcome.CHANGED, f"front matter: {name}", document.path, None, detail)


def link_translations(documents: Iterable[Document], config: Config) -> None:
    """Let each translation name its original, and notes in another language say which."""
    default = config.text("DEFAULT_LANG", "en").lower()
    groups: dict[tuple[bool, str], list[Document]] = defaultdict(list)
    for document in documents:
        name = config.text("ARTICLE_TRANSLATION_ID", "slug")
        if key := str(document.value(name) or ""):
            groups[document.is_note, key].append(document)
    for group in groups.values():
        langs = [(_text(each, "lang") or default).lower() for each in group]
        if len(group) < 2 or len(set(langs)) < len(group):
            continue
        marked = [each for each in group if _text(each, "translation").lower() != "true"]
        original = next(
            (each for each, lang in zip(group, langs, strict=True) if lang == default and each in marked),
            (marked or group)[0],
        )
        for each in group:
            each.front.drop("translation")
            if each is not original and not original.is_draft:
                here = posixpath.dirname(each.target) or "."
                each.front.put("translation_of", posixpath.relpath(original.target, here))
