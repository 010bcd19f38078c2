"""The contexts for the templates of a note's page: byline, foot, and how to cite it."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from ..build.fingerprints import carried
from ..citations.export_formats import FORMS
from ..citations.note_citation import doi_url, plain
from ..languages import enumeration, name_of, punctuation
from ..model.ablog_options import KINDS as ABLOG_KINDS
from ..model.note import OTHERS, Note, Visibility
from ..model.urls import host_of
from .contexts import (
    Byline,
    ChangeLine,
    CitationForm,
    CiteThis,
    Foot,
    Link,
    NoteLink,
    PageContexts,
    SeriesNav,
    SeriesPart,
    TranslationLink,
)

if TYPE_CHECKING:
    from .presenter import Presenter


def note_contexts(presenter: Presenter, note: Note, *, is_note: bool, license_placed: bool) -> PageContexts:
    """Return the contexts for the templates of the page of *note*.

    *license_placed*: whether the author has placed the source and licence block elsewhere.
    """
    return PageContexts(
        note,
        _byline(presenter, note, is_note=is_note),
        _foot(presenter, note, is_note=is_note, license_placed=license_placed),
        _cite(presenter, note) if is_note else None,
    )


def _byline(presenter: Presenter, note: Note, *, is_note: bool) -> Byline:
    words = presenter.words
    hints = {Visibility.DRAFT: words.gettext("Draft"), Visibility.PRIVATE: words.gettext("Private")}
    return Byline(
        url=presenter.full_url(note.docname) if presenter.site.paged else "",
        authors=presenter.authors(note) if is_note else [],
        date=presenter.day(note.date) if is_note else None,
        updated=presenter.day(note.changed) if is_note else None,
        minutes=presenter.site.minutes(note) if is_note else 0,
        home=None if note.docname == presenter.root else presenter.home(),
        badges=presenter.badges(note.statuses),
        draft=hints.get(note.visibility, ""),
        external=Link(host_of(note.external_url), note.external_url) if note.external_url else None,
        lead=note.lead if is_note else "",
        translations=_translations(presenter, note) if is_note and presenter.site.paged else [],
    )


def _translations(presenter: Presenter, note: Note) -> list[TranslationLink]:
    """Return links to the note in its other languages."""
    language = presenter.site.translations.language(note)
    return [
        TranslationLink(name_of(each.language), presenter.url(each.docname), each.language)
        for each in presenter.site.translations.of(note.docname)
        if each.docname != note.docname and each.language != language
    ]


def _foot(presenter: Presenter, note: Note, *, is_note: bool, license_placed: bool) -> Foot:
    newer, older = presenter.site.catalogue.neighbours(note.docname) if is_note else (None, None)
    return Foot(
        changes=[ChangeLine(presenter.day(change.date), change.comment) for change in note.updates],
        series=_series(presenter, note) if is_note else None,
        newer=_link(presenter, newer),
        older=_link(presenter, older),
        labels=[
            presenter.label(kind, label)
            for kind, label in carried(note)
            if is_note and kind in {"tags", "categories", *ABLOG_KINDS}
        ],
        doi=doi_url(note.doi) if is_note else "",
        source="" if license_placed else presenter.source(note.docname, note.source),
        license=None if license_placed else note.license,
    )


def _cite(presenter: Presenter, note: Note) -> CiteThis | None:
    offer = presenter.site.offers.get(note.docname)
    if offer is None:
        return None
    citation, files = offer.citation, dict(offer.files)
    return CiteThis(
        authors=_sentence(presenter, [plain(author.name) for author in note.authors]),
        title=plain(note.name),
        site=citation.site,
        date=presenter.day(note.date),
        url=doi_url(citation.doi) or citation.url,
        forms=[
            CitationForm(
                name=name,
                text=Markup(html.escape(write(citation).replace("\r\n", "\n").rstrip("\n"), quote=False)),
                url=presenter.file_url(quote(files[form])) if form in files else "",
                file=files.get(form, "").rpartition("/")[2],
            )
            for form, (name, write) in FORMS.items()
        ],
    )


def _link(presenter: Presenter, note: Note | None) -> NoteLink | None:
    if note is None or not (url := presenter.url(note.docname, note.anchor)):
        return None
    return NoteLink(url, note.name, presenter.language(note.lang))


def _series(presenter: Presenter, note: Note) -> SeriesNav | None:
    if note.series is None:
        return None
    parts = presenter.site.catalogue.series(note.series)
    if len(parts) < 2 or note not in parts:
        return None
    return SeriesNav(
        name=note.series.name,
        url=presenter.label("series", note.series.name).url,
        part=parts.index(note) + 1,
        items=[
            SeriesPart(
                part.name,
                presenter.url(part.docname, part.anchor),
                part.docname == note.docname,
                presenter.language(part.lang),
            )
            for part in parts
        ],
    )


def _sentence(presenter: Presenter, names: list[str]) -> str:
    """Join *names*: ``A``, ``A and B``, ``A, B, and C``; ``A et al.`` and ``A, B, et al.``."""
    if len(names) > 1 and names[-1] == OTHERS.name:
        others = presenter.words.gettext(OTHERS.name)
        comma = punctuation(presenter.words).comma
        return (comma if len(names) > 2 else " ").join([comma.join(names[:-1]), others])
    return enumeration(names, presenter.locale)
