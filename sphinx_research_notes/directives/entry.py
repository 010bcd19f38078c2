"""``{entry}``: one item of a stream, a note of its own inside another document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..config import notes_config
from ..constants import ENTRY
from ..diagnostics import report_faults, warn
from ..doctree.summary import plain
from ..frontmatter import schema
from ..model import taxonomy
from ..model.note import Visibility
from ..reading.entry_scopes import own_names
from ..state.read_state import read_state
from ..visibility.any_option import AnyOption
from ..visibility.directive_heads import INEXACT_OPTION, entry_head, text_under
from ..visibility.footnotes import is_emptied, replacement_for

if TYPE_CHECKING:
    from ..model.note import FrontMatter

#: Front matter keys about pages, which entries are not.
OF_PAGES = frozenset({"permalink", "aliases", "redirect_from", "comments", "epigraph"})


class Entry(SphinxDirective):
    """A dated item; its options are front matter, and ``:id:`` sets its anchor."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = AnyOption()

    def run(self) -> list[nodes.Node]:
        config, state = notes_config(self.config), read_state(self.env)
        if is_emptied(self):
            return replacement_for(self)
        front = self._front_matter()
        if front.date is None:
            given = self.arguments[0] if self.arguments else ""
            message = "entry: expected a date such as 2024-03-11 or 2024-03-11 22:40, got"
            warn("entry", f"{message} {given!r}; leaving it undated", self.get_location())
        if not config.shows(front.visibility):
            state.hide(self.env, self.get_source_info()[0])
            return replacement_for(self)
        state.is_stream = True
        outer = state.in_unlisted
        state.in_unlisted = outer or front.visibility is Visibility.UNLISTED
        with own_names(self) as scope:
            scope.content = content = self.parse_content_to_nodes()
        state.in_unlisted = outer
        anchor = self._anchor(front, content)
        state.entries[anchor] = front
        node: nodes.Element
        if front.title:
            node = nodes.section("", nodes.title(front.title, front.title), *content)
        else:
            node = nodes.container("", *content, is_div=True)
        scope.node = node
        node["classes"].append(ENTRY)
        node["ids"].append(anchor)
        self.state.document.note_explicit_target(node, node)
        self.set_source_info(node)
        return [node]

    def _front_matter(self) -> FrontMatter:
        """Return the front matter in the options, with the argument as date."""
        text = text_under(self.block_text)
        block, declared = entry_head(self.options, " ".join(self.arguments), text, notes_config(self.config))
        if declared.inexact:
            warn("entry", INEXACT_OPTION.format(name=self.name, it="the entry"), self.get_location())
        for name in sorted(self.options.keys() & OF_PAGES):
            block.values.pop(name, None)
            message = f"entry: expected ':{name}:' only in the front matter of a document; ignoring it"
            warn("directive", message, self.get_location())
        if self.arguments:
            block.values["date"] = self.arguments[0]
        front, faults = schema.understand(block, notes_config(self.config).settings)
        # An invalid date was reported above.
        others = [fault for fault in faults if not fault.message.startswith("date:")]
        report_faults(others, self.env.docname, self.lineno)
        return front

    def _anchor(self, front: FrontMatter, content: list[nodes.Node]) -> str:
        """Return the anchor: the given id, else date and time, else date and a slug of the first words."""
        entries = read_state(self.env).entries
        if given := str(self.options.get("id") or "").strip():
            base = taxonomy.slug(given) if not _is_id(given) else given
        elif front.date is not None and front.date.has_time:
            base = f"{front.date.moment:%Y-%m-%dT%H%M}"
        else:
            day = f"{front.date.day:%Y-%m-%d}" if front.date else "entry"
            # Footnotes are not part of the text, wherever they are written.
            text = (plain(node) for node in content if not isinstance(node, nodes.footnote))
            words = front.title or taxonomy.first_words(" ".join(text), 40)
            bare = "".join(c for c in words if c.isalnum() or c in " _-")
            base = f"{day}-{taxonomy.slug(bare)}".strip("-") if bare.strip() else day
        anchor = taxonomy.free_name(base, entries, self.state.document.ids)
        if anchor != base and self.options.get("id"):
            warn("entry", f"entry: duplicate id {base!r}; using {anchor!r}", self.get_location())
        return anchor


def _is_id(text: str) -> bool:
    return not any(c.isspace() or c in "\"'<>&#%" for c in text)
