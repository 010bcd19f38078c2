"""Every ``notes_*`` option, declared once: its default, what it does, and how a value is checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx.util.matching import compile_matchers

from .diagnostics import warn
from .extension_points import added
from .frontmatter.schema import Settings
from .mathml.macros import Macro, Macros, read_macros
from .model import taxonomy
from .model.author_names import named_author
from .model.dates import time_zone
from .model.licenses import license_fault
from .model.note import (
    Author,
    Epigraph,
    License,
    Visibility,
)
from .model.people import near_author, read_author
from .model.permalinks import check_pattern, site_path
from .model.statuses import Vocabulary
from .model.urls import has_scheme, web_address
from .model.values import is_true, read_epigraph, read_license

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .frontmatter.keys import AddedKey

#: File names that begin with a date, in any folder.
DATED = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class Option:
    """One ``notes_*`` configuration value."""

    #: Without the prefix.
    name: str
    default: Any
    #: Turns a value into what the code works with; raises ValueError saying what is accepted.
    check: Callable[[Any], Any]
    #: One sentence for the guide.
    help: str


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("accepted is a text")
    return value.strip()


def _folder(value: Any) -> str:
    text = _text(value)
    path = text.strip("/")
    if text.startswith("//") or not path or site_path(f"/{path}/") != f"{path}/":
        raise ValueError("accepted is a path inside the site such as 'notes'")
    return path


def _patterns(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise ValueError("accepted is a list of patterns such as ['notes/**']")
    compile_matchers(value)
    return tuple(value)


def _authors(value: Any) -> dict[str, Author]:
    if not isinstance(value, Mapping):
        raise ValueError("accepted is a mapping of keys to {name, url, orcid, affiliation, email}")
    found = {}
    for key, each in value.items():
        try:
            author, faults = read_author({"name": each} if isinstance(each, str) else each)
        except ValueError as error:
            accepted = str(error).partition("; ")[2]
            warn("config", f"notes_authors: {key}: found {each!r}; {accepted}; this author is left out")
            continue
        found[str(key)] = author
        for fault in faults:
            warn("config", f"notes_authors: {key}: {fault}; it is left out")
    return found


def _names(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
        raise ValueError("accepted is a name, a key of notes_authors, or a list of them")
    return taxonomy.unique(list(names))


def _home(value: Any) -> tuple[str, str] | None:
    if value is None or value is False or value == "":
        return None
    if isinstance(value, str):
        return value, ""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, str) for v in value):
        return value[0], value[1]
    raise ValueError("accepted is a text, a pair (text, document or address), or None")


def _statuses(value: Any) -> Vocabulary:
    if not isinstance(value, Mapping) or not all(
        isinstance(words, (Mapping, list, tuple)) for words in value.values()
    ):
        raise ValueError("accepted is a mapping of axes to labels, or to {label: meaning}")
    return Vocabulary(value)


def _label_keys(value: Any) -> frozenset[str]:
    if isinstance(value, str) or not all(isinstance(v, str) for v in value):
        raise ValueError("accepted is a list of labels")
    return frozenset(taxonomy.key(each) for each in value)


def _shown(value: Any) -> bool | str:
    if value == "auto":
        return "auto"
    answer = is_true(value)
    if answer is None:
        raise ValueError("accepted is True, False or 'auto'")
    return answer


def _yes_no(value: Any) -> bool:
    answer = is_true(value)
    if answer is None:
        raise ValueError("accepted is True or False")
    return answer


def _citations(value: Any) -> str:
    if value not in ("card", "margin", "plain"):
        raise ValueError("accepted is 'card', 'margin' or 'plain'")
    return str(value)


def _source(value: Any) -> str:
    text = _text(value)
    if has_scheme(text) and not web_address(text.replace("{path}", "x")):
        raise ValueError("accepted is an address that begins with https://, with {path} for the file")
    return text


def _page_size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("accepted is a whole number from 1 up")
    return value


def _separator(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("accepted is a text such as ',' or ' '")
    return value


def _license(value: Any) -> License | None:
    found = read_license(value)
    if found and (fault := license_fault(found)):
        warn("config", f"notes_license: {fault}")
    return found


def _epigraph(value: Any) -> Epigraph | None:
    return read_epigraph(value)


def _pattern(value: Any) -> str:
    return check_pattern(_text(value)) if value else ""


def _date_format(value: Any) -> str:
    text = _text(value)
    if not text or "%" in text:
        raise ValueError("accepted is a Babel date pattern such as 'd MMMM y'")
    return text


def _macros(value: Any) -> Macros:
    """Those that are sound; a fault in one costs no other."""
    found: dict[str, Macro] = {}
    for name, given in value.items() if isinstance(value, Mapping) else ():
        try:
            found |= read_macros({name: given})
        except ValueError as error:
            warn("config", f"notes_math_macros: {name}: {error}; it is left out")
    return tuple((found if isinstance(value, Mapping) else read_macros(value)).items())


def _math_fallback(value: Any) -> str:
    if value in {"", None, False}:
        return ""
    if value != "mathjax":
        raise ValueError("accepted is '' or 'mathjax'")
    return "mathjax"


OPTIONS: tuple[Option, ...] = (
    Option("match", [f"{DATED}*", f"**/{DATED}*"], _patterns,
           "Which documents are notes without saying so: patterns of document names."),
    Option("path", "notes", _folder, "Where the generated pages live."),
    Option("title", "", _text, "The title of the list of all notes, and of the site in our theme."),
    Option("authors", {}, _authors,
           "Authors by key: {name, url, orcid, affiliation, email}, and how they are named and shown."),
    Option("author", "", _names, "Who wrote a note that does not say: a key, a name, or a list."),
    Option("cite_this", True, _yes_no, "Whether notes with a title and a date say how to cite them."),
    Option("license", "", _license, "The licence of notes that do not say: an SPDX id, or {name, url}."),
    Option("source", "", _source,
           "Address of a note's source, with {path} for its file; without it Source is the page's own copy."),
    Option("home", "Back to home", _home,
           "The link at the end of the byline: a text, a pair (text, document or address), or None."),
    Option("epigraph", "", _epigraph, "An epigraph for the generated index of notes."),
    Option("statuses", {}, _statuses, "Further axes of statuses, or other words for a shipped one."),
    Option("draft_statuses", ["draft"], _label_keys, "Status labels that make a note a draft."),
    Option("drafts", "auto", _shown,
           "Whether drafts are shown; 'auto': with `-t drafts`, and on pull-request previews."),
    Option("private", False, _yes_no, "Whether private notes and asides are shown; never for the public."),
    Option("permalink", "", _pattern, "A pattern for addresses, such as '/{year}/{month}/{slug}/'."),
    Option("page_size", 50, _page_size, "How many notes one page of a generated list shows."),
    Option("citations", "card", _citations,
           "Where a citation shows its reference: on a 'card', in the 'margin', or not at all: 'plain'."),
    Option("timezone", "UTC", time_zone, "The time zone of dates that name none."),
    Option("tag_separator", ",", _separator, "What separates the tags in a text; a blank is possible."),
    Option("category_separator", ",", _separator, "What separates the categories in a text."),
    Option("comments", True, _yes_no, "Whether comment threads are shown."),
    Option("date_format", "d MMMM y", _date_format, "How dates are written: a Babel (CLDR) date pattern."),
    Option("references", True, _yes_no,
           "Whether a note that cites gets its own list of references; else bibtex settles its citations."),
    Option("works", True, _yes_no,
           "Whether there is a page for each cited work, and a list of all of them."),
    Option("backlinks", True, _yes_no, "Whether a note names the documents that link to it."),
    Option("site_root", "", _text, "Folder that files with a leading slash are looked up in."),
    Option("math_macros", {}, _macros,
           "Words for formulas, as MathJax takes them: name to TeX, or to [TeX, number of arguments]."),
    Option("math_fallback", "", _math_fallback,
           "What shows a formula that MathML cannot: '' its TeX, 'mathjax' MathJax, on that page alone."),
)  # fmt: skip


class NotesConfig:
    """The configuration as the code works with it: every value checked, every shape settled."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        drafts: bool,
        blog_posts: frozenset[str] | None = None,
        keys: Mapping[str, AddedKey] | None = None,
    ) -> None:
        """*values*: the checked value of each option; *drafts*: whether drafts are shown.

        *blog_posts*: what is a post of ablog's by its name, None where ablog is not loaded; *keys*: the keys
        of front matter that others have added.
        """
        self._blog_posts = blog_posts
        self.path: str = values["path"]
        self.title: str = values["title"]
        self.authors: dict[str, Author] = values["authors"]
        self.default_authors = tuple(
            self.authors.get(name) or named_author(name) for name in values["author"]
        )
        for name in values["author"]:
            if near := near_author(name, self.authors):
                warn("config", f"notes_author: unknown author {name!r}; did you mean {near!r}?")
        self.license: License | None = values["license"]
        self.cite_this: bool = values["cite_this"]
        self.source: str = values["source"]
        self.home: tuple[str, str] | None = values["home"]
        self.epigraph: Epigraph | None = values["epigraph"]
        self.vocabulary: Vocabulary = values["statuses"]
        self.show_drafts = drafts
        self.show_private: bool = values["private"]
        self.permalink: str = values["permalink"]
        self.page_size: int = values["page_size"]
        self.citations: str = values["citations"]
        self.comments: bool = values["comments"]
        self.date_format: str = values["date_format"]
        self.site_root: str = values["site_root"]
        self.references: bool = values["references"]
        self.works: bool = values["works"]
        self.backlinks: bool = values["backlinks"]
        self.math_macros: Macros = values["math_macros"]
        self.math_fallback: str = values["math_fallback"]
        self.zone = values["timezone"]
        self._matchers = compile_matchers(values["match"])
        self.settings = Settings(
            zone=self.zone,
            tag_separator=values["tag_separator"],
            category_separator=values["category_separator"],
            authors=self.authors,
            draft_statuses=values["draft_statuses"],
            vocabulary=self.vocabulary,
            added=keys or {},
        )

    def matches(self, docname: str) -> bool:
        """Whether *docname* is a note by its name."""
        return any(matcher(docname) for matcher in self._matchers)

    def is_of_ablog(self, docname: str, *, says: bool) -> bool:
        """Whether *docname* is a post of ablog's: it *says* so, or is one by its name."""
        return self._blog_posts is not None and (says or docname in self._blog_posts)

    def shows(self, visibility: Visibility) -> bool:
        """Whether this build shows what is *visibility*."""
        if visibility is Visibility.DRAFT:
            return self.show_drafts
        return visibility is not Visibility.PRIVATE or self.show_private


_configs: WeakKeyDictionary[Config, NotesConfig] = WeakKeyDictionary()


def notes_config(config: Config) -> NotesConfig:
    """The checked configuration of a project; warns of bad values the first time it is asked."""
    if config not in _configs:
        _configs[config] = _read(config)
    return _configs[config]


def _read(config: Config) -> NotesConfig:
    values = {}
    extensions = added(config)
    extensions.sealed = True
    for option in OPTIONS:
        given = config[f"notes_{option.name}"]
        if option.name == "statuses" and isinstance(given, Mapping):
            given = {**extensions.vocabularies, **given}
        try:
            values[option.name] = option.check(given)
        except (ValueError, TypeError, AttributeError) as error:
            said = str(error)
            said = said if said.startswith("found") else f"found {given!r}; {said}"
            warn("config", f"notes_{option.name}: {said}; the default is used")
            values[option.name] = option.check(option.default)
    # What ablog has found by its ``blog_post_pattern`` (0.11, ``config_inited``).
    posts = getattr(config, "matched_blog_posts", ()) if "blog_post_pattern" in config else None
    return NotesConfig(
        values,
        drafts=values["drafts"] is True,
        blog_posts=None if posts is None else frozenset(posts),
        keys=extensions.keys,
    )


def resolve_auto(app: Sphinx, config: Config) -> None:
    """Turn ``notes_drafts = "auto"`` into yes or no, so that the environment depends on the answer."""
    if config["notes_drafts"] == "auto":
        preview = os.environ.get("READTHEDOCS_VERSION_TYPE") == "external"
        config["notes_drafts"] = bool("drafts" in app.tags or preview)
    config["notes_site_root"] = _inside(app, config["notes_site_root"])


def _inside(app: Sphinx, folder: Any) -> Any:
    """*folder*, or nothing with a warning where it is not inside the sources."""
    if isinstance(folder, str) and folder:
        target = Path(app.srcdir, folder.strip("/")).resolve()
        if not target.is_relative_to(Path(app.srcdir).resolve()):
            warn("config", f"notes_site_root: found {folder!r}; accepted is a folder of the project")
            return ""
        return folder.strip("/")
    return folder
