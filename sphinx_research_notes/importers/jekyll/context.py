"""What the text of one document can refer to: variables, other documents, files, and the user's table."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..site_tags import filled
from .drops import typed
from .expressions import Scope, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .calls import Call
    from .documents import Document
    from .templates import Templates

#: A variable with a value of the site or of the page.
_PATH = re.compile(r"(?:site|page)(?:\.[\w-]+)+")
#: Of a program in a text.
_LONGEST = 20_000


@dataclass(slots=True)
class Context:
    """What the text of *document* can refer to."""

    document: Document
    scope: Scope
    #: Whether what is read is HTML, in which nothing is Markdown.
    is_html: bool = False
    #: All documents, by their path in the source.
    documents: Mapping[str, Document] = field(default_factory=dict)
    #: Posts by their names as ``post_url`` has them.
    posts: Mapping[str, Document] = field(default_factory=dict)
    #: Paths of files that are copied.
    files: frozenset[str] = frozenset()
    #: The user's table.
    table: Mapping[str, str] = field(default_factory=dict)
    #: The site's own includes.
    templates: Templates | None = None
    #: The variables that are lists of posts, tags or categories, and of which of these.
    lists: dict[str, str] = field(default_factory=dict)
    #: The labels of all posts: ``tags`` and ``categories``.
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: The keys of the bibliography of this document: the old one, and the one that it has here.
    keys: Mapping[str, str] = field(default_factory=dict)
    #: The works in files that tags name, by these names: their keys here.
    works: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: What to add to the finding on the tag that is being read.
    why: str = ""
    #: How many lists of references there are so far.
    bibliographies: int = 0
    #: Texts that became files of their own: their paths on the site, without the leading slash.
    made: dict[str, str] = field(default_factory=dict)
    #: Footnotes that were written in the text, to be put at its end.
    footnotes: list[str] = field(default_factory=list)

    def link_to(self, other: Document) -> str:
        """Return the path from this document's file to that of *other*."""
        here = posixpath.dirname(self.document.target)
        return posixpath.relpath(other.target, here or ".")

    def by_table(self, call: Call) -> str | None:
        """Return what the user's table says of *call*; None if it says nothing."""
        for name in (call.title, call.name, f"include {call.included}" if call.included else ""):
            if name and name in self.table:
                return filled(self.table[name], self.arguments(call), (call.content or "").strip("\n"))
        return None

    def by_include(self, call: Call) -> str | None:
        """Return what the site's own include gives; None if it cannot be told."""
        if self.templates is None:
            return None
        given = {
            name: value if call.named.get(name, "")[:1] in {'"', "'"} else typed(value)
            for name, value in self.arguments(call).items()
        }
        if any(_PATH.fullmatch(value) and given[name] == value for name, value in call.named.items()):
            # A list, which the include goes through.
            made = self.templates.filled(f"{{% include {call.raw} %}}", self.scope)
        else:
            made = self.templates.include(call.included, given, self.scope)
        self.why = self.templates.why if made is None else "by the include of the site"
        return made if made is None else self._in_frame(call.included, made)

    def _in_frame(self, name: str, html: str) -> str:
        """Return *html*; a program that is too long for a text becomes a page of its own, in a frame."""
        if len(html) < _LONGEST or "<script" not in html.lower():
            return html
        path = f"includes/{name.strip('/')}"
        self.made[path if path.endswith((".html", ".htm")) else f"{path}.html"] = html
        self.why = "a program: a page of its own, in a frame"
        source = next(reversed(self.made))
        return f'<iframe src="/{source}" width="100%" height="600" loading="lazy"></iframe>'

    def arguments(self, call: Call) -> dict[str, str]:
        """Return the arguments of *call* with variables replaced by their values as far as they are known."""
        found = {}
        for name, value in call.named.items():
            found[name] = self.argument(value)
        places = call.positional[1:] if call.included else call.positional
        return {**{str(place): self.argument(each) for place, each in enumerate(places)}, **found}

    def argument(self, value: str) -> str:
        """Return the value of one argument: a text in quotation marks, or a variable."""
        if value[:1] in {'"', "'"}:
            return value[1:-1]
        try:
            return self.scope.text(value)
        except Unknown:
            return value
