"""What says which documents are notes, and finds none: a pattern, a misspelt option, an empty list."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx.util.matching import compile_matchers

from .._upstream.conf_names import names_in_conf
from ..config import DATED, OPTIONS, notes_config
from ..diagnostics import warn
from ..state.records import withheld
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
#: Parts of longer paths are not looked at.
_DEEPEST = 30


def nearest_pattern(pattern: str, docnames: Iterable[str], suffixes: Iterable[str] = ()) -> str:
    """The pattern like *pattern* that matches any of *docnames*; nothing where none does.

    *suffixes*: those of source files, which patterns of names have not.
    """
    known = sorted(docnames)
    for candidate in _candidates(pattern, known, tuple(suffixes)):
        if candidate.strip("*/") and candidate != pattern and matches_any(candidate, known):
            return candidate
    return ""


def matches_any(pattern: str, docnames: Iterable[str]) -> bool:
    """Whether *pattern* matches one of *docnames*."""
    (matches,) = compile_matchers([pattern])
    return any(matches(docname) for docname in docnames)


def _candidates(pattern: str, docnames: list[str], suffixes: tuple[str, ...]) -> Iterator[str]:
    """What may have been meant by *pattern*, the nearest first."""
    plain = pattern.replace("\\", "/").strip().removeprefix("./").lstrip("/")
    ended = next((plain.removesuffix(end) for end in suffixes if plain.endswith(end)), plain)
    folder = ended.rstrip("*/")
    yield ended
    yield f"{folder}/**" if folder and ended != folder else ""
    yield f"{ended}/**"
    yield from (_respelt(each, docnames) for each in (ended, f"{folder}/**" if ended != folder else ""))
    # From the folder of the project on, or of the machine, or below some folder.
    parts = ended.split("/")
    inner = ["/".join(parts[place:]) for place in range(1, min(len(parts), _DEEPEST))]
    for each in inner:
        yield each
        yield f"{each.rstrip('*/')}/**"
        yield _respelt(each, docnames)
    yield from (each.strip() for each in re.split("[,;]", ended) if each.strip() != ended)
    yield f"**/{ended}"
    yield f"**/{folder}/**" if folder else ""
    folders = {str(parent) for name in docnames for parent in PurePosixPath(name).parents} - {"."}
    spelt = {each.casefold(): each for each in sorted(folders, reverse=True)}
    for near in get_close_matches(folder.casefold(), spelt, n=1, cutoff=0.6) if folder else ():
        yield f"{spelt[near]}/**"


def _respelt(pattern: str, docnames: list[str]) -> str:
    """*pattern* with its folders and names in the letter case of *docnames*."""
    spelt = {part.casefold(): part for name in docnames for part in name.split("/")}
    return "/".join(spelt.get(part.casefold(), part) for part in pattern.split("/"))


def report_patterns(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: name the patterns of ``notes_match`` by which no document is a note.

    Only an author's own: a project that chose none may have no notes. Where there are some, by another
    pattern or in a stream, one may wait for its first.
    """
    patterns = app.config.notes_match
    patterns = [patterns] if isinstance(patterns, str) else patterns
    if not isinstance(patterns, (list, tuple)) or list(patterns) == [f"{DATED}*", f"**/{DATED}*"]:
        return
    known = (env.found_docs | withheld(env)) - {app.config.root_doc}
    if not any(isinstance(each, str) and each.strip() for each in patterns) and not site_of(env).has_notes:
        warn("match", f"notes_match: {patterns!r} matches no document; {_example(known)}")
        return
    lost = [each for each in patterns if isinstance(each, str) and not matches_any(each, known)]
    for pattern in lost:
        near = nearest_pattern(pattern, known, app.config.source_suffix)
        if near:
            warn("match", f"notes_match: {pattern!r} matches no document; did you mean {near!r}?")
        elif len(lost) == len(patterns) and not site_of(env).has_notes:
            warn("match", f"notes_match: {pattern!r} matches no document; {_example(known)}")


def _example(docnames: Iterable[str]) -> str:
    name = next(iter(sorted(docnames, key=lambda name: (-name.count("/"), name))), "")
    said = "expected a pattern of names without their endings"
    return f"{said}, such as {name!r}" if name else f"{said}, and there is no document besides the root"


def report_options(app: Sphinx, config: Config) -> None:
    """``config-inited``: name what conf.py calls almost as an option of ours is called."""
    known = [option.name for option in OPTIONS]
    for name in sorted(names_in_conf(config)):
        if name.startswith(_PREFIX) and name not in config:
            near = get_close_matches(name.removeprefix(_PREFIX).lower(), known, n=1, cutoff=0.75)
            if near:
                warn("config", f"unknown option {name!r}; did you mean '{_PREFIX}{near[0]}'?")


def report_empty(query: Query, site: Site, node: nodes.Element) -> None:
    """Name why a ``{notes}`` lists nothing, where that is no doubt a mistake."""
    if not site.has_notes:
        if any(notes_config(site.env.config).matches(docname) for docname in withheld(site.env)):
            return  # They are hidden, and so is what the list would show.
        warn("match", f"notes: there is no note to list; {_first_pattern(site)}", node)
        return
    names = [note.docname for note in site.catalogue.listed]
    for pattern in query.match:
        near = "" if matches_any(pattern, names) else nearest_pattern(pattern, names)
        if near:
            warn("match", f"notes: :match: {pattern!r} matches no note; did you mean {near!r}?", node)
    filters = {"tags": query.tags, "categories": query.categories, "statuses": query.statuses,
               "authors": query.authors, "series": query.series}  # fmt: skip
    for kind, labels in filters.items():
        known = {each.label.casefold(): each.label for each in site.catalogue.by_label.get(kind, {}).values()}
        for label in labels:
            near_ones = get_close_matches(label.casefold(), known, n=1, cutoff=0.75)
            if label.casefold() not in known and near_ones:
                said = f"no note in the list of {kind} has {label!r}; did you mean {known[near_ones[0]]!r}?"
                warn("label", said, node)


def _first_pattern(site: Site) -> str:
    """What to set where no document is a note yet."""
    env = site.env
    folders = Counter(name.partition("/")[0] for name in env.found_docs if "/" in name)
    most = min(folders, key=lambda name: (-folders[name], name), default="notes")
    accepted = f"set for instance notes_match = ['{most}/**'] in conf.py"
    return f"by notes_match ({site.builder.config.notes_match}) no document is one; {accepted}"
