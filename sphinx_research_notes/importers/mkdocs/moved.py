"""Former addresses of pages: those of mkdocs-redirects, and of pages that weren't translated."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..documents import Document
    from .config import Config
    from .languages import Languages

#: By the former address: the page here, with the fragment if there is one, and the text of the link.
Moved = dict[str, tuple[str, str]]


def moved_pages(
    config: Config, documents: Mapping[str, Document], languages: Languages
) -> tuple[Moved, list[Finding]]:
    """Return the former addresses of pages, and what cannot be kept of them."""
    moved: Moved = dict(_untranslated(config, documents, languages))
    findings = []
    options = config.options_of("plugins", "redirects") or {}
    given = options.get("redirect_maps")
    for old, new in given.items() if isinstance(given, dict) else ():
        if re.match(r"https?://", str(new)):
            moved[_address(str(old), config)] = (str(new), str(new))
            continue
        path, _, fragment = str(new).partition("#")
        document = documents.get(f"{config.docs}/{posixpath.normpath(path.lstrip('/'))}")
        if document is None or not document.address or document.is_draft:
            detail = f"{old} led to {new}, which is no page here"
            findings.append(Finding(Outcome.UNKNOWN, "redirect_maps", config.source, None, detail))
            continue
        target = _file(document.address) + (f"#{fragment}" if fragment else "")
        moved[_address(str(old), config)] = (target, document.docname)
    return moved, findings


def _untranslated(
    config: Config, documents: Mapping[str, Document], languages: Languages
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the addresses in other languages at which a site showed the page of its first language."""
    options = config.options_of("plugins", "i18n") or {}
    if options.get("fallback_to_default") is False:
        return
    for document in documents.values():
        inside = document.path.removeprefix(f"{config.docs}/")
        if languages.of(inside) == languages.default and document.address and not document.is_draft:
            for language in languages.others:
                yield f"/{language}{document.address}", (_file(document.address), document.docname)


def _address(path: str, config: Config) -> str:
    """Return the address on the old site of the page made of the file at *path*."""
    place = re.sub(r"\.(?:md|html?)$", "", path.strip("/"))
    place = re.sub(r"(^|/)README$", r"\1index", place)
    address = f"/{place}{'/' if config.folders else '.html'}"
    return re.sub(r"(?<=/)index(?:/|\.html)$", "", address)


def _file(address: str) -> str:
    return f"{address}index.html" if address.endswith("/") else address
