"""What the text of one page can refer to: other pages, files, parameters, and the user's table."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .pages import Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .calls import Call
    from .config import Config
    from .documents import Document
    from .templates import Own


@dataclass(slots=True)
class Context:
    """What the text of *document* can refer to."""

    document: Document
    config: Config
    pages: Pages = field(default_factory=Pages)
    #: Returns the address of a file that the page names, as it is written here; empty if there is none.
    file: Callable[[Document, str], str] = lambda document, name: ""
    #: Returns the pictures beside the page whose names have a pattern.
    files: Callable[[Document, str], list[str]] = lambda document, pattern: []
    table: Mapping[str, str] = field(default_factory=dict)
    #: The templates of the site's own shortcodes.
    own: Own | None = None
    why: str = ""

    def image(self, name: str) -> str:
        """Return the address of the image *name* here; itself if it isn't a file of the site."""
        return name if re.match(r"[a-z]+:|//", name) else self.file(self.document, name) or name

    def images(self, pattern: str) -> list[str]:
        """Return the pictures beside the page whose names have *pattern*, as the page names them."""
        return self.files(self.document, pattern)

    def link_to(self, name: str) -> str | None:
        """Return the path to the page that ``ref`` calls *name*; None if there is none."""
        path, sign, fragment = name.partition("#")
        if not path:
            return f"#{fragment}" if fragment else None
        other = self.find(path)
        if other is None:
            self.why = f"there is no page {path!r}"
            return None
        here = posixpath.dirname(self.document.target)
        return f"{posixpath.relpath(other.target, here or '.')}{sign}{fragment}"

    def find(self, path: str) -> Document | None:
        """Return the page that *path* means; None if there is none."""
        return self.pages.find(path, self.document)

    def param(self, name: str) -> str | None:
        """Return the parameter *name* of the site."""
        return self.config.text(f"params.{name.lower()}") or None

    def template(self, name: str) -> str:
        """Return the template of the shortcode *name*, of the site or its themes; empty if there is none."""
        return self.own.shortcode(name)[1] if self.own else ""

    def by_template(self, call: Call) -> str | None:
        """Return what the template of the site or its theme makes of *call*; None if that cannot be told."""
        if self.own is None:
            return None
        made = self.own.made(call, self.document)
        self.why = self.own.why or self.why
        return made

    def data(self, given: Mapping[str, str]) -> Any:
        """Return the data that a call of ``code-toggle`` names by ``config`` or ``dataKey``; None if none."""
        return self.own.named_data(given) if self.own else None
