"""Show a list of posts as ABlog does: a line in a format of the author's, and the beginning of each post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..doctree.nodes import element
from ..languages import punctuation
from ..model import taxonomy
from ..model.ablog_options import COUNTS
from ..model.collection import KINDS
from ..model.post_form import WORDS
from .embed import SourceText, rebase, resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..model.note import Note
    from ..model.post_form import PostForm
    from .presenter import Presenter


def post_list(
    presenter: Presenter,
    notes: tuple[Note, ...],
    form: PostForm,
    link: Callable[[Note, str], nodes.Node],
    *,
    whole: bool,
) -> list[nodes.Node]:
    """Return the list of *notes*; nothing if there are none.

    *link*: returns a link to a note with that text; *whole*: whether beginnings have their markup, which the
    builder must be able to move to another page.
    """
    classes = ["postlist", f"postlist-style-{form.style}", "no-search"]
    bullets = nodes.bullet_list("", classes=classes)
    for note in notes:
        item = nodes.list_item("", nodes.paragraph("", "", *_line(presenter, note, form, link)))
        if form.excerpts:
            item += _beginning(presenter, note, form) if whole else _plain(note)
            if form.expand:
                item += nodes.paragraph("", "", nodes.emphasis("", "", link(note, form.expand)))
        bullets += item
    return [bullets] if bullets.children else []


def _line(
    presenter: Presenter, note: Note, form: PostForm, link: Callable[[Note, str], nodes.Node]
) -> Iterator[nodes.Node]:
    for text, word in form.parts:
        if text:
            yield nodes.Text(text)
        if word == "date" and note.date:
            yield nodes.Text(note.date.moment.strftime(form.date))
        elif word == "title":
            yield link(note, note.name)
        elif word:
            yield from _labels(presenter, note, WORDS[word])


def _labels(presenter: Presenter, note: Note, kind: str) -> Iterator[nodes.Node]:
    """Yield the labels of a *kind*, each with a link to its list."""
    for number, label in enumerate(KINDS[kind](note) if kind else ()):
        if number:
            yield nodes.Text(punctuation(presenter.words).comma)
        found = presenter.label(kind, label)
        text = nodes.Text(found.text)
        yield nodes.reference("", "", text, refuri=found.url, internal=True) if found.url else text


def _plain(note: Note) -> list[nodes.Node]:
    return [nodes.paragraph("", note.lead)] if note.lead else []


def _beginning(presenter: Presenter, note: Note, form: PostForm) -> list[nodes.Node]:
    """Return the summary of *note*, or its first paragraphs, and the image that stands for it."""
    source = SourceText.of(presenter, note.docname)
    container = source.container(note)
    count, number = (note.extra[COUNTS[name]] for name in ("excerpt", "image"))
    paragraphs = [] if note.summary else list(container.findall(nodes.paragraph))
    parts: list[nodes.Node] = [*paragraphs[:count]]
    parts += list(container.findall(nodes.image))[number - 1 : number] if number else []
    found = resolved(presenter.site.env, note.docname, source.doctree, parts)
    body = element("", *(_plain(note) if note.summary else []), *found, tag="div", classes=["excerpt"])
    rebase(presenter, note.docname, body, taxonomy.slug(f"{note.docname}-{note.anchor}") + "-")
    return [body]
