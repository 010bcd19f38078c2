"""Report configuration that selects no notes: patterns without a match, misspelt options, empty lists."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.util.matching import compile_matchers

from .._upstream.conf_names import names_in_conf
from ..config import notes_config
from ..diagnostics import warn
from ..model.taxonomy import TITLES
from ..options import DATED, OPTIONS
from ..state.records import withheld
from ..visibility.draft_names import hidden_documents
from ..visibility.rules import is_set_aside
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..model.collection import Query
    from .site import Site

_PREFIX = "notes_"
#: At most this many folders of a pattern are tried.
_MAX_DEPTH = 30


def nearest_pattern(pattern: str, docnames: Iterable[str], suffixes: Iterable[str] = ()) -> str:
    """Return the pattern closest to *pattern* that matches any of *docnames*; ``""`` if there is none.

    *suffixes*: those of source files, which docname patterns must not have.
    """
    names = sorted(docnames)
    for candidate in _candidates(pattern, names, tuple(suffixes)):
        if candidate.strip("*/") and candidate != pattern and matches_any(candidate, names):
            return candidate
    return ""


def matches_any(pattern: str, docnames: Iterable[str]) -> bool:
    """Return whether *pattern* matches any of *docnames*."""
    (matches,) = compile_matchers([pattern])
    return any(matches(docname) for docname in docnames)


def _candidates(pattern: str, docnames: list[str], suffixes: tuple[str, ...]) -> Iterator[str]:
    """Yield guesses at the intended pattern, best first."""
    path = pattern.replace("\\", "/").strip().removeprefix("./").lstrip("/")
    stem = next((path.removesuffix(suffix) for suffix in suffixes if path.endswith(suffix)), path)
    folder = stem.rstrip("*/")
    yield stem
    yield f"{folder}/**" if folder and stem != folder else ""
    yield f"{stem}/**"
    yield from (_match_case(each, docnames) for each in (stem, f"{folder}/**" if stem != folder else ""))
    # The pattern may be relative to the project's parent or the root folder, or name an intermediate folder.
    parts = stem.split("/")
    for start in range(1, min(len(parts), _MAX_DEPTH)):
        relative = "/".join(parts[start:])
        yield relative
        yield f"{relative.rstrip('*/')}/**"
        yield _match_case(relative, docnames)
    yield from (each.strip() for each in re.split("[,;]", stem) if each.strip() != stem)
    yield f"**/{stem}"
    yield f"**/{folder}/**" if folder else ""
    folders = {str(parent) for name in docnames for parent in PurePosixPath(name).parents} - {"."}
    by_key = {each.casefold(): each for each in sorted(folders, reverse=True)}
    for key in get_close_matches(folder.casefold(), by_key, n=1, cutoff=0.6) if folder else ():
        yield f"{by_key[key]}/**"


def _match_case(pattern: str, docnames: list[str]) -> str:
    """Return *pattern* with its folders and names in the letter case of *docnames*."""
    by_key = {part.casefold(): part for name in docnames for part in name.split("/")}
    return "/".join(by_key.get(part.casefold(), part) for part in pattern.split("/"))


def report_patterns(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report patterns in ``notes_match`` that match no document.

    The default is not reported, because a project may have no notes. If there are other notes, a pattern is
    reported only if a similar one matches: it may be meant for future notes.
    """
    patterns = app.config.notes_match
    patterns = [patterns] if isinstance(patterns, str) else patterns
    if not isinstance(patterns, (list, tuple)) or list(patterns) == [f"{DATED}*", f"**/{DATED}*"]:
        return
    docnames = (env.found_docs | withheld(env)) - {app.config.root_doc}
    if not any(isinstance(each, str) and each.strip() for each in patterns) and not site_of(env).has_notes:
        warn("match", f"notes_match: {patterns!r} matches no document; {_example(docnames)}")
        return
    unmatched = [each for each in patterns if isinstance(each, str) and not matches_any(each, docnames)]
    for pattern in unmatched:
        near = nearest_pattern(pattern, docnames, app.config.source_suffix)
        if near:
            warn("match", f"notes_match: {pattern!r} matches no document; did you mean {near!r}?")
        elif len(unmatched) == len(patterns) and not site_of(env).has_notes:
            warn("match", f"notes_match: {pattern!r} matches no document; {_example(docnames)}")


def _example(docnames: Iterable[str]) -> str:
    name = next(iter(sorted(docnames, key=lambda name: (-name.count("/"), name))), "")
    expected = "expected a pattern for docnames, without suffixes"
    return f"{expected}, such as {name!r}" if name else f"{expected}, but the root is the only document"


def report_options(app: Sphinx, config: Config) -> None:
    """``config-inited``: report variables in conf.py whose names are close to one of our options."""
    options = [option.name for option in OPTIONS]
    for name in sorted(names_in_conf(config)):
        if name.startswith(_PREFIX) and name not in config:
            near = get_close_matches(name.removeprefix(_PREFIX).lower(), options, n=1, cutoff=0.75)
            if near:
                warn("config", f"unknown option {name!r}; did you mean '{_PREFIX}{near[0]}'?")


def report_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report labels in ``notes_labels`` that no public note has, and unusable pictures."""
    site = site_of(env)
    if not site.has_notes:
        return
    for (kind, key), text in site.label_texts.all.items():
        by_key = site.catalogue.by_label[kind]
        if key not in by_key:
            near = get_close_matches(key, by_key, n=1, cutoff=0.75)
            hint = f"did you mean {by_key[near[0]].label!r}?" if near else "it has no page"
            singular = TITLES[kind][1].lower()
            warn("label", f"notes_labels: no public note has the {singular} {text.label!r}; {hint}")
    for fault in site.label_texts.faults():
        warn("config", f"notes_labels: {fault}")


def report_empty(query: Query, site: Site, node: nodes.Element) -> None:
    """Report why a ``{notes}`` directive lists nothing, if that is clearly a mistake."""
    if not site.has_notes:
        if _matches_some(site):
            return
        warn("match", f"notes: no notes to list; {_first_pattern(site)}", node)
        return
    names = [note.docname for note in site.catalogue.listed]
    for pattern in query.match:
        near = "" if matches_any(pattern, names) else nearest_pattern(pattern, names)
        if near:
            warn("match", f"notes: :match: {pattern!r} matches no note; did you mean {near!r}?", node)
    filters = {"tag": ("tags", query.tags), "category": ("categories", query.categories),
               "status": ("statuses", query.statuses), "author": ("authors", query.authors),
               "series": ("series", query.series)}  # fmt: skip
    for option, (kind, labels) in filters.items():
        labelled = site.catalogue.by_label.get(kind, {}).values()
        by_key = {each.label.casefold(): each.label for each in labelled}
        for label in labels:
            near_keys = get_close_matches(label.casefold(), by_key, n=1, cutoff=0.75)
            if label.casefold() not in by_key and near_keys:
                near = by_key[near_keys[0]]
                warn("label", f"notes: :{option}: {label!r} matches no note; did you mean {near!r}?", node)


def _matches_some(site: Site) -> bool:
    """Return whether the patterns match documents, although none is a note: all are hidden, or are pages."""
    env, config = site.env, notes_config(site.env.config)
    hidden, root = hidden_documents(env), str(env.config.root_doc)
    return any(map(is_set_aside, hidden)) or any(map(config.matches, (env.found_docs | hidden) - {root}))


def _first_pattern(site: Site) -> str:
    """Return advice on ``notes_match``, for a project in which no document is a note yet."""
    env = site.env
    folders = Counter(name.partition("/")[0] for name in env.found_docs if "/" in name)
    largest = min(folders, key=lambda name: (-folders[name], name), default="notes")
    patterns = site.builder.config.notes_match
    return f"notes_match ({patterns}) matches no document; set notes_match = ['{largest}/**'] in conf.py, say"
