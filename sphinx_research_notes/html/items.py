"""Lists of notes as templates see them: items, their groups, and the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..extension_points import additions_to
from ..languages import AXIS, shown_label, translated
from ..model.collection import ListForm, by_year
from ..model.date_formats import year_text
from ..model.list_filters import NO_FILTERS, filters_of
from ..model.taxonomy import cut
from .templates import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.list_filters import FilterGroup
    from ..model.note import Note
    from .contexts import Badge, Day, Image, Link
    from .presenter import Presenter


#: As much of a summary as a row has room for.
_LONGEST_SUMMARY = 200


class Item:
    """A note as a line, row, card or entry of a list. What a template does not use is not computed."""

    def __init__(
        self,
        presenter: Presenter,
        note: Note,
        passages: Sequence[Link] = (),
        *,
        own_page: bool = False,
        pinned: bool = False,
        form: ListForm = ListForm(),  # noqa: B008 (frozen)
        marks: tuple[str, ...] = (),
    ) -> None:
        """*passages*: what it is listed for; *own_page*: whether even a link note leads to its own page.

        *pinned*: whether it stands here because it is pinned, and is marked; *form*: the one of its list;
        *marks*: its classes, by which the list can be narrowed.
        """
        self._presenter, self._note, self.passages = presenter, note, passages
        self.url = ("" if own_page else note.external_url) or presenter.url(note.docname, note.anchor)
        self.name, self.titled, self.lead = note.name, note.titled, note.lead
        self.external = bool(note.external_url)
        #: The attributes ``lang`` and ``dir`` of its name and first words, if they are in another language.
        self.language = presenter.language(note.lang)
        self.pinned = pinned
        #: How many minutes it takes to read; 0 if that is not shown.
        self.minutes = presenter.site.minutes(note, shown=form.minutes)
        self.marks = marks
        #: What it is about, if its line says so.
        self.summary = cut(note.lead, _LONGEST_SUMMARY) if form.summaries else ""

    @cached_property
    def date(self) -> Day | None:
        """Its formatted date."""
        return self._presenter.day(self._note.date)

    @cached_property
    def badges(self) -> list[Badge]:
        """Its statuses as badges."""
        return self._presenter.badges(self._note.statuses)

    @cached_property
    def tags(self) -> list[Link]:
        """Its tags, each with a link to the notes that have it."""
        return [self._presenter.label("tags", tag) for tag in self._note.tags]

    @cached_property
    def authors(self) -> list[Link]:
        """Its authors."""
        return self._presenter.authors(self._note)

    @cached_property
    def image(self) -> Image | None:
        """Its image."""
        return self._presenter.image(self._note)


class NoteItem(Item):
    """A note, with its record, in a list whose style another extension has added.

    Other items have no record, because only pages with a list of such a style depend on whole records.
    """

    @property
    def note(self) -> Note:
        """The record of the note."""
        return self._note


@dataclass(frozen=True, slots=True)
class ListingGroup:
    """Notes of a listing under one heading."""

    #: Empty if the listing has no headings.
    heading: str
    #: The id of the heading.
    id: str
    #: The link target of the heading; empty if it is not a link.
    url: str
    items: list[Item]
    #: Whether these are the pinned notes.
    pinned: bool = False
    #: Whether the year of their dates is said above them.
    one_year: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """``listing`` in ``list.html`` and in the templates of added list styles."""

    #: The name of the style.
    style: str
    #: Whether the list is an ``h-feed`` of its own; False if the whole page is one.
    feed: bool
    #: The level of the headings.
    level: int
    groups: list[ListingGroup]
    #: By what the list can be narrowed.
    filters: tuple[FilterGroup, ...] = ()
    #: The id of the control that shows these; unique on the page.
    id: str = ""
    #: Whether it is one of several pages of a list.
    is_part: bool = False

    @property
    def items(self) -> list[Item]:
        """The notes of all groups."""
        return [item for group in self.groups for item in group.items]


def listing_html(
    presenter: Presenter,
    notes: tuple[Note, ...],
    form: ListForm,
    *,
    level: int = 2,
    feed: bool = True,
    is_part: bool = False,
) -> str:
    """Return *notes*, in the order of the list, as a listing of that *form*, by the template of its style.

    *level*: the level of its headings; *feed*: whether the list is marked up as an ``h-feed``; *is_part*:
    whether it is one of several pages of a list.
    """
    env = presenter.site.env
    template = additions_to(env.config).list_styles.get(form.style, "")
    number = next(presenter.listing_numbers)
    end = f"-{number}" if number > 1 else ""
    filters = NO_FILTERS
    if form.fits(len(notes)).filters and presenter.site.paged and not template:
        filters = filters_of(notes, presenter.config.vocabulary)
    # Under a heading that says so, pinned notes need no marks, unless it disappears.
    marks_pins = form.pins and not (form.by_year and not filters.groups)
    make = NoteItem if template else Item

    def item(note: Note) -> Item:
        pinned = marks_pins and note.pinned > 0
        return make(presenter, note, pinned=pinned, form=form, marks=filters.classes(note))

    groups = [
        ListingGroup(
            heading=heading,
            id=name + end,
            url="",
            items=[item(note) for note in group],
            pinned=name == "pinned",
            one_year=form.one_year or name.startswith("year-"),
        )
        for heading, name, group in _grouped(presenter, notes, form)
    ]
    shown = tuple(_in_words(presenter, group) for group in filters.groups)
    listing = Listing(form.style, feed, level, groups, shown, f"narrow{end}", is_part)
    return render(env, "list.html", {"listing": listing}, template, presenter.words)


def _in_words(presenter: Presenter, group: FilterGroup) -> FilterGroup:
    """Return *group* in the language of the page."""
    words = presenter.words

    def shown(label: str) -> str:
        if group.kind == "years" and label.isdigit():
            return year_text(int(label), presenter.locale)
        return shown_label(words, group.kind, label) or words.gettext("Other")

    values = (replace(each, label=shown(each.label)) for each in group.values)
    return replace(group, axis=translated(words, group.axis.capitalize(), AXIS), values=tuple(values))


def _grouped(
    presenter: Presenter, notes: tuple[Note, ...], form: ListForm
) -> Iterator[tuple[str, str, tuple[Note, ...]]]:
    """Yield *notes* as a list of that *form* groups them, each group with its heading and the id of that.

    These are the pinned notes and then each year, or all notes without a heading.
    """
    if not form.by_year:
        yield "", "undated", notes
        return
    pinned = tuple(note for note in notes if form.pins and note.pinned)
    if pinned:
        yield presenter.words.gettext("Pinned"), "pinned", pinned
    for year, group in by_year(notes[len(pinned) :]):
        if year:
            yield year_text(year, presenter.locale), f"year-{year}", group
        else:
            yield presenter.words.gettext("Undated"), "undated", group
