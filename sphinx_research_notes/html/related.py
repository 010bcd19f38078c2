"""The notes related to a note, and in words what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import escape

from ..languages import enumeration, punctuation
from ..model.taxonomy import key
from .contexts import RelatedNote
from .quotes import with_formulas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..build.related_notes import Shown
    from ..model.note import Note
    from .presenter import Presenter

#: How many things of a kind are named, and how many kinds.
_NAMED = 2
_KINDS = 3


def related_to(presenter: Presenter, note: Note) -> list[RelatedNote]:
    """Return what the page of *note* shows as related."""
    return [_line(presenter, note, each) for each in presenter.site.relations.of(note.docname)]


def _line(presenter: Presenter, note: Note, shown: Shown) -> RelatedNote:
    env, other = presenter.site.env, shown.note
    name = other.name if other else env.titles[shown.docname].astext()
    return RelatedNote(
        name=with_formulas(other.formal, env.config) if other and other.formal else escape(name),
        titled=other is None or other.titled,
        url=presenter.url(shown.docname, other.anchor if other else ""),
        date=presenter.day(other.date) if other else None,
        language=presenter.language(other.lang) if other else "",
        why=punctuation(presenter.words).semicolon.join(list(_reasons(presenter, note, shown))[:_KINDS]),
    )


def _reasons(presenter: Presenter, note: Note, shown: Shown) -> Iterator[str]:
    """Yield what *note* and the one that is *shown* share, the most telling first."""
    site, words = presenter.site, presenter.words
    shared = {
        kind: [each for k, each in shown.related.shared if k == kind] for kind, _ in shown.related.shared
    }
    labels = {"works": note.works(site.shows), "tags": note.tags, "categories": note.categories}
    written = {kind: {key(each): each for each in several} for kind, several in labels.items()}
    for kind, keys in shared.items():
        if kind == "works":
            names = _list(presenter, [site.works.work(written[kind][each]).short for each in keys])
            yield words.gettext("both cite %(names)s") % {"names": names}
        elif kind == "links":
            names = _list(presenter, [target.name for target in shown.targets])
            yield words.gettext("both link to %(names)s") % {"names": names}
        else:
            tagged, inside = words.gettext("both tagged %(names)s"), words.gettext("both in %(names)s")
            yield (tagged if kind == "tags" else inside) % {
                "names": _list(presenter, [written[kind][each] for each in keys])
            }
    if shown.related.linking or shown.related.linked:
        yield words.gettext("links here") if shown.related.linking else words.gettext("linked above")


def _list(presenter: Presenter, names: list[str]) -> str:
    """Join *names*: ``A``, ``A and B``, ``A, B and others``."""
    if len(names) > _NAMED:
        one, other = names[:_NAMED]
        text = presenter.words.gettext("%(one)s, %(other)s and others")
        return text % {"one": one, "other": other}
    return enumeration(names, presenter.locale)
