"""Parallel builds whose readers send back what they have read, not the whole environment.

After each chunk of documents, a worker pickles its environment, and the main process loads it to merge the
documents of that chunk: work that grows with the square of the site, and most of what the main process does
while reading. Here, what the environment and its domains keep by document is reduced to the documents of the
chunk, and the configuration, which no reader may change, stays where it is. Whatever isn't known here is sent
whole, so that extensions merge as always. No upstream issue is known; its title could be "Send only the read
documents from parallel readers".

Checked on Sphinx 8.2 to 9.2, whose builders have a private method for this; with another one, Sphinx reads
as always, which costs only time. It can go when Sphinx sends less.
"""

from __future__ import annotations

import inspect
import pickle
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sphinx.domains import Domain
from sphinx.util import logging

from .patching import replaced
from .workers import Workers, chunks_of, is_supported, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

#: Attributes of the environment by docname; all are merged for the documents that were read.
_BY_DOCUMENT = (
    "all_docs", "dependencies", "included", "metadata", "titles", "longtitles", "tocs", "toc_num_entries",
    "toc_secnumbers", "toc_fignumbers", "toctree_includes",
)  # fmt: skip

#: What is the same in all processes: the configuration, the list of files, and inventories of other projects.
#: The settings of docutils have the whole environment.
_SHARED = (
    "config", "settings", "project",
    "intersphinx_cache", "intersphinx_inventory", "intersphinx_named_inventory",
)  # fmt: skip


def slice_of(env: BuildEnvironment, docnames: Set[str]) -> bytes:
    """Return what *env* has about *docnames*, and all that isn't known to belong to other documents."""
    state: dict[str, Any] = env.__getstate__()
    for name in _BY_DOCUMENT:
        if isinstance(found := state.get(name), dict):
            state[name] = _only(found, docnames)
    if isinstance(holders := state.get("files_to_rebuild"), dict):
        shown = {docname: docnames & included for docname, included in holders.items()}
        state["files_to_rebuild"] = {docname: included for docname, included in shown.items() if included}
    state["domaindata"] = {n: _domain_data(n, data, docnames) for n, data in state["domaindata"].items()}
    for name in _SHARED:
        state.pop(name, None)
    return pickle.dumps(state, pickle.HIGHEST_PROTOCOL)


def loaded(content: bytes, env: BuildEnvironment) -> BuildEnvironment:
    """Return the environment of a reader of the documents in *content*, to be merged into *env*."""
    other: BuildEnvironment = object.__new__(type(env))
    other.__setstate__({name: value for name, value in vars(env).items() if name in _SHARED})
    other.__setstate__(pickle.loads(content))
    return other


def _only(found: dict[str, Any], docnames: Set[str]) -> dict[str, Any]:
    """Return *found*, which is by docname, for *docnames* alone."""
    only = {docname: found[docname] for docname in docnames if docname in found}
    return defaultdict(found.default_factory, only) if isinstance(found, defaultdict) else only


def _targets(found: dict[Any, Any], docnames: Set[str]) -> dict[Any, Any]:
    """Return *found*, whose values begin with a docname, for *docnames* alone."""
    return {name: value for name, value in found.items() if value[0] in docnames}


def _of_bibtex(data: dict[str, Any], docnames: Set[str]) -> dict[str, Any]:
    bibliographies = {k: value for k, value in data["bibliographies"].items() if k.docname in docnames}
    references = [each for each in data["citation_refs"] if each.docname in docnames]
    # The rest comes from the files, or is computed once everything has been read.
    return {"bibliographies": bibliographies, "citation_refs": references}


def _of_std(data: dict[str, Any], docnames: Set[str]) -> dict[str, Any]:
    parts = ("progoptions", "objects", "terms", "labels", "anonlabels")
    return {**data, **{part: _targets(data[part], docnames) for part in parts}}


def _of_citation(data: dict[str, Any], docnames: Set[str]) -> dict[str, Any]:
    references = {key: docnames & citing for key, citing in data["citation_refs"].items()}
    return {
        **data,
        "citations": _targets(data["citations"], docnames),
        "citation_refs": {key: citing for key, citing in references.items() if citing},
    }


#: How the data of a domain is reduced to that of documents.
_OF_DOMAIN: dict[str, Callable[[dict[str, Any], Set[str]], dict[str, Any]]] = {
    "cite": _of_bibtex,
    "std": _of_std,
    "citation": _of_citation,
    "index": lambda data, docnames: {**data, "entries": _only(data["entries"], docnames)},
    "math": lambda data, docnames: {**data, "objects": _targets(data["objects"], docnames)},
    "notes": lambda data, docnames: {
        **data, **{part: _only(data[part], docnames) for part in ("records", "readings")}
    },
}  # fmt: skip


def _domain_data(name: str, data: dict[str, Any], docnames: Set[str]) -> dict[str, Any]:
    try:
        return _OF_DOMAIN[name](data, docnames)
    except (AttributeError, KeyError, TypeError):  # Another domain, or another version of this one.
        return data


def unmerged(env: BuildEnvironment) -> list[str]:
    """Return the domains that can't merge what workers have read, with which Sphinx would fail."""
    return sorted(
        name
        for name, domain in env.domains.items()
        if type(domain).merge_domaindata is Domain.merge_domaindata
    )


def read_in_workers(app: Sphinx, docnames: Sequence[str], count: int) -> None:
    """Read *docnames* in *count* processes, or in this one if a domain can't merge them."""
    builder: Any = app.builder
    env = app.env
    if domains := unmerged(env):
        logger.info("")
        logger.info("reading in one process, because of the domain %s", ", ".join(domains))
        builder._read_serial(docnames)
        return
    for docname in docnames:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)

    def read(chunk: list[str]) -> bytes:
        for docname in chunk:
            builder.read_doc(docname, _cache=False)
        return slice_of(env, frozenset(chunk))

    chunks = chunks_of(docnames, count)
    done = progress(app, "reading sources... ", "purple", chunks)

    def merge(chunk: list[str], content: bytes) -> None:
        env.merge_info_from(chunk, loaded(content, env), app)
        next(done)

    Workers(count, read, chunks).run(merge)
    logger.info("")


@contextmanager
def slices_sent(app: Sphinx) -> Iterator[None]:
    """Let parallel readers send back what they have read."""
    method = getattr(app.builder, "_read_parallel", None)
    if not (method and is_supported() and [*inspect.signature(method).parameters] == ["docnames", "nproc"]):
        yield
        return
    with replaced(app.builder, _read_parallel=lambda docnames, nproc: read_in_workers(app, docnames, nproc)):
        yield
