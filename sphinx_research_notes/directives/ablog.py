"""ABlog's directives ``post`` and ``postlist``, where ABlog itself is not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import placeholder
from ..model.ablog_options import AblogOptions
from ..model.post_form import STYLES, WORDS, PostForm, parts_of
from ..model.post_lists import PostQuery
from ..state.read_state import read_state
from .listing import Notes

if TYPE_CHECKING:
    from docutils import nodes

_FORMAT = "{date} - {title}"


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
            *("sort", "excerpts"),
        ),
        directives.unchanged,
    )

    def run(self) -> list[nodes.Node]:
        ablog = notes_config(self.config).ablog or AblogOptions()
        self.options["limit"] = self.arguments[0] if self.arguments else ""
        query = PostQuery(
            tags=self._names("tags"),
            categories=self._names("category"),
            authors=self._author_names(),
            locations=tuple(ablog.labels("locations", self.options.get("location"))),
            languages=tuple(ablog.labels("languages", self.options.get("language"))),
            limit=next(iter(self._numbers("limit")), None),
            posts=self._form(ablog),
            here=self.env.docname,
            reverse="sort" in self.options,
        )
        read_state(self.env).queries.append(query)
        node = placeholder(kind="listing", query=query)
        self.set_source_info(node)
        return [node]

    def _form(self, ablog: AblogOptions) -> PostForm:
        given = str(self.options.get("format") or _FORMAT).strip()
        try:
            parts = parts_of(given)
        except ValueError:
            expected = "a text with " + ", ".join(f"{{{word}}}" for word in WORDS)
            self._report("format", given, expected, f"using {_FORMAT!r}")
            parts = parts_of(_FORMAT)
        style = str(self.options.get("list-style") or STYLES[0]).strip()
        if style not in STYLES:
            expected = "one of " + ", ".join(map(repr, STYLES))
            self._report("list-style", style, expected, f"using {STYLES[0]!r}")
            style = STYLES[0]
        date = str(self.options.get("date") or ablog.short_date).strip()
        expand = str(self.options.get("expand") or "").strip()
        return PostForm(
            parts=parts, date=date, style=style, excerpts="excerpts" in self.options, expand=expand
        )

    def _report(self, option: str, value: str, expected: str, action: str) -> None:
        message = f"postlist: :{option}: expected {expected}, got {value!r}; {action}"
        warn("directive", message, self.get_location())


#: The directives by the names that ABlog gives them.
ABLOG: dict[str, Any] = {"post": Post, "postlist": PostList}
