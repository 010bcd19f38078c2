"""Find pages by what texts call them: by path, by name, or by address."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .documents import Document


#: Keys of pages that Hugo may not show.
_HIDING = ("private", "publishdate", "expirydate", "visibility")


@dataclass(slots=True)
class Pages:
    """All pages of a site."""

    #: By language and path in the content, in lower case and without suffix: ``post/rain``.
    by_path: dict[tuple[str, str], Document] = field(default_factory=dict)
    #: By language and last step of the path; None for several.
    by_name: dict[tuple[str, str], Document | None] = field(default_factory=dict)
    by_address: dict[str, Document] = field(default_factory=dict)
    #: The files of those that may be hidden, by their front matter as Hugo reads it.
    hidden: set[str] = field(default_factory=set)
    #: The front matter of each file as it was, in lower case, for templates.
    given: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, document: Document) -> None:
        """Add *document*, whose address is known."""
        self.given[document.file] = {str(key).lower(): each for key, each in document.front.values.items()}
        says = any(document.value(name) not in (None, "") for name in _HIDING)
        if document.is_draft or document.is_disabled or document.front.fault or says:
            self.hidden.add(document.file)
        key = document.path.removesuffix(document.suffix).lower()
        path = re.sub(r"(?:^|/)_?index$", "", key)
        name = (document.lang, path.rpartition("/")[2])
        self.by_path.setdefault((document.lang, path), document)
        self.by_name[name] = None if name in self.by_name else document
        if document.address:
            self.by_address.setdefault(document.address, document)

    def find(self, path: str, document: Document) -> Document | None:
        """Return the page that *path* means in *document*.

        It is one from the content, from the page's own folder, or the only one of that name, in the language
        of *document* if there is one.
        """
        wanted = re.sub(r"\.(?:md|markdown|html)$", "", path.strip().lower()).strip("/")
        wanted = re.sub(rf"(?:/_?index)?(?:\.{re.escape(document.lang) or '[a-z]{2}'})?$", "", wanted)
        wanted = re.sub(r"(?:^|/)_?index$", "", wanted)
        folder = posixpath.dirname(document.path).lower()
        near = posixpath.normpath(posixpath.join(folder, wanted))
        places = [wanted] if path.startswith("/") else ["" if near == "." else near, wanted]
        if not path.startswith("/") and document.is_bundle:
            places.insert(1, posixpath.normpath(posixpath.join(folder, "..", wanted)))
        for lang in dict.fromkeys((document.lang, "")):
            for place in places:
                if found := self.by_path.get((lang, place)):
                    return found
            if named := self.by_name.get((lang, wanted)):
                return named
        return None

    def original(self, document: Document) -> Document | None:
        """Return the page in the default language that *document* is a translation of."""
        if not document.lang:
            return None
        path = re.sub(r"(?:^|/)_?index$", "", document.path.removesuffix(document.suffix).lower())
        return self.by_path.get(("", path))
