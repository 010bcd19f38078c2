"""Every ``notes_*`` option: its default, its help text, and how its value is checked."""

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
from .model.values import Unusable, is_true, read_epigraph, read_license

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .frontmatter.keys import AddedKey

#: The beginning of a file name that starts with a date.
DATED = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


@dataclass(frozen=True, slots=True)
class Option:
    """One ``notes_*`` configuration value."""

    #: Without the prefix.
    name: str
    default: Any
    #: Returns the parsed value; raises :class:`~.model.values.Unusable`, or another ValueError.
    check: Callable[[Any], Any]
    #: One sentence for the guide.
    help: str


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unusable("a string", value)
    return value.strip()


def _folder(value: Any) -> str:
    text = _text(value)
    path = text.strip("/")
    if text.startswith("//") or not path or site_path(f"/{path}/") != f"{path}/":
        raise Unusable("a path inside the site such as 'notes'", value)
    return path


def _patterns(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise Unusable("a list of patterns such as ['notes/**']", value)
    compile_matchers(value)
    return tuple(value)


def _authors(value: Any) -> dict[str, Author]:
    if not isinstance(value, Mapping):
        raise Unusable("a mapping of keys to {name, url, orcid, affiliation, email}", value)
    authors = {}
    for key, description in value.items():
        try:
            author, faults = read_author(
                {"name": description} if isinstance(description, str) else description
            )
        except Unusable as error:
            problem = Unusable(error.expected, description)
            warn("config", f"notes_authors: {key}: {problem}; ignoring this author")
            continue
        authors[str(key)] = author
        for fault in faults:
            warn("config", f"notes_authors: {key}: {fault}")
    return authors


def _names(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
        raise Unusable("a name, a key of notes_authors, or a list of them", value)
    return taxonomy.unique(list(names))


def _home(value: Any) -> tuple[str, str] | None:
    if value is None or value is False or value == "":
        return None
    if isinstance(value, str):
        return value, ""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, str) for v in value):
        return value[0], value[1]
    raise Unusable("a string, a pair (text, document or address), or None", value)


def _statuses(value: Any) -> Vocabulary:
    if not isinstance(value, Mapping) or not all(
        isinstance(words, (Mapping, list, tuple)) for words in value.values()
    ):
        raise Unusable("a mapping of axes to labels, or to {label: meaning}", value)
    return Vocabulary(value)


def _label_keys(value: Any) -> frozenset[str]:
    if isinstance(value, str) or not all(isinstance(v, str) for v in value):
        raise Unusable("a list of labels", value)
    return frozenset(taxonomy.key(each) for each in value)


def _shown(value: Any) -> bool | str:
    if value == "auto":
        return "auto"
    answer = is_true(value)
    if answer is None:
        raise Unusable("True, False or 'auto'", value)
    return answer


def _yes_no(value: Any) -> bool:
    answer = is_true(value)
    if answer is None:
        raise Unusable("True or False", value)
    return answer


def _citations(value: Any) -> str:
    if value not in ("card", "margin", "plain"):
        raise Unusable("'card', 'margin' or 'plain'", value)
    return str(value)


def _source(value: Any) -> str:
    text = _text(value)
    if has_scheme(text) and not web_address(text.replace("{path}", "x")):
        raise Unusable("an http(s) URL with {path} for the file", value)
    return text


def _page_size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Unusable("a positive integer", value)
    return value


def _separator(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise Unusable("a string such as ',' or ' '", value)
    return value


def _license(value: Any) -> License | None:
    license_ = read_license(value)
    if license_ and (fault := license_fault(license_)):
        warn("config", f"notes_license: {fault}")
    return license_


def _pattern(value: Any) -> str:
    return check_pattern(_text(value)) if value else ""


def _date_format(value: Any) -> str:
    text = _text(value)
    if not text or "%" in text:
        raise Unusable("a Babel date pattern such as 'd MMMM y'", value)
    return text


def _macros(value: Any) -> Macros:
    """Return the valid macros; an invalid one is ignored with a warning."""
    macros: dict[str, Macro] = {}
    for name, definition in value.items() if isinstance(value, Mapping) else ():
        try:
            macros |= read_macros({name: definition})
        except Unusable as error:
            warn("config", f"notes_math_macros: {name}: {error}; ignored")
    return tuple((macros if isinstance(value, Mapping) else read_macros(value)).items())


def _math_fallback(value: Any) -> str:
    if value in {"", None, False}:
        return ""
    if value != "mathjax":
        raise Unusable("'' or 'mathjax'", value)
    return "mathjax"


OPTIONS: tuple[Option, ...] = (
    Option("match", [f"{DATED}*", f"**/{DATED}*"], _patterns,
           "Which documents are notes without front matter that says so: patterns of document names."),
    Option("path", "notes", _folder, "The folder of the generated pages."),
    Option("title", "", _text, "The title of the list of all notes, and of the site in the theme."),
    Option("authors", {}, _authors,
           "Authors by key: {name, url, orcid, affiliation, email}, and how they are named and shown."),
    Option("author", "", _names, "The default author of notes: a key, a name, or a list."),
    Option("cite_this", True, _yes_no, "Whether notes with a title and a date show how to cite them."),
    Option("license", "", _license, "The default licence of notes: an SPDX identifier, or {name, url}."),
    Option("source", "", _source,
           "URL of a note's source, with {path} for its file; by default Source is a copy on the site."),
    Option("home", "Back to home", _home,
           "The link at the end of the byline: a string, a pair (text, document or address), or None."),
    Option("epigraph", "", read_epigraph, "An epigraph for the generated index of notes."),
    Option("statuses", {}, _statuses, "More status axes, or other labels for a default axis."),
    Option("draft_statuses", ["draft"], _label_keys, "Status labels that make a note a draft."),
    Option("drafts", "auto", _shown,
           "Whether drafts are shown; 'auto': with `-t drafts`, and on pull-request previews."),
    Option("private", False, _yes_no, "Whether private notes and asides are shown; not for public sites."),
    Option("permalink", "", _pattern, "The pattern of permalinks, such as '/{year}/{month}/{slug}/'."),
    Option("page_size", 50, _page_size, "The number of notes on one page of a generated list."),
    Option("citations", "card", _citations,
           "Where a citation shows its reference: on a 'card', in the 'margin', or not at all: 'plain'."),
    Option("timezone", "UTC", time_zone, "The time zone of dates without one."),
    Option("tag_separator", ",", _separator, "The separator of tags in a string; may be a space."),
    Option("category_separator", ",", _separator, "The separator of categories in a string."),
    Option("comments", True, _yes_no, "Whether comment threads are shown."),
    Option("date_format", "d MMMM y", _date_format, "The format of dates: a Babel (CLDR) date pattern."),
    Option("references", True, _yes_no,
           "Whether a note with citations gets its own reference list; if not, bibtex resolves them."),
    Option("works", True, _yes_no,
           "Whether there is a page for each cited work, and a list of all of them."),
    Option("backlinks", True, _yes_no, "Whether a note lists the documents that link to it."),
    Option("site_root", "", _text, "The folder that paths with a leading slash are relative to."),
    Option("math_macros", {}, _macros,
           "TeX macros, as in MathJax: name to TeX, or to [TeX, number of arguments]."),
    Option("math_fallback", "", _math_fallback,
           "How to show a formula that MathML cannot: '' as TeX, 'mathjax' with MathJax, on that page only."),
)  # fmt: skip


def _default_authors(names: tuple[str, ...], authors: Mapping[str, Author]) -> tuple[Author, ...]:
    """Return the authors in ``notes_author``, warning about typos for configured ones."""
    for name in names:
        if near := near_author(name, authors):
            warn("config", f"notes_author: unknown author {name!r}; did you mean {near!r}?")
    return tuple(authors.get(name) or named_author(name) for name in names)


class NotesConfig:
    """The checked and parsed configuration."""

    def __init__(
        self,
        values: Mapping[str, Any],
        *,
        drafts: bool,
        blog_posts: frozenset[str] | None = None,
        keys: Mapping[str, AddedKey] | None = None,
    ) -> None:
        """*values*: the parsed value of each option; *drafts*: whether drafts are shown.

        *blog_posts*: the documents that ABlog matched as posts, None if ABlog is not loaded; *keys*: the
        front matter keys that others have added.
        """
        self._blog_posts = blog_posts
        self.path: str = values["path"]
        self.title: str = values["title"]
        self.authors: dict[str, Author] = values["authors"]
        self.default_authors = _default_authors(values["author"], self.authors)
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
        """Whether *docname* matches ``notes_match``."""
        return any(matcher(docname) for matcher in self._matchers)

    def is_of_ablog(self, docname: str, *, says: bool) -> bool:
        """Whether *docname* is a post of ABlog, either because it *says* so or by its name."""
        return self._blog_posts is not None and (says or docname in self._blog_posts)

    def shows(self, visibility: Visibility) -> bool:
        """Whether this build shows content of this *visibility*."""
        if visibility is Visibility.DRAFT:
            return self.show_drafts
        return visibility is not Visibility.PRIVATE or self.show_private


_configs: WeakKeyDictionary[Config, NotesConfig] = WeakKeyDictionary()


def notes_config(config: Config) -> NotesConfig:
    """Return the parsed configuration of a project; the first call warns about invalid values."""
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
            message = str(error)
            if not isinstance(error, Unusable) and not message.startswith("expected"):
                message = f"invalid value {given!r}: {message}"
            warn("config", f"notes_{option.name}: {message}; using the default")
            values[option.name] = option.check(option.default)
    # The posts that ABlog found by its ``blog_post_pattern`` (0.11, ``config_inited``).
    posts = getattr(config, "matched_blog_posts", ()) if "blog_post_pattern" in config else None
    return NotesConfig(
        values,
        drafts=values["drafts"] is True,
        blog_posts=None if posts is None else frozenset(posts),
        keys=extensions.keys,
    )


def resolve_auto(app: Sphinx, config: Config) -> None:
    """Resolve ``notes_drafts = "auto"`` to a boolean, so that a change of it updates the environment."""
    if config["notes_drafts"] == "auto":
        preview = os.environ.get("READTHEDOCS_VERSION_TYPE") == "external"
        config["notes_drafts"] = bool("drafts" in app.tags or preview)
    config["notes_site_root"] = _inside(app, config["notes_site_root"])


def _inside(app: Sphinx, folder: Any) -> Any:
    """Return *folder*; empty, with a warning, if it is not inside the source directory."""
    if isinstance(folder, str) and folder:
        target = Path(app.srcdir, folder.strip("/")).resolve()
        if not target.is_relative_to(Path(app.srcdir).resolve()):
            problem = Unusable("a folder inside the source directory", folder)
            warn("config", f"notes_site_root: {problem}; ignored")
            return ""
        return folder.strip("/")
    return folder
