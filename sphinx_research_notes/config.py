"""The configuration of a project, checked and parsed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from sphinx.util.matching import compile_matchers

from .diagnostics import warn
from .extension_points import additions_to
from .frontmatter.keys import AddedKey
from .frontmatter.settings import Settings
from .languages import NullTranslations, words_in
from .model import ablog_options
from .model.author_names import named_author
from .model.hosts import publication_of
from .model.note import Author, Epigraph, Funding, License, Visibility
from .model.people import near_author
from .model.taxonomy import index_pages
from .model.times import Clock
from .model.values import Unusable, is_true
from .options import OPTIONS

if TYPE_CHECKING:
    from datetime import tzinfo

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from .mathml.macros import Macros
    from .model.ablog_options import AblogOptions
    from .model.archive_options import ArchiveOptions
    from .model.citation_file import CitationFields
    from .model.feed_options import FeedOptions
    from .model.label_texts import LabelTexts
    from .model.live_comments import LiveComments
    from .model.statuses import Vocabulary


def _default_authors(names: tuple[str, ...], authors: Mapping[str, Author]) -> tuple[Author, ...]:
    """Return the authors in ``notes_author``, warning about typos for configured ones."""
    for name in names:
        if near := near_author(name, authors):
            warn("config", f"notes_author: unknown author {name!r}; did you mean {near!r}?")
    return tuple(authors.get(name) or named_author(name) for name in names)


@dataclass(frozen=True, eq=False)
class NotesConfig:
    """The checked and parsed configuration."""

    path: str
    title: str
    authors: dict[str, Author]
    default_authors: tuple[Author, ...]
    license: License | None
    funding: tuple[Funding, ...]
    cite_this: bool
    source: str
    home: tuple[str, str] | None
    epigraph: Epigraph | None
    vocabulary: Vocabulary
    show_drafts: bool
    show_private: bool
    is_preview: bool
    labels: LabelTexts
    permalink: str
    former: tuple[str, ...]
    page_size: int
    reading_time: bool
    list_summaries: bool
    list_filters: bool
    citations: str
    comments: bool
    live_comments: LiveComments | None
    date_format: str
    wikilinks: bool
    inline_tags: bool
    line_breaks: bool
    #: Present if what is written for ABlog works, which is not loaded.
    ablog: AblogOptions | None
    site_root: str
    references: bool
    works: bool
    backlinks: bool
    related: int
    previews: bool
    search: str
    feeds: FeedOptions
    archive: ArchiveOptions
    citation_file: CitationFields | None
    cards: bool
    markdown: bool
    math_macros: Macros
    math_fallback: str
    zone: tzinfo
    #: The settings for parsing front matter.
    settings: Settings
    _matchers: Sequence[Callable[[str], object]]
    #: The documents that ABlog matched as posts; None if ABlog is not loaded.
    _blog_posts: frozenset[str] | None

    @cached_property
    def index_pages(self) -> dict[str, str]:
        """What each generated page lists, of those that a site may have only once."""
        return index_pages(self.path)

    def matches(self, docname: str) -> bool:
        """Whether *docname* matches ``notes_match``."""
        return any(matcher(docname) for matcher in self._matchers)

    def is_of_ablog(self, docname: str, *, says: bool) -> bool:
        """Whether *docname* is an ABlog post, either because it *says* so or because its name matches."""
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


def language_of(config: Config) -> str:
    """Return the language of a project."""
    return str(config.language or "en")


def words_of(config: Config) -> NullTranslations:
    """Return our words in the language of a project."""
    return words_in(language_of(config))


def _read(config: Config) -> NotesConfig:
    values = {}
    extensions = additions_to(config)
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
    values["ablog"] = None if "blog_post_pattern" in config else values["ablog"]
    posts = getattr(config, "matched_blog_posts", ()) if "blog_post_pattern" in config else None
    keys = extensions.keys | dict(_ablog_keys(values["ablog"]))
    return parsed(values, keys=keys, blog_posts=posts, clock=Clock(_now()))


def _ablog_keys(options: AblogOptions | None) -> Iterator[tuple[str, AddedKey]]:
    """Yield the keys of front matter that only ABlog has lists for."""
    if options is None:
        return
    for kind, (key, _) in ablog_options.KINDS.items():
        yield key, AddedKey(key, partial(options.labels, kind), options.defaults.get(kind, ()))
    for name, default in (("excerpt", options.paragraphs), ("image", options.image)):
        yield ablog_options.COUNTS[name], AddedKey(ablog_options.COUNTS[name], int, default)


def parsed(
    values: Mapping[str, Any],
    *,
    keys: Mapping[str, AddedKey] | None = None,
    blog_posts: Iterable[str] | None = None,
    clock: Clock | None = None,
) -> NotesConfig:
    """Return the configuration with *values*, the parsed value of each option.

    *keys*: the front matter keys that other extensions have added; *blog_posts*: the documents that ABlog
    matched as posts, None if ABlog is not loaded; *clock*: tells which notes are in their time.
    """
    return NotesConfig(
        **_unchanged(NotesConfig, values),
        default_authors=_default_authors(values["author"], values["authors"]),
        vocabulary=values["statuses"],
        show_drafts=values["drafts"] is True,
        show_private=values["private"],
        is_preview=values["preview"] is True,
        zone=values["timezone"],
        settings=Settings(
            **_unchanged(Settings, values),
            zone=values["timezone"],
            vocabulary=values["statuses"],
            added=keys or {},
            clock=clock or Clock(),
        ),
        _matchers=compile_matchers(values["match"]),
        _blog_posts=None if blog_posts is None else frozenset(blog_posts),
    )


def _unchanged(record: type[NotesConfig | Settings], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of *values* that *record* has under the names of their options."""
    return {each.name: values[each.name] for each in fields(record) if each.name in values}


def _now() -> datetime:
    """Return the time of the build: ``SOURCE_DATE_EPOCH``, as everywhere in Sphinx, or else the present."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.now(UTC) if epoch is None else datetime.fromtimestamp(int(epoch), UTC)
    except (OverflowError, OSError, ValueError):
        # Before the first year or after the last: Sphinx itself has refused what is no number.
        is_early = epoch is not None and epoch.strip().startswith("-")
        return datetime.min.replace(tzinfo=UTC) if is_early else datetime.max.replace(tzinfo=UTC)


#: The projects that have been built, as a live server does again and again.
_built: WeakSet[Config] = WeakSet()


def set_clock(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """``env-get-outdated``, first: set the clock for another build; it then stands still."""
    if app.config in _built:
        notes_config(app.config).settings.clock.now = _now()
    _built.add(app.config)
    return []


def resolve_auto(app: Sphinx, config: Config) -> None:
    """Resolve options that are ``"auto"`` to booleans, so that a different result updates the environment."""
    if config["notes_preview"] == "auto":
        config["notes_preview"] = publication_of(os.environ).is_preview
    if config["notes_drafts"] == "auto":
        config["notes_drafts"] = bool("drafts" in app.tags or is_true(config["notes_preview"]))
    config["notes_site_root"] = _inside(app, config["notes_site_root"])


def _inside(app: Sphinx, folder: Any) -> Any:
    """Return *folder*; empty, with a warning, if it is not inside the source directory."""
    if isinstance(folder, str) and folder:
        target = Path(app.srcdir, folder.strip("/")).resolve()
        if not target.is_relative_to(Path(app.srcdir).resolve()):
            problem = Unusable("a folder inside the source directory", folder)
            warn("config", f"notes_site_root: {problem}; ignoring it")
            return ""
        return folder.strip("/")
    return folder
