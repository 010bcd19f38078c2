"""ABlog's directives ``post`` and ``postlist``, where ABlog itself is not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..diagnostics import warn
from .listing import Notes

if TYPE_CHECKING:
    from docutils import nodes


class Post(SphinxDirective):
    """Says of a document that it is a post; read before the document is (``frontmatter/ablog.py``)."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        (
            *("tags", "author", "category", "location", "language", "redirect", "title", "image", "excerpt"),
            *("exclude", "nocomments", "canonical_link", "external_link"),
        ),
        directives.unchanged,
    )

    def run(self) -> list[nodes.Node]:
        return []


class PostList(Notes):
    """A list of posts, newest first; the argument is how many."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        (
            *("tags", "author", "category", "location", "language", "format", "date", "list-style", "expand"),
            *("sort", "excerpts", "number"),
        ),
        directives.unchanged,
    )

    def run(self) -> list[nodes.Node]:
        given = self.options
        for name in ("location", "language"):
            if given.get(name):
                message = f"postlist: :{name}: expected 'tags', 'category' or 'author', got {given[name]!r}"
                warn("directive", f"{message}; ignoring it", self.get_location())
        number = self.arguments[0] if self.arguments else given.get("number", "")
        options = {"tag": given.get("tags", ""), "category": given.get("category", ""),
                   "author": given.get("author", ""), "limit": number,
                   "sort": "oldest" if "sort" in given else "newest",
                   "show": "summary" if "excerpts" in given else ""}  # fmt: skip
        self.options = {name: value for name, value in options.items() if value}
        return super().run()


#: The directives by the names that ABlog gives them.
ABLOG: dict[str, Any] = {"post": Post, "postlist": PostList}
