"""What links by address lead to, in whatever form the author wrote the address."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..config import language_of, notes_config, words_of
from ..constants import PAGED
from ..doctree.summary import stem_of
from ..languages import gettext_noop, shown_label
from ..model.ablog import former_pages, named_pages
from ..model.date_formats import year_text
from ..model.permalinks import settle
from ..model.site_addresses import AddressIndex, divided
from ..model.taxonomy import OF_LABEL, TITLES
from ..state.project_files import named_file
from ..state.records import pages
from .builder_reference import BuilderReference

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config

    from ..citations.works import CitedWorks
    from .addresses import Addresses, ListPages

#: The titles of pages that list neither all notes nor those with a label.
_PAGES = {
    "stream": gettext_noop("Stream"),
    "feeds": gettext_noop("Feeds"),
    "search": gettext_noop("Search"),
    "index": gettext_noop("Index"),
}


def index_title(config: Config, kind: str) -> str:
    """Return the title of the page of all *kind*: notes, the stream, feeds, tags and so on."""
    words = words_of(config)
    if kind == "notes":
        return notes_config(config).title or words.gettext("Notes")
    return words.gettext(TITLES[kind][0] if kind in TITLES else _PAGES[kind])


class LinkTargets(BuilderReference):
    """Documents and generated pages by address. All builders use the addresses of HTML."""

    def __init__(
        self, builder: Builder, addresses: Addresses, works: CitedWorks, generated: ListPages
    ) -> None:
        """*generated*: returns all list pages, kinds and labels."""
        super().__init__(builder)
        self._addresses, self._works = addresses, works
        self._generated = generated
        self._paged = builder.name in PAGED

    def find(self, address: str, docname: str) -> tuple[str, str] | None:
        """Return the page and the anchor that *address* leads to from the page of *docname*.

        A document can be addressed by the location of its page or, as in raw HTML, by its source file.
        """
        if found := self._index.find(address, docname):
            return found
        path, part = divided(address)
        if not path.endswith(tuple(self.env.config.source_suffix)):
            return None
        try:
            target = self.env.path2doc(named_file(self.env, path, docname)[1])
        except OSError:  # No file can have that name.
            return None
        return (target, part) if target in self.env.all_docs else None

    @cached_property
    def _index(self) -> AddressIndex:
        """The documents by address, for links that use one."""
        env, base = self.env, str(self.env.config.html_baseurl or "")
        if self._paged:
            default, places = self._addresses.default_uri, self._addresses.places
        else:
            records, default = pages(env), "{}.html".format
            heads = [page.head for docname, page in records.items() if page.head and docname in env.all_docs]
            plain = {docname for docname, page in records.items() if not page.is_note}
            by_name = {d: default(d) for d in env.all_docs}
            places = settle(heads, by_name, self._addresses.permalink, plain=plain)
        defaults = {d: unquote(default(d)) for d in env.all_docs}
        generated = {name: unquote(default(name)) for name in self.generated}
        former = self.former | places.redirects
        return AddressIndex(defaults | places.moved, former, defaults, base, generated)

    @cached_property
    def generated(self) -> dict[str, tuple[str, str]]:
        """The generated pages, each with the kind and label of what it lists.

        For builders that generate no pages, these are the pages that the site has in HTML.
        """
        generated = {"search": ("search", "")}
        if self.env.config.html_use_index:
            generated["genindex"] = ("index", "")
        generated |= {name: (kind, label) for name, kind, label in self._generated()}
        return {name: listed for name, listed in generated.items() if not self._is_replaced(name)}

    @cached_property
    def ablog(self) -> dict[str, str]:
        """The pages by the labels that ABlog has for them: generated ones, and posts by their file names.

        Empty if those are not wanted.
        """
        if not notes_config(self.env.config).ablog:
            return {}
        notes = sorted(docname for docname, page in pages(self.env).items() if page.is_note)
        posts = {stem_of(docname).lower(): docname for docname in reversed(notes)}
        return posts | named_pages(*self._of_ablog)

    @cached_property
    def former(self) -> dict[str, str]:
        """The generated pages by the places where ABlog had them, which no other page has."""
        if not notes_config(self.env.config).ablog or not self._paged:
            return {}
        names = {
            name: page for name, page in former_pages(*self._of_ablog).items() if name not in self.generated
        }
        # ABlog reads no permalinks, so that the page was where the document is.
        names |= {docname: docname for docname in self._addresses.places.moved}
        taken = {self._addresses.default_file(name).casefold() for name in self.generated}
        return {
            self._addresses.default_place(name): page
            for name, page in names.items()
            if self._addresses.default_file(name).casefold() not in self._addresses.files | taken
        }

    @property
    def _of_ablog(self) -> tuple[str, dict[str, tuple[str, str]], dict[tuple[str, str], str], str]:
        config = notes_config(self.env.config)
        keys = {("authors", author.name): key for key, author in config.settings.authors.items()}
        for kind, names in config.ablog.names.items() if config.ablog else ():
            keys |= {(kind, name): key for key, name in names.items()}
        places = (f"{config.path}/index", config.path)
        own = next((name for name in places if name in self.env.all_docs), "")
        return config.path, self.generated, keys, own

    def _is_replaced(self, name: str) -> bool:
        """Return whether a document takes the place of the generated page *name*."""
        addresses = self._addresses
        return name in self.env.all_docs or (
            self._paged and addresses.file(name).casefold() in addresses.files
        )

    def title(self, name: str) -> str:
        """Return the text of a link without one to the page *name*, a key of :attr:`generated`."""
        kind, label = self.generated[name]
        words = words_of(self.env.config)
        if not label:
            return index_title(self.env.config, kind)
        if kind == "year":
            return year_text(int(label), language_of(self.env.config))
        if kind == "works":
            return self._works.work(label).short
        return (
            words.gettext(OF_LABEL[kind]) % {"label": shown_label(words, kind, label)}
            if kind in OF_LABEL
            else label
        )
