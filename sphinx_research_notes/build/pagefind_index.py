"""The index of Pagefind, in place of Sphinx's: facts and facets of notes, and only files that changed.

Pagefind fetches only the parts of its index that a search needs. All documents are in one index, whatever
their language, so that all are found from every page.
"""

from __future__ import annotations

import gzip
import json
import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .._upstream.pagefind_service import DISTRIBUTION, PagefindError, indexed, program, program_version
from ..config import language_of
from ..constants import THEME
from ..diagnostics import warn
from ..languages import shown_label
from ..model.digests import value_digest
from ..state.records import page_of
from .common_words import without_common_words
from .manifest import INDEX, TEXTS, build_of
from .search_facts import search_facts
from .search_texts import FOUND, SearchTexts, text_of, texts_path, wants_pagefind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set

    from docutils import nodes
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .search_facts import Facts
    from .site import Site

#: The folder of the index in the output.
FOLDER = "_pagefind"

#: The script in it.
SCRIPT = "pagefind.js"

#: The file with the facets.
FACETS = "notes.pf_facets"

#: Increment when the same texts are indexed differently.
VERSION = 2

#: Words keep these characters; Pagefind drops all others but letters and digits.
_KEPT = "_"

#: Pagefind's script divides searches on pages in these languages into words, which only another version of
#: its program does with texts; it finds our pairs of characters as they are.
_UNDIVIDED = frozenset({"ja", "zh", "th"})

#: What is used of the files that Pagefind makes, apart from its WebAssembly.
_SUFFIXES = frozenset({".pf_meta", ".pf_index", ".pf_fragment"})
_ENTRY = "pagefind-entry.json"


def report_unused(site: Site) -> None:
    """Warn if *site* asks for Pagefind, but has Sphinx's index."""
    if site.config.search != "pagefind" or not (site.paged and site.has_notes):
        return
    if not wants_pagefind(site):
        theme = site.env.config.html_theme
        warn("search", f"notes_search: expected html_theme = {THEME!r}, got {theme!r}; using Sphinx's index")
    elif not program():
        problem = f"expected the extra 'pagefind', found no package {DISTRIBUTION!r}; using Sphinx's index"
        warn("search", f"notes_search: {problem}")


class PagefindIndex:
    """The index of one build."""

    def __init__(self, builder: StandaloneHTMLBuilder, site: Site) -> None:
        self._builder, self._site = builder, site
        self._build = build_of(builder.env)
        self._texts = SearchTexts(texts_path(self._build.path))
        #: Whether the index of the last build is still current.
        self._kept = False

    def load(self, docnames: Set[str]) -> None:
        """Load what the last build has indexed, without *docnames*, which are rewritten."""
        build = self._build
        addresses = [self._address(name) for name in sorted(self._builder.env.all_docs)]
        made_with = (VERSION, program_version(), self._options())
        build.now.views[INDEX] = value_digest((made_with, addresses, self._facets))
        known = TEXTS in build.before.views and build.is_current(INDEX, build.now.views[INDEX])
        if known and not docnames and self._has_files():
            self._keep()
            return
        self._texts.load()
        self._texts.keep(self._builder.env.all_docs.keys() - docnames)

    def add(self, docname: str, doctree: nodes.document, title: str) -> None:
        """Add a document that is written."""
        metadata = self._builder.env.metadata.get(docname, {})
        if title and "no-search" not in metadata and "nosearch" not in metadata:
            text = self._builder.env.titles[docname].astext()
            self._texts.by_docname[docname] = text_of(doctree, text, self._builder.config)

    def start_anew(self) -> None:
        """Forget all texts: a worker begins to gather those of its documents."""
        self._texts.by_docname = {}

    def gathered(self) -> dict[str, str]:
        """Return the texts that were added since."""
        return self._texts.by_docname

    def take(self, gathered: dict[str, str]) -> None:
        """Add the texts that a worker has *gathered*."""
        self._texts.by_docname.update(gathered)

    def write(self) -> None:
        """Write the files of the index that have changed."""
        if self._kept:
            return
        build, views = self._build, self._build.now.views
        self._texts.save()
        views[TEXTS] = value_digest(sorted(self._texts.by_docname.items()))
        if all(build.is_current(key, views[key]) for key in (INDEX, TEXTS)) and self._has_files():
            self._keep()
            return
        try:
            files = self._made()
        except PagefindError as error:
            warn("search", f"Pagefind has failed: {error}; writing no search index")
            views[INDEX] = views[TEXTS] = ""
            return
        build.owns(INDEX, [f"{FOLDER}/{name}" for name in files])
        build.announce(self._site.addresses.files)
        for name, content in files.items():
            _write(Path(self._builder.outdir, FOLDER, name), content)
        Path(self._builder.outdir, self._builder.searchindex_filename).unlink(missing_ok=True)

    def _has_files(self) -> bool:
        return self._build.has_still(INDEX, self._build.before.files.get(INDEX))

    def _keep(self) -> None:
        """Leave the index of the last build as it is."""
        build = self._build
        self._kept = True
        build.now.views[TEXTS] = build.before.views[TEXTS]
        build.owns(INDEX, build.before.files[INDEX])

    def _made(self) -> dict[str, bytes]:
        """Return the files of the index, by name."""
        # Of pages that are equally good, the newest is shown first.
        by_name = sorted(self._texts.by_docname)
        docnames = sorted(by_name, key=lambda name: self._facts.get(name, ("",))[0], reverse=True)
        addresses = {self._address(name): name for name in docnames}
        texts, common = without_common_words(self._texts.by_docname, FOUND)
        pages = ((address, f"<html><body>{texts[name]}</body></html>") for address, name in addresses.items())
        made = indexed(pages, self._options())
        entry = json.loads(made[_ENTRY])
        wasm = [each["wasm"] or "unknown" for each in entry["languages"].values()]
        used = {SCRIPT, _ENTRY, *(f"wasm.{each}.pagefind" for each in wasm)}
        files = {name: made[name] for name in sorted(made) if name in used or Path(name).suffix in _SUFFIXES}
        return files | {FACETS: self._facets_file(files, addresses, common)}

    def _options(self) -> dict[str, str]:
        language = language_of(self._builder.config).replace("_", "-").lower()
        if language.partition("-")[0] in _UNDIVIDED:
            language = "unknown"
        return {"force_language": language, "include_characters": _KEPT}

    def _address(self, docname: str) -> str:
        """Return the address of a page relative to the root, with what a result shows of it as parameters."""
        address = self._builder.get_target_uri(docname) or "./"
        if docname not in self._facts:
            return address
        head = page_of(self._builder.env, docname).head
        iso, text, statuses = self._facts[docname]
        values = {"date": iso, "shown": text, "status": " ".join(statuses), "lang": head.lang if head else ""}
        return f"{address}?note&{urlencode({k: v for k, v in values.items() if v})}"

    @cached_property
    def _facts(self) -> dict[str, Facts]:
        return search_facts(self._site)

    @cached_property
    def _facets(self) -> list[dict[str, list[str]]]:
        """Return the values by which results can be narrowed, each with its documents: years, tags and so on.

        The latest year first, other values in the order of their lists.
        """
        catalogue, words = self._site.catalogue, self._site.words
        facets = [{str(year): [note.docname for note in notes] for year, notes in catalogue.years.items()}]
        for kind in ("tags", "statuses", "authors"):
            listed = catalogue.by_label[kind].values()
            facets.append(
                {shown_label(words, kind, each.label): [n.docname for n in each.notes] for each in listed}
            )
        return facets

    def _facets_file(
        self, files: Mapping[str, bytes], addresses: Mapping[str, str], common: list[str]
    ) -> bytes:
        """Return the file of the facets: their values, which of them each page has, and the *common* words.

        Pages by the part of Pagefind's id after the language; facets in columns, which take less space.
        """
        facets = self._facets
        having: dict[str, list[list[str]]] = {}
        for number, facet in enumerate(facets):
            for place, docnames in enumerate(facet.values()):
                for docname in dict.fromkeys(docnames):
                    having.setdefault(docname, [[] for _ in facets])[number].append(str(place))
        ids = sorted((id_, addresses[address]) for id_, address in _fragments(files))
        found = [(id_, having[docname]) for id_, docname in ids if docname in having]
        columns = [";".join(",".join(values[number]) for _, values in found) for number in range(len(facets))]
        content = {
            "values": [list(facet) for facet in facets],
            "ids": ",".join(id_ for id_, _ in found),
            "pages": columns,
            "common": common,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        # Compressed as Pagefind's own files are, for servers that don't do that.
        return gzip.compress(text.encode(), 9, mtime=0)


def _fragments(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the id and the address of each page in the index."""
    for name, content in files.items():
        if name.endswith(".pf_fragment"):
            text = zlib.decompress(content, wbits=31).removeprefix(b"pagefind_dcd")
            yield Path(name).stem.rpartition("_")[2], json.loads(text)["url"]


def _write(path: Path, content: bytes) -> None:
    """Write a file, unless it is already there: its name is most often a digest of its content."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
