"""``{note-to-self}``, ``{notes-to-self}`` (lists all of these) and ``{update}``: asides by the author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..config import language_of, notes_config, words_of
from ..diagnostics import warn
from ..doctree.nodes import element, placeholder
from ..languages import punctuation, words_near
from ..model.date_formats import format_when
from ..model.dates import DateError, When, parse_when
from ..state.read_state import read_state
from ..state.records import Aside
from ..visibility.any_option import AnyOption
from ..visibility.directive_heads import INEXACT_OPTION, aside_visibility, text_under
from ..visibility.footnotes import is_emptied, replacement_for

if TYPE_CHECKING:
    from ..languages import NullTranslations
    from ..model.note import Visibility


class _Aside(SphinxDirective):
    """An admonition with a dated label, which becomes an ``aside`` in HTML."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def lang(self) -> str:
        """The language of the note, if it has one of its own."""
        front = read_state(self.env).front
        return front.lang if front else ""

    @property
    def words(self) -> NullTranslations:
        """Our words in the language of the note, or else of the site."""
        site = words_of(self.config)
        return words_near(self.lang, site) if self.lang else site

    def when(self, text: str) -> When | None:
        """Return the date in *text*; None, with a warning, if it cannot be parsed."""
        if not text.strip():
            return None
        try:
            return parse_when(text, notes_config(self.config).zone)
        except DateError as error:
            warn("aside", f"{self.name}: {error}", self.get_location())
            return None

    def build(self, label: str, title: str, when: When | None, classes: list[str]) -> nodes.admonition:
        """Return the admonition with its label, date and title."""
        node = nodes.admonition(classes=[*classes, "note-aside"])
        head = nodes.title("", label)
        if when is not None:
            config = notes_config(self.config)
            text = format_when(when, config.date_format, self.lang or language_of(self.config))
            time = element("", nodes.Text(text), tag="time", attrs={"datetime": when.iso})
            head += [nodes.Text(punctuation(self.words).comma), time]
        if title:
            head += nodes.Text(punctuation(self.words).colon)
            head += self.parse_inline(title)[0]
        node += head
        node += self.parse_content_to_nodes()
        self.set_source_info(node)
        return node


class NoteToSelf(_Aside):
    """A note from the author to the author."""

    option_spec: ClassVar[dict[str, Any]] = AnyOption({"class": directives.class_option})

    def run(self) -> list[nodes.Node]:
        config, state = notes_config(self.config), read_state(self.env)
        if is_emptied(self):
            return replacement_for(self)
        visibility = self._visibility()
        if not config.shows(visibility):
            state.hide(self.env, self.get_source_info()[0])
            # Don't even parse it: what is not in a doctree can't get into any output.
            return replacement_for(self)
        self._check_options()
        title = self.arguments[0].strip() if self.arguments else ""
        when, done = self.when(self.options.get("date") or ""), "done" in self.options
        classes = ["note-to-self", *(["done"] if done else []), *self.options.get("class", [])]
        words = self.words
        label = words.gettext("Note to self (done)") if done else words.gettext("Note to self")
        node = self.build(label, title, when, classes)
        anchor = f"note-to-self-{len(state.asides) + 1}"
        node["ids"].append(anchor)
        self.add_name(node)
        state.asides.append(
            Aside(docname=self.env.docname, anchor=anchor, title=title, date=when, done=done,
                  listed=not state.in_unlisted)
        )  # fmt: skip
        return [node]

    def _visibility(self) -> Visibility:
        """Return who may see the aside; a misspelt ``:private:`` hides it too, with a warning."""
        lines = text_under(self.block_text).split("\n")
        declared = aside_visibility(self.options, " ".join(self.arguments), lines, notes_config(self.config))
        if declared.inexact:
            warn("aside", INEXACT_OPTION.format(name=self.name, it="the aside"), self.get_location())
        return declared.visibility

    def _check_options(self) -> None:
        """Report unknown options."""
        options = {"date", "done", "private", "class", "name"}
        for name in sorted(self.options.keys() - options):
            expected = ", ".join(map(repr, sorted(options)))
            message = f"{self.name}: unknown option {name!r}; expected one of {expected}; ignoring it"
            warn("aside", message, self.get_location())


class Update(_Aside):
    """A dated correction or addition inside a note; the argument is its date."""

    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        when = self.when(self.arguments[0]) if self.arguments else None
        label = self.words.gettext("Update")
        return [self.build(label, "", when, ["note-update", *self.options.get("class", [])])]


class NotesToSelf(SphinxDirective):
    """Lists all notes to self, each with a link to its place."""

    def run(self) -> list[nodes.Node]:
        read_state(self.env).lists_asides = True
        node = placeholder(kind="asides")
        self.set_source_info(node)
        return [node]
