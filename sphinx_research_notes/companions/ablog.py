"""ABlog: take over a blog from it, where ``notes_ablog`` is on and ABlog is not loaded.

Its options are read from ``conf.py`` and become ours, unless ours are set. What templates of ABlog show in
sidebars is left out, because nothing could find them (seen with ABlog 0.11, whose options are those of
:mod:`sphinx_research_notes.model.ablog`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._upstream.conf_names import values_in_conf
from ..diagnostics import inform, warn
from ..frontmatter.syntax import BY_HABIT
from ..model import ablog
from ..model.values import is_true
from ..options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config


def take_over(app: Sphinx, config: Config) -> None:
    """``config-inited``, before our options are read: set them from those of ABlog."""
    if not is_true(config["notes_ablog"]):
        return
    if "ablog" in app.extensions:
        warn(
            "config", "notes_ablog: expected a project without ABlog, found it loaded; leaving its blog to it"
        )
        return
    given = values_in_conf(config)
    defaults = {f"notes_{option.name}": option.default for option in OPTIONS} | {"html_baseurl": ""}
    # Parsers add their suffixes to the configuration later.
    for name, value in _ours(given, (*config.source_suffix, *BY_HABIT)):
        if config[name] == defaults[name]:
            config[name] = value
    # What has no counterpart among our options.
    config["notes_ablog"] = {name: given[name] for name in (*ablog.KEPT, "blog_baseurl") if name in given}
    unused = [name for name in given if name in ablog.UNUSED]
    templates = _without_templates(config)
    if unused or templates:
        found = ", ".join([*sorted(unused), *sorted(templates)])
        inform(
            f"notes_ablog: expected options of ABlog that have a use here, found also {found}; ignoring them"
        )


def _ours(given: Mapping[str, Any], suffixes: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield our options, each with the value that the options of ABlog *given* mean."""
    yield "notes_path", str(given.get("blog_path") or ablog.PATH).strip("/") or ablog.PATH
    # ABlog doesn't list a post before its date.
    yield "notes_future", "hide"
    for name, ours in (("blog_title", "notes_title"), ("blog_baseurl", "html_baseurl"),
                       ("blog_default_author", "notes_author")):  # fmt: skip
        if given.get(name):
            yield ours, given[name]
    if pattern := given.get("blog_post_pattern"):
        yield "notes_match", ablog.patterns(pattern, suffixes)
    if isinstance(authors := given.get("blog_authors"), dict):
        yield "notes_authors", {key: _author(value) for key, value in authors.items()}
    path = str(given.get("blog_path") or ablog.PATH).strip("/") or ablog.PATH
    if feeds := ablog.feeds(given, path):
        yield "notes_feeds", feeds


def _author(value: Any) -> Any:
    """Return the author with a name and an address, as ABlog has them in a pair."""
    if isinstance(value, (list, tuple)) and value:
        name, url = value[0], value[1] if len(value) > 1 else None
        return {"name": name, "url": url} if url else {"name": name}
    return value


def _without_templates(config: Config) -> set[str]:
    """Take ABlog's templates out of the sidebars of *config*; return their names."""
    removed: set[str] = set()
    sidebars = config["html_sidebars"]
    for pattern, names in sidebars.items() if isinstance(sidebars, dict) else ():
        if isinstance(names, (list, tuple)):
            removed.update(name for name in names if str(name).startswith("ablog/"))
            sidebars[pattern] = [name for name in names if not str(name).startswith("ablog/")]
    return removed
