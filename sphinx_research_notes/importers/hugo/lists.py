"""The lists that Hugo makes by itself: where their addresses lead here, and pages for those without one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...model.taxonomy import slug
from ..front_matter import in_yaml
from ..records import TextFile
from .addresses import urlized
from .documents import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .config import Config
    from .documents import Document

#: The taxonomies that have lists here.
_KINDS = ("tags", "categories", "series", "authors")
#: Sections that are blogs even if few of their pages have dates.
_BLOGS = {"post", "posts", "blog", "articles", "notes", "news", "writing"}


def sections_of_notes(documents: Sequence[Document]) -> list[str]:
    """Return the sections whose pages are notes: blogs, and those in which most pages have a date."""
    pages: Counter[str] = Counter()
    dated: Counter[str] = Counter()
    for each in documents:
        if not each.is_list and each.section:
            pages[each.section] += 1
            dated[each.section] += each.date is not None
    return [name for name in pages if dated[name] * 2 > pages[name] or (name in _BLOGS and dated[name])]


def title_of_list(name: str, config: Config) -> str:
    """Return the title that Hugo gives the page of the folder *name* if it says none itself."""
    if str(config.at("pluralizelisttitles")).lower() != "false" and name[-1:].isalpha():
        name = plural(name)
    if str(config.at("capitalizelisttitles")).lower() == "false":
        return name
    return re.sub(r"(?:^|(?<=[\s-]))\w", lambda match: match[0].upper(), name)


def plural(word: str) -> str:
    """Return the plural of *word* by the common rules of English, as it is if it is one already."""
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:ss|sh|ch|x|z)$", word) else f"{word}s"


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a site."""

    config: Config
    documents: Sequence[Document]
    #: Sections.
    notes: Sequence[str]
    #: Lists name nothing that comes later, or that is over.
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are pages in, the default one first, as an empty text."""
        found = dict.fromkeys(each.lang for each in self.documents if each.address)
        return ("", *(each for each in found if each))

    @property
    def path(self) -> str:
        """The folder of the generated lists: that of the blog, if there is one language."""
        free = next(name for name in ("notes", "lists", "archive") if name not in self.notes)
        if len(self.languages) > 1 or not self.notes:
            return free
        return next((name for name in self.notes if name in _BLOGS), self.notes[0])

    @property
    def home(self) -> str:
        """The page with all notes; the home page if there are none."""
        return f"{self.path}/index.html" if self.notes else "index.html"

    @property
    def match(self) -> tuple[str, ...]:
        """The patterns of all documents with notes."""
        langs = dict.fromkeys(("", *(each.lang for each in self.documents)))
        return tuple(pattern for lang in langs for pattern in self.pattern(lang))

    def shown(self, lang: str) -> list[Document]:
        """Return the public notes in *lang*."""
        return [
            each for each in self.documents
            if each.lang == lang and each.is_note and is_shown(each, self.config, self.now)
        ]  # fmt: skip

    def pattern(self, lang: str) -> list[str]:
        """Return the patterns of the documents with the notes in *lang*, hidden ones too."""
        there = {each.section for each in self.documents if each.lang == lang and each.is_note}
        folder = f"{lang}/" if lang else ""
        return [f"{folder}{name}/**" for name in self.notes if name in there]

    def _has(self, *kinds: str) -> bool:
        """Whether the site has pages or feeds of one of *kinds*."""
        disabled = self.config.at("disablekinds")
        names = {str(each).lower() for each in disabled} if isinstance(disabled, list) else set()
        return not names & set(kinds)

    def _has_terms(self) -> bool:
        """Whether there are lists of terms, or of what has a term: old versions call them by other names."""
        return sum(not self._has(kind) for kind in ("taxonomy", "term", "taxonomyterm")) < 2

    def _taxonomies(self) -> Iterator[str]:
        found = self.config.at("taxonomies")
        given = found.values() if isinstance(found, dict) else ("tags", "categories")
        if self._has_terms():
            yield from dict.fromkeys(str(each) for each in given if each)

    def moved(self) -> dict[str, tuple[str, str]]:
        """Return the former addresses of lists, each with the one here and a title."""
        found: dict[str, tuple[str, str]] = {}
        for lang in self.languages:
            for old, new in (*self._sections(lang), *self._terms(lang)):
                found.setdefault(f"{self.config.prefix(lang)}{old}", new)
        return found

    def _size(self) -> int:
        given = self.config.text("pagination.pagersize", "paginate")
        return int(given) if given.isdigit() and int(given) else 10

    def _pages(self, address: str, count: int) -> Iterator[str]:
        """Yield the addresses of the pages of a list with *count* entries."""
        step = self.config.text("pagination.path", "paginatepath") or "page"
        for number in range(1, -(-count // self._size()) + 1):
            yield f"{address}{step}/{number}/"

    def _sections(self, lang: str) -> Iterator[tuple[str, tuple[str, str]]]:
        folder = f"{lang}/" if lang else ""
        shown = [
            each for each in self.documents if each.lang == lang and is_shown(each, self.config, self.now)
        ]
        counts = Counter(each.section for each in shown if not each.is_list)
        for place in ("", *(name for name in counts if name)):
            count = counts[place] if place else counts.total()
            is_home = not place and not lang
            title = place or "notes"
            own = self._own_page(place, lang) if place else ""
            for old in self._pages(own or self.section_address(place, lang) if place else "/", count):
                there = (
                    f"{self.config.prefix(lang)}{own}".strip("/") if own else f"{folder}{place}".strip("/")
                )
                yield old, (self.home if is_home else f"{there}/index.html", title)

    def _own_page(self, section: str, lang: str) -> str:
        """Return the address that the page of *section* gives itself; empty if it doesn't."""
        for each in self.documents:
            is_it = (
                each.is_list and each.lang == lang and each.path.count("/") == 1 and each.section == section
            )
            if is_it and each.address.endswith("/") and each.text("url"):
                return each.address.removeprefix(self.config.prefix(lang))
        return ""

    def _terms(self, lang: str) -> Iterator[tuple[str, tuple[str, str]]]:
        shown = [
            each for each in self.documents if each.lang == lang and is_shown(each, self.config, self.now)
        ]
        for kind in self._taxonomies():
            listed = {slug(label) for each in self.shown(lang) for label in each.labels(kind)}
            has_lists = kind in _KINDS and listed
            home = f"{self.path}/{kind}/index.html" if has_lists else self.home
            counts = Counter(label for each in shown for label in each.labels(kind))
            for old in (f"/{kind}/", *self._pages(f"/{kind}/", len(counts))):
                yield old, (home, kind)
            for label, count in counts.items():
                if not (address := self._term(kind, label)):
                    continue
                is_listed = kind in _KINDS and slug(label) in listed and kind != "authors"
                new = f"{self.path}/{kind}/{slug(label)}.html" if is_listed else home
                for old in (address, *self._pages(address, count)):
                    yield old, (new, label)

    def _term(self, kind: str, label: str) -> str:
        """Return the former address of the list of *label*."""
        if not (step := urlized(label, self.config)):
            return ""
        patterns = self.config.at("permalinks")
        patterns = patterns if isinstance(patterns, dict) else {}
        of_terms: Any = patterns.get("term")
        own = of_terms.get(kind) if isinstance(of_terms, dict) else patterns.get(kind)
        if not isinstance(own, str):
            return f"/{kind.lower()}/{step}/"
        filled = re.sub(r":(?:slug|title|contentbasename|slugorcontentbasename|filename)\b", step, own)
        return f"/{urlized(filled.strip('/'), self.config)}/"

    def section_address(self, section: str, lang: str) -> str:
        """Return the former address of the list of *section*, without what stands for *lang*."""
        own = self.config.at(f"languages.{lang or self.config.default}.permalinks.section")
        patterns = own if isinstance(own, dict) else self.config.at("permalinks.section")
        pattern = patterns.get(section.lower()) if isinstance(patterns, dict) else None
        if not isinstance(pattern, str):
            return f"/{urlized(section, self.config)}/"
        filled = re.sub(r":\w+(?:\[[^\]]*\])?", urlized(section, self.config), pattern)
        return f"/{urlized(filled.strip('/'), self.config)}/"

    def feeds(self, language: str) -> dict[str, Any]:
        """Return the former addresses of feeds, as ``notes_feeds`` has them; *language*: that of the site."""
        if not self.config.url or not self._has("rss"):
            return {}
        found: dict[str, Any] = {}
        has_translations = any(each.is_translation for each in self.documents)
        for lang in self.languages:
            prefix = self.config.prefix(lang).strip("/")
            code = self.config.language_of(lang).lower() if lang else language.replace("_", "-").lower()
            whole: Any = {"format": "rss", "of": f"languages/{code}"} if has_translations else "rss"
            there = {each.section for each in self.shown(lang) if each.date}
            if not there:
                continue
            sections = [self.section_address(name, lang) for name in self.notes if name in there]
            nested = [
                each.address.removeprefix(self.config.prefix(lang)) for each in self.documents
                if each.lang == lang and each.is_list and each.section in there and each.address
            ]  # fmt: skip
            for place in dict.fromkeys(("/", *sections, *nested)):
                found[f"{prefix}{place}index.xml".lstrip("/")] = whole
            for kind in self._taxonomies() if self._has("term") else ():
                found |= self._feeds_of_terms(kind, lang, prefix)
        return found

    def _feeds_of_terms(self, kind: str, lang: str, prefix: str) -> dict[str, Any]:
        """Return the former addresses of the feeds of the terms of *kind*."""
        notes = [each for each in self.shown(lang) if each.date]
        labels = dict.fromkeys(label for each in notes for label in each.labels(kind))
        if kind not in {"tags", "categories", "series"} or not labels:
            return {}
        folder = f"{prefix}/{kind}" if prefix else kind
        usual = {label: self._term(kind, label) == f"/{kind}/{slug(label)}/" for label in labels}
        found: dict[str, Any] = {}
        if any(usual.values()):
            found[f"{folder}/{{slug}}/index.xml"] = {"format": "rss", "of": kind}
        for label, is_usual in usual.items():
            if not is_usual and (address := self._term(kind, label)):
                file = f"{prefix}{address}index.xml".lstrip("/")
                found[file] = {"format": "rss", "of": f"{kind}/{slug(label)}"}
        return found

    def missing(self) -> Iterator[TextFile]:
        """Yield the home pages, and those of sections, that Hugo made without a file."""
        there = {each.target for each in self.documents}
        for lang in self.languages:
            folder = f"{lang}/" if lang else ""
            if f"{folder}index.md" not in there:
                title = self.config.text(f"languages.{lang or self.config.default}.title", "title") or "Home"
                yield self._page(f"{folder}index.md", title, lang, self.list_of("", lang) or "\n")
            sections = dict.fromkeys(
                each.section for each in self.documents
                if each.lang == lang and each.section and is_shown(each, self.config, self.now)
                and (not each.is_list or each.path.count("/") > 1)
            )  # fmt: skip
            for section in sections:
                target = f"{folder}{section}/index.md"
                is_taken = f"/{urlized(section, self.config)}/" in self.moved_taxonomies()
                if target not in there and target != f"{self.path}/index.md" and not is_taken:
                    title = title_of_list(section, self.config)
                    body = self.list_of(section, lang) or self._links(section, lang)
                    yield self._page(target, title, lang, body)

    def moved_taxonomies(self) -> set[str]:
        """Return the addresses that lists of labels had."""
        return {f"/{kind}/" for kind in self._taxonomies()}

    def _page(self, target: str, title: str, lang: str, body: str) -> TextFile:
        section = target.removeprefix(f"{lang}/" if lang else "").rpartition("/")[0]
        address = self.config.prefix(lang) + (self.section_address(section, lang) if section else "/")
        head = f"title: {in_yaml(title)}\nkind: page\n"
        head += f"lang: {in_yaml(self.config.language_of(lang))}\n" if lang else ""
        head += f"permalink: {in_yaml(address)}\n" if address != "/" else ""
        return TextFile(target, f"---\n{head}---\n\n{body}")

    def list_of(self, folder: str, lang: str) -> str:
        """Return the list that Hugo puts on the page of *folder* in *lang*; empty if it has no notes."""
        if folder and folder.split("/")[0] in self.notes:
            place = f"{lang}/{folder}" if lang else folder
            return f"```{{notes}}\n:match: {place}/**\n:group: year\n```\n"
        if folder or not self.notes:
            return ""
        if len(self.languages) == 1:
            return "```{notes}\n:group: year\n```\n"
        own = self.pattern(lang)
        return f"```{{notes}}\n:match: {', '.join(own)}\n:group: year\n```\n" if own else ""

    def _links(self, section: str, lang: str) -> str:
        """Return links to the pages of a *section* without notes."""
        return "".join(
            f"- [{each.text('title') or each.name}](/{each.target.rpartition('.')[0]})\n"
            for each in self.documents
            if each.section == section and each.lang == lang and not each.is_list
            and is_shown(each, self.config, self.now)
        )  # fmt: skip
