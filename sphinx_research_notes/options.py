"""Every ``notes_*`` option: its default, its help text, and how its value is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.util.matching import compile_matchers

from .diagnostics import warn
from .languages import gettext_noop
from .mathml.macros import Macro, Macros, read_macros
from .model import taxonomy
from .model.ablog_options import read_options as read_ablog_options
from .model.archive_options import read_archive_options
from .model.citation_file import read_citation_file
from .model.date_formats import is_date_pattern
from .model.dates import time_zone
from .model.feed_options import read_feed_options
from .model.funding import read_funding
from .model.label_texts import LabelTexts, read_label_texts
from .model.licenses import license_fault
from .model.live_comments import read_live_comments
from .model.people import read_author
from .model.permalinks import check_pattern, site_path
from .model.related import USUAL
from .model.statuses import Vocabulary
from .model.urls import has_scheme, web_address
from .model.values import Unusable, positive, read_epigraph, read_license, yes_or_no

if TYPE_CHECKING:
    from .model.note import Author, License

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


def _strings(value: Any, expected: str) -> list[str]:
    """Return the strings in a list, or the only one; raises :class:`Unusable`."""
    strings = [value] if isinstance(value, str) else value
    if not isinstance(strings, (list, tuple)) or not all(isinstance(each, str) for each in strings):
        raise Unusable(expected, value)
    return list(strings)


def _patterns(value: Any) -> tuple[str, ...]:
    patterns = _strings(value, "a list of patterns such as ['notes/**']")
    compile_matchers(patterns)
    return tuple(patterns)


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
    return taxonomy.unique(_strings(value, "a name, a key of notes_authors, or a list of them"))


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
    return "auto" if value == "auto" else yes_or_no(value, "True, False or 'auto'")


def _yes_no(value: Any) -> bool:
    return yes_or_no(value, "True or False")


def _citations(value: Any) -> str:
    if value not in ("card", "margin", "plain"):
        raise Unusable("'card', 'margin' or 'plain'", value)
    return str(value)


def _search(value: Any) -> str:
    if value not in ("sphinx", "pagefind"):
        raise Unusable("'sphinx' or 'pagefind'", value)
    return str(value)


def _future(value: Any) -> str:
    if value not in ("publish", "hide"):
        raise Unusable("'publish' or 'hide'", value)
    return str(value)


def _source(value: Any) -> str:
    text = _text(value)
    if has_scheme(text) and not web_address(text.replace("{path}", "x")):
        raise Unusable("an http(s) URL with {path} for the file", value)
    return text


def _related(value: Any) -> int:
    """Return how many related notes a note lists."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    return USUAL if yes_or_no(value, "True, False or the number of notes") else 0


def _former(value: Any) -> tuple[str, ...]:
    expected = "a sitemap, a feed or a folder with the last published site, or a list of them"
    return tuple(name.strip() for name in _strings(value, expected) if name.strip())


def _labels(value: Any) -> LabelTexts:
    texts, faults = read_label_texts(value)
    for fault in faults:
        warn("config", f"notes_labels: {fault}")
    return texts


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
    """Return the pattern; empty for that of the language."""
    if value is None:
        return ""
    text = _text(value)
    # Dates need not have a time, and where a time is shown, it follows the date.
    if not text or "%" in text or not is_date_pattern(text):
        raise Unusable("a Babel date pattern without a time, such as 'd MMMM y'", value)
    return text


def _macros(value: Any) -> Macros:
    """Return the valid macros; an invalid one is ignored with a warning."""
    macros: dict[str, Macro] = {}
    for name, definition in value.items() if isinstance(value, Mapping) else ():
        try:
            macros |= read_macros({name: definition})
        except Unusable as error:
            warn("config", f"notes_math_macros: {name}: {error}; ignoring it")
    return tuple((macros if isinstance(value, Mapping) else read_macros(value)).items())


def _math_fallback(value: Any) -> str:
    if value in {"", None, False}:
        return ""
    if value != "mathjax":
        raise Unusable("'' or 'mathjax'", value)
    return "mathjax"


OPTIONS: tuple[Option, ...] = (
    Option("match", [f"{DATED}*", f"**/{DATED}*"], _patterns,
           "Which documents are notes even without front matter that says so: patterns of document names."),
    Option("path", "notes", _folder, "The folder of the generated pages."),
    Option("title", "", _text, "The title of the list of all notes, and of the site in the theme."),
    Option("authors", {}, _authors,
           "Authors by key: {name, url, orcid, affiliation, email}, and how they are named and shown."),
    Option("author", "", _names, "The default author of notes: a key, a name, or a list."),
    Option("cite_this", True, _yes_no, "Whether notes with a title and a date show how to cite them."),
    Option("license", "", _license, "The default licence of notes: an SPDX identifier, or {name, url}."),
    Option("funding", [], read_funding,
           "Who has funded the notes: {funder: {name, ror}, award: {number, uri, title}}, or a list."),
    Option("source", "", _source,
           "URL of a note's source, with {path} for its file; by default Source is a copy on the site."),
    Option("home", gettext_noop("Back to home"), _home,
           "The link at the end of the byline: a string, a pair (text, document or address), or None."),
    Option("epigraph", "", read_epigraph, "An epigraph for the generated index of notes."),
    Option("statuses", {}, _statuses, "More status axes, or other labels for a default axis."),
    Option("draft_statuses", ["draft"], _label_keys, "Status labels that make a note a draft."),
    Option("drafts", "auto", _shown,
           "Whether drafts are shown; 'auto': with `-t drafts`, and in previews."),
    Option("preview", "auto", _shown,
           "Whether the build is a preview, not to be indexed or subscribed to; 'auto': as its host says."),
    Option("private", False, _yes_no, "Whether private notes and asides are shown; not for public sites."),
    Option("future", "publish", _future,
           "What is done with a note whose date is in the future: 'publish' or 'hide' it until then."),
    Option("labels", {}, _labels,
           "What the pages of labels say: kind of label to label to {description, image}."),
    Option("permalink", "", _pattern, "The pattern of permalinks, such as '/{year}/{month}/{slug}/'."),
    Option("former", "", _former,
           "A sitemap, a feed or a folder with the last published site, or a list of them: addresses that are"
           " gone are reported."),
    Option("page_size", 50, positive, "The number of notes on one page of a generated list."),
    Option("citations", "card", _citations,
           "Where a citation shows its reference: on a 'card', in the 'margin', or not at all: 'plain'."),
    Option("feeds", True, read_feed_options,
           "The feeds: True, False, a list of formats, or {formats, entries, full, addresses, hub}."),
    Option("archive", "", read_archive_options,
           "The archive whose rules notes are checked against: 'rogue-scholar', or {name, about, prefix}."),
    Option("citation_file", False, read_citation_file,
           "Whether to write CITATION.cff for the site: True, or a mapping of its fields that replace ours."),
    Option("cards", True, _yes_no,
           "Whether a picture is drawn for each note and list, for timelines; needs the extra `cards`."),
    Option("markdown", True, _yes_no,
           "Whether each note has a copy in Markdown, and the site an llms.txt that lists the copies."),
    Option("reading_time", False, _yes_no, "Whether bylines and lists say how long a note takes to read."),
    Option("list_summaries", False, _yes_no, "Whether generated lists say what each note is about."),
    Option("list_filters", True, _yes_no,
           "Whether long generated lists can be narrowed by year, tag and status."),
    Option("timezone", "UTC", time_zone, "The time zone of dates without one."),
    Option("tag_separator", ",", _separator, "The separator of tags in a string; may be a space."),
    Option("category_separator", ",", _separator, "The separator of categories in a string."),
    Option("comments", True, _yes_no, "Whether comment threads are shown."),
    Option("live_comments", {}, read_live_comments,
           "Where readers discuss notes, loaded on a click: {service, …} for giscus, utterances, isso,"
           " discourse or hypothesis."),
    Option("date_format", None, _date_format,
           "The format of dates: a Babel (CLDR) date pattern; None: in the order of the language."),
    Option("references", True, _yes_no,
           "Whether a note with citations gets its own reference list; if not, bibtex resolves them."),
    Option("works", True, _yes_no,
           "Whether there is a page for each cited work, and a list of all of them."),
    Option("backlinks", True, _yes_no, "Whether a note lists the documents that link to it."),
    Option("related", True, _related,
           "Whether a note lists related ones: True, False, or how many at most instead of five."),
    Option("previews", True, _yes_no,
           "Whether links to notes, figures, formulas and terms show these on cards, in the theme."),
    Option("search", "sphinx", _search,
           "What finds notes: 'sphinx', its own index, or 'pagefind', which needs the extra `pagefind`."),
    Option("wikilinks", False, _yes_no,
           "Whether the Markdown of Obsidian is read: [[links]], embeds, callouts, highlights and comments."),
    Option("line_breaks", False, _yes_no,
           "Whether the end of a line within a paragraph of Markdown is a line break, as Obsidian shows it."),
    Option("inline_tags", False, _yes_no, "Whether #tags in the text of Markdown documents are tags."),
    Option("ablog", False, read_ablog_options,
           "Whether the options, directives, labels and addresses of ABlog work, where it isn't loaded."),
    Option("site_root", "", _text, "The folder that paths with a leading slash are relative to."),
    Option("math_macros", {}, _macros,
           "TeX macros, as in MathJax: name to TeX, or to [TeX, number of arguments]."),
    Option("math_fallback", "", _math_fallback,
           "How to show a formula that MathML cannot: '' as TeX, 'mathjax' with MathJax, on that page only."),
)  # fmt: skip
