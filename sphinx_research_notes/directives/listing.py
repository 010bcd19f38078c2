"""``{notes}``: a listing of notes, with filters, order and style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..diagnostics import warn
from ..doctree.nodes import placeholder
from ..extension_points import additions_to
from ..model.collection import DETAILS, SORTS, Query
from ..state.read_state import read_state

if TYPE_CHECKING:
    from docutils import nodes

STYLES = ("list", "table", "cards", "full")


class Notes(SphinxDirective):
    """Lists notes; a filter takes one name or several separated by commas, and all filters must match."""

    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        (
            *("tag", "category", "status", "author", "series", "year", "match"),
            *("sort", "limit", "style", "group", "show"),
        ),
        directives.unchanged,
    ) | {"filter": directives.flag}

    def run(self) -> list[nodes.Node]:
        query = Query(
            tags=self._names("tag"),
            categories=self._names("category"),
            statuses=self._names("status"),
            authors=self._author_names(),
            series=self._names("series"),
            years=tuple(self._numbers("year")),
            match=self._names("match"),
            sort=self._choice("sort", SORTS),
            limit=next(iter(self._numbers("limit")), None),
            style=self._choice("style", (*STYLES, *additions_to(self.config).list_styles)),
            by_year=self._choice("group", ("none", "year")) == "year",
            show=self._details(),
            filter="filter" in self.options,
        )
        read_state(self.env).queries.append(query)
        node = placeholder(kind="listing", query=query)
        self.set_source_info(node)
        return [node]

    def _names(self, option: str) -> tuple[str, ...]:
        given = str(self.options.get(option) or "")
        return tuple(name.strip() for name in given.split(",") if name.strip())

    def _author_names(self) -> tuple[str, ...]:
        authors: dict[str, Any] = self.config.notes_authors or {}
        names = []
        for name in self._names("author"):
            author = authors.get(name, name)
            names.append(str(author.get("name", name) if isinstance(author, dict) else author))
        return tuple(names)

    def _numbers(self, option: str) -> list[int]:
        numbers = []
        for text in self._names(option):
            if text.isdecimal() and len(text) < 6:
                numbers.append(int(text))
            else:
                self._report(option, text, "a number", "ignoring it")
        return numbers

    def _details(self) -> tuple[str, ...] | None:
        given = tuple(name.lower() for name in self._names("show"))
        for name in given:
            if name not in (*DETAILS, "none"):
                expected = "'none' or some of " + ", ".join(map(repr, DETAILS))
                self._report("show", name, expected, "ignoring it")
        return tuple(name for name in given if name in DETAILS) if given else None

    def _choice(self, option: str, accepted: tuple[str, ...]) -> str:
        given = str(self.options.get(option) or accepted[0]).strip().lower()
        if given in accepted:
            return given
        self._report(option, given, "one of " + ", ".join(map(repr, accepted)), f"using {accepted[0]!r}")
        return accepted[0]

    def _report(self, option: str, value: str, expected: str, action: str) -> None:
        message = f"notes: :{option}: expected {expected}, got {value!r}; {action}"
        warn("directive", message, self.get_location())
