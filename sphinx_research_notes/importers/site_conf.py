"""The ``conf.py`` of a site that has been imported, and the page that lists its notes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..model.feed_options import feed_file
from .records import TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What the Markdown of a blog may have; an importer adds others.
MYST = ("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath")

#: What old texts often have and no reader sees: headings that skip a level, code of another language.
_SUPPRESSED = ("misc.highlighting_failure", "myst.header")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is known of a site as a whole."""

    title: str
    author: str = ""
    #: With scheme; empty if unknown.
    url: str = ""
    language: str = "en"
    #: What the site says of itself.
    tagline: str = ""
    copyright: str = ""
    license: str = ""
    #: Patterns of the documents that are notes.
    match: tuple[str, ...] = ()
    #: The folder of the lists.
    path: str = "notes"
    permalink: str = ""
    #: Key to name, or to {name, url, …}.
    authors: Mapping[str, Any] = field(default_factory=dict)
    timezone: str = ""
    #: Whether the tags of a text are divided at spaces, as Jekyll does.
    space_separated: bool = False
    #: Folder with the files that addresses such as /assets/x.png lead to.
    root: str = ""
    #: ``.bib`` files.
    bibliographies: tuple[str, ...] = ()
    #: Whether ``README.md`` is a page of the site.
    readme: bool = False
    #: Folders and files that are copied to the output as they are.
    extra: tuple[str, ...] = ()
    #: Documents that Sphinx must leave alone.
    exclude: tuple[str, ...] = ()
    #: Former addresses of feeds, each with the format that it had, or with this and the list that it is of.
    feeds: Mapping[str, str | dict[str, str]] = field(default_factory=dict)
    #: Text to document, for the links on top of each page.
    nav: Mapping[str, str] = field(default_factory=dict)
    #: Further extensions, such as ``myst_nb`` for notebooks.
    extensions: tuple[str, ...] = ()
    myst: tuple[str, ...] = MYST
    #: Further assignments, in this order.
    more: Mapping[str, Any] = field(default_factory=dict)
    #: The file that this was read from, for the first line.
    source: str = ""


def requirements() -> TextFile:
    """Return the file that says what the build needs."""
    return TextFile("requirements.txt", "sphinx-research-notes\n")


def conf_py(site: Site) -> TextFile:
    """Return the configuration of *site*, as somebody would have written it."""
    made = f", made from {site.source}" if site.source else ""
    parts = [f'"""The configuration of the site{made}."""']
    parts += ("\n".join(part) for part in (_sphinx(site), _theme(site), _notes(site), _markdown(site)))
    return TextFile("conf.py", "\n\n".join(parts) + "\n", site.source)


def _set(name: str, value: Any, comment: str = "") -> str:
    return f"{name} = {literal(value)}{f'  # {comment}' if comment else ''}"


def literal(value: Any, indent: str = "") -> str:
    """Return *value* as Python that a formatter would leave alone: on one line if it is short."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (list, dict)):
        return repr(value)
    within = f"{indent}    "
    if isinstance(value, dict):
        items = [f"{literal(name)}: {literal(each, within)}" for name, each in value.items()]
        opening, closing = "{", "}"
    else:
        items, opening, closing = [literal(each, within) for each in value], "[", "]"
    line = f"{opening}{', '.join(items)}{closing}"
    if len(line) + len(indent) <= 80 and "\n" not in line:
        return line
    lines = "".join(f"{within}{item},\n" for item in items)
    return f"{opening}\n{lines}{indent}{closing}"


def _sphinx(site: Site) -> list[str]:
    parser = [] if "myst_nb" in site.extensions else ["myst_parser"]
    cites = ["sphinxcontrib.bibtex"] if site.bibliographies else []
    extensions = [*parser, *site.extensions, "sphinx_design", *cites, "sphinx_research_notes"]
    readme = [] if site.readme else ["README.md"]
    lines = [_set("project", site.title), _set("author", site.author)]
    lines += [_set("copyright", site.copyright)] if site.copyright else []
    lines += [_set("language", site.language), _set("extensions", extensions)]
    lines.append(_set("exclude_patterns", ["_build", ".venv", *readme, *site.exclude]))
    lines.append(_set("html_copy_source", False, "their comments were never on the site"))
    lines.append(_set("html_scaled_image_link", False, "images are links only where they were"))
    if site.extra:
        lines.append(_set("html_extra_path", list(site.extra), "copied as they are"))
    return lines


def _theme(site: Site) -> list[str]:
    lines = [_set("html_theme", "research_notes"), _set("html_title", site.title)]
    options: dict[str, Any] = {}
    if site.tagline:
        options["tagline"] = site.tagline
    if site.nav:
        options["nav"] = dict(site.nav)
    lines += [_set("html_theme_options", options)] if options else []
    if site.url:
        lines.append(_set("html_baseurl", f"{site.url.rstrip('/')}/"))
    else:
        lines.append('# html_baseurl = "https://example.org/"  # where it will be: with it, there are feeds')
    return lines


def _notes(site: Site) -> list[str]:
    lines = [_set("notes_match", list(site.match), "which documents are notes")] if site.match else []
    lines.append(_set("notes_path", site.path, "the folder of the generated lists"))
    for name, value in (
        ("permalink", site.permalink), ("authors", dict(site.authors)), ("author", site.author),
        ("license", site.license), ("timezone", site.timezone), ("site_root", site.root),
        ("tag_separator", " " if site.space_separated else ""),
        ("category_separator", " " if site.space_separated else ""),
    ):  # fmt: skip
        if value:
            lines.append(_set(f"notes_{name}", value))
    # Names of files have fewer characters than addresses.
    if feeds := {path: each for path, each in site.feeds.items() if feed_file(path)}:
        lines.append(_set("notes_feeds", {"addresses": feeds}, "where feeds used to be"))
    return lines


def _markdown(site: Site) -> list[str]:
    lines = [
        _set("myst_enable_extensions", sorted(site.myst)),
        _set("myst_dmath_allow_digits", False, "so that $5 and $10 are prices"),
        _set("myst_dmath_double_inline", True),
        _set("myst_heading_anchors", 6),
    ]
    if site.bibliographies:
        lines.append(_set("bibtex_bibfiles", list(site.bibliographies)))
        lines.append(_set("bibtex_reference_style", "author_year"))
    suppressed = [*_SUPPRESSED, *(["myst.strikethrough"] if "strikethrough" in site.myst else [])]
    lines.append(_set("suppress_warnings", suppressed))
    lines += _further(site)
    return lines


def _further(site: Site) -> Iterator[str]:
    for name, value in site.more.items():
        yield _set(name, value)
