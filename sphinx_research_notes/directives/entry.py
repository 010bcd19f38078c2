"""``{entry}``: one item of a stream, a note of its own inside another document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
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
    from ..frontmatter.block import Block
    from ..model.faults import Fault
    from ..model.note import FrontMatter

#: Front matter keys about pages, which entries are not.
OF_PAGES = frozenset({"permalink", "aliases", "redirect_from", "comments", "epigraph", "at_uri"})

_DATE = r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?"
#: A date with words before or after it.
_DATED = re.compile(
    rf"(?P<words>\S.*?)[\s:,;|(–—-]+(?P<date>{_DATE})\)?|(?P<first>{_DATE})[\s:,;|–—-]+(?P<title>\S.*)"
)

#: Comments, which are no titles.
_COMMENT = re.compile(r"<!--|-->|%%|\{[#%]")


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
        """Return the front matter in the options and the argument."""
        text = text_under(self.block_text)
        block, declared = entry_head(self.options, " ".join(self.arguments), text, notes_config(self.config))
        if declared.inexact:
            warn("entry", INEXACT_OPTION.format(name=self.name, it="the entry"), self.get_location())
        for name in sorted(self.options.keys() & OF_PAGES):
            block.values.pop(name, None)
            message = f"entry: expected ':{name}:' only in the front matter of a document; ignoring it"
            warn("directive", message, self.get_location())
        front, faults = self._dated(block, self._argument())
        # An invalid date was reported above.
        others = [fault for fault in faults if not fault.message.startswith("date:")]
        report_faults(others, self.env.docname, self.lineno)
        return front

    def _argument(self) -> str:
        """Return the line of the argument; the lines below are text, which reStructuredText adds to it."""
        line, _, text = (self.arguments[0] if self.arguments else "").partition("\n")
        if text:
            lines = text.split("\n")
            source = self.get_source_info()[0] or ""
            places = [(source, self.lineno + number) for number in range(len(lines) + 1)]
            self.content = StringList([*lines, ""], items=places) + self.content
        return line.strip()

    def _dated(self, block: Block, given: str) -> tuple[FrontMatter, list[Fault]]:
        """Return the front matter in *block*, and its faults; *given* is a date, a title, or both."""
        settings, date = notes_config(self.config).settings, block.values.get("date")
        if given:
            block.values["date"] = given
        front, faults = schema.understand(block, settings)
        if front.date is not None:
            return front, faults
        match, words = _DATED.fullmatch(given), given
        block.values.pop("date", None)
        if match:
            words, date = match["words"] or match["title"], match["date"] or match["first"]
        if date:
            block.values["date"] = date
        is_title = bool(words) and "title" not in block.values and not _COMMENT.search(words)
        if is_title:
            block.values["title"] = words
        front, faults = schema.understand(block, settings)
        actions = [f"using {words!r} as its title" if is_title else f"ignoring {words!r}"] if words else []
        if front.date is None:
            actions.append("leaving it undated")
        if front.date is None or not is_title:
            message = "entry: expected a date such as 2024-03-11 or 2024-03-11 22:40, got"
            warn("entry", f"{message} {given!r}; {' and '.join(actions)}", self.get_location())
        return front, faults

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
