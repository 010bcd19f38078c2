"""Articles in HTML: ``meta`` elements in their heads say what lines say elsewhere.

See https://docs.getpelican.com/en/latest/content.html#file-metadata. Needs the extra ``import``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from ..files import one_line
from ..front_matter import FrontMatter
from ..html.converter import written
from ..html.document import Document as Tree
from ..html.document import value
from ..html.links import fragments_in_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..documents import Document
    from ..records import Finding

_BODY = re.compile(r"<body\b[^>]*>(?P<inside>.*?)(?:</body\s*>|\Z)", re.DOTALL | re.IGNORECASE)


def read_html(text: str) -> FrontMatter:
    """Return what the head of the article in HTML says, and its body."""
    body = _BODY.search(text)
    head = BeautifulSoup(text[: body.start()] if body else text, "html.parser")
    front = FrontMatter(body=body["inside"] if body else "")
    front.body_line = text.count("\n", 0, body.start("inside")) + 1 if body else 1
    if isinstance(head.title, Tag) and (title := one_line(head.title.get_text())):
        front.put("title", title)
    for meta in head.find_all("meta"):
        name = value(meta, "name").strip().lower()
        said = one_line(value(meta, "content") or value(meta, "contents"))
        if name and said and name not in {"viewport", "generator"}:
            name = {"keywords": "tags", "description": "summary"}.get(name, name)
            front.put(name, f"{front.text_of(name)}, {said}" if front.text_of(name) else said)
    front.is_there = bool(front.values)
    return front


def html_in_myst(
    document: Document, body: str, address: Callable[[str], str | None]
) -> tuple[str, list[Finding]]:
    """Return the *body* of *document* in MyST, and what became of its constructs.

    *address* returns what a relative address is here, and None if it can stay.
    """
    tree = Tree(body, document.path, document.front.body_line)
    for name in ("href", "src"):
        for element in tree.soup.find_all(True, attrs={name: True}):
            given = value(element, name).strip()
            new = address(given) or given
            element[name] = new
            if name == "href" and not re.match(r"[A-Za-z][\w+.-]*:|//|#", new):
                element["data-html"] = "yes"
    text = written(tree, set(fragments_in_html(body)))
    return text, tree.findings
