"""The page of all labels of a kind: tags, categories, cited works and so on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..build.fingerprints import list_item
from ..citations.entry_digests import entry_digest
from ..languages import shown_label
from ..model import taxonomy
from ..model.ablog import FORMER
from ..model.collection import ListForm
from ..model.taxonomy import TITLES
from .contexts import Link
from .items import listing_html
from .list_pages import Generated, frame

if TYPE_CHECKING:
    from ..build.site import Site
    from ..model.collection import Listed
    from .presenter import Presenter

#: The kinds of label whose index shows by size how much each is used.
_SIZED = ("tags", "categories")


def label_index(site: Site, kind: str, by_label: dict[str, Listed]) -> Generated:
    """Return the index of the labels of *kind*; cited works are sorted like their references."""
    path, title, of_works = f"{site.config.path}/{kind}", site.words.gettext(TITLES[kind][0]), kind == "works"
    # On those of ABlog there are all posts.
    has_notes = site.config.ablog is not None and kind in FORMER

    def make(presenter: Presenter) -> tuple[str, str]:
        most = max(len(each.notes) for each in by_label.values())
        index = [
            Link(
                shown_label(site.words, kind, each.label),
                presenter.url(f"{path}/{each.slug}"),
                len(each.notes),
                use=taxonomy.use(len(each.notes), most) if kind in _SIZED else 1,
            )
            for each in by_label.values()
        ]
        if of_works:
            works = [(site.works.work(link.text), link.url, link.count) for link in index]
            works.sort(key=lambda each: (each[0].short.casefold(), each[0].key))
            inner = presenter.render("works.html", works=works)
        else:
            inner = presenter.render("labels.html", index=index)
        if has_notes:
            inner += "".join(_notes(presenter, kind, each) for each in by_label.values())
        return title, frame(site, presenter, title, inner)

    digest = partial(entry_digest, site.env) if of_works else str
    shown = [
        (
            *(digest(each.label), each.slug, len(each.notes), site.addresses.place(f"{path}/{each.slug}")),
            [_shown(site, each) if has_notes else None],
        )
        for each in by_label.values()
    ]
    about = site.words.gettext("%(labels)s in the notes on %(site)s") % {"labels": title, "site": site.name}
    return Generated(f"{path}/index", shown, make, lambda: about)


def _shown(site: Site, listed: Listed) -> object:
    """Return what the list of the notes with a label shows."""
    badges = [site.listed_at("statuses", each.listed_as) for note in listed.notes for each in note.statuses]
    return [list_item(site, note, ListForm()) for note in listed.notes], badges


def _notes(presenter: Presenter, kind: str, listed: Listed) -> str:
    """Return the notes with a label, under a heading that leads to their own page."""
    link = presenter.label(kind, listed.label, shown_label(presenter.words, kind, listed.label))
    notes = listing_html(presenter, listed.notes, ListForm(), level=3, feed=False)
    return presenter.render("notes-of-label.html", link=link, notes=notes)
