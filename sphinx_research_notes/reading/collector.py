"""Make the record of a document from its finished doctree."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..activation import has_ours
from ..citations.document_citations import citations, cited
from ..citations.entry_digests import entry_digests, style_fingerprint
from ..config import NotesConfig, notes_config
from ..constants import ENTRY, FILE_LINK, anchor_of
from ..diagnostics import report_faults
from ..doctree.conditions import conditional_images, conditions_of
from ..doctree.excerpts import NAME_OF, TEX, TEX_END
from ..doctree.nodes import label_link
from ..doctree.parts import parts_of
from ..doctree.summary import lead_of, length_of, plain, stem_of
from ..doctree.terms import terms_of
from ..frontmatter.keys import ALIASES
from ..math.renderer import formulas_in
from ..model import taxonomy
from ..model.date_formats import format_when
from ..model.dates import file_name_date, without_date
from ..model.digests import text_digest
from ..model.faults import Fault
from ..model.note import FrontMatter, Note
from ..state.domain import DomainCollector
from ..state.file_digests import digests_of
from ..state.read_state import ReadState, read_state
from ..state.records import Page, pages
from .address_links import links_by_address
from .cross_references import links_of
from .mentions import citing_of, is_in_entry, mentions_by_address, mentions_by_embedding, mentions_of
from .note_images import register_image, rooted
from .numbering import number_equations, numbered
from .publication_times import with_times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..state.records import Aside
    from .mentions import Cited


class NoteCollector(DomainCollector):
    """Makes the record of a document from its read state and its finished doctree."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        env, docname = app.env, app.env.docname
        if not has_ours(env):
            return
        state = read_state(env)
        has_notes = _has_notes(state)
        found = list(citations(env, doctree)) if has_notes else []
        cites = cited(env, found)
        if found and docname in env.tocs:
            _remove_ids(env.tocs[docname])
        if state.entries:
            number_equations(env, doctree, state.entries)
        page = _page(env, state, doctree, found, entry_digests(env, cites))
        for note in page.notes:
            register_image(env, note, state.location_of(docname, "image", *ALIASES["image"]))
        page = with_times(env, page)
        if page != Page():
            pages(env)[docname] = page
        # Templates can check for metadata; asking for missing metadata would create it.
        for key, value in state.extra.items():
            env.metadata[docname].setdefault(key, value)
        if page.head is not None or page.entries:
            env.metadata[docname]["orphan"] = True


def _has_notes(state: ReadState) -> bool:
    return state.front is not None or bool(state.entries)


def _page(
    env: BuildEnvironment,
    state: ReadState,
    doctree: nodes.document,
    found: list[tuple[nodes.Element, list[str]]],
    works: tuple[tuple[str, str], ...],
) -> Page:
    """Return the record of a document with the citations *found* in it and the *works* that it cites."""
    config, has_notes = notes_config(env.config), _has_notes(state)
    # Citations in an entry belong to that entry.
    own = [each for each in found if not (state.entries and is_in_entry(state, each[0]))]
    citing = tuple(citing_of(env, state, own))
    links = list(links_by_address(env, doctree, whole=state.front is not None)) if has_notes else []
    addresses = dict.fromkeys(address for _, address in links)
    head = _head(env, state, doctree, config, citing) if state.front is not None else None
    toctrees = doctree.findall(addnodes.toctree)
    return Page(
        head=head,
        is_note=state.is_note,
        entries=tuple(_entries(env, state, doctree, head, config)),
        asides=tuple(_asides(state, doctree)),
        queries=tuple(state.queries),
        lists_asides=state.lists_asides,
        labels=tuple(dict.fromkeys(state.labels)),
        links=(
            *links_of(env, doctree),
            *(("address", each, env.docname) for each in addresses),
            *(("file", name, "") for name in sorted(state.missing)),
            *((FILE_LINK, name, path) for name, path in sorted(state.attachments.items())),
        ),
        by_address=bool(addresses),
        deep=any(not node.get("hidden") and node.get("maxdepth") != 1 for node in toctrees),
        hidden=tuple(sorted(state.hidden)),
        mentions=(
            *mentions_of(env, state, doctree),
            *mentions_by_embedding(state, doctree),
            *mentions_by_address(state, links),
        ),
        works=works,
        cited_by=style_fingerprint(env) if works else "",
        numbered=numbered(env, doctree, state.entries) if has_notes else (),
        blocks=tuple(state.blocks.items()),
        terms=terms_of(doctree),
        parts=parts_of(doctree, dict(formulas_in(doctree, env.config))),
        conditional_images=conditional_images(doctree, partial(_images, env)),
    )


def _images(env: BuildEnvironment) -> list[str]:
    """Return the paths of the images in the current document."""
    return [path for path, (docnames, _) in env.images.items() if env.docname in docnames]


def _remove_ids(toc: nodes.Element) -> None:
    """Remove the ids of citations from a table of contents: they belong to the citations in the titles."""
    for node in toc.findall(nodes.inline):
        if "cites" in node:
            node["ids"] = []


def _head(
    env: BuildEnvironment,
    state: ReadState,
    doctree: nodes.document,
    config: NotesConfig,
    citing: tuple[Cited, ...],
) -> Note:
    """Return the record of a document with front matter."""
    front, docname = state.front, env.docname
    assert front is not None
    section = next(iter(doctree.findall(nodes.section)), doctree)
    titled = isinstance(section, nodes.section) and not section.get("untitled")
    shown = env.titles[docname].astext()
    dated, stem = file_name_date(stem_of(docname), config.zone)
    if dated is None and front.date is not None:
        stem = without_date(stem)
    elif dated is None and re.match(r"\d{4}-\d\d-\d\d-", stem_of(docname)):
        message = f"expected a valid date in the file name, got {stem_of(docname)[:10]!r}; ignoring it"
        report_faults([Fault("date", message)], docname)
    values = {name: getattr(front, name) for name in FrontMatter.__dataclass_fields__}
    text = lead_of(section, marked=True)
    lead = front.summary or text
    values.update(
        image=rooted(env, front.image),
        title=shown if titled else None,
        tags=taxonomy.unique([*front.tags, *_inline_tags(state, section, own=True)]),
        date=front.date or dated,
        authors=front.authors or config.default_authors,
        license=front.license or config.license,
        funding=config.funding if front.funding is None else front.funding,
    )
    return Note(
        **values, docname=docname, name=shown, formal=_formal(env.titles[docname]), titled=titled, stem=stem,
        lead=_cut(lead), opening=text if NAME_OF in text and not titled else "", length=length_of(doctree),
        digest=_digest(env, state.source), withheld=bool(state.hidden),
        citing=citing,
    )  # fmt: skip


def _inline_tags(state: ReadState, body: nodes.Element, *, own: bool) -> Iterator[str]:
    """Yield the tags in the text of *body*; if it is a whole document, only its *own*, not of its entries."""
    for node in body.findall(label_link):
        if node.get("inline") and not (own and is_in_entry(state, node)):
            yield node["label"]


def _formal(title: nodes.Node) -> str:
    """Return the text of *title* with its formulas as marked TeX; empty if it has none."""
    parts = [node for node in title.findall() if isinstance(node, (nodes.Text, nodes.math))]
    formulas = [node for node in parts if isinstance(node, nodes.math)]
    if not formulas:
        return ""
    within = {id(child) for node in formulas for child in node.children}
    texts = (f"{TEX}{node.astext()}{TEX_END}" if isinstance(node, nodes.math) else node.astext()
             for node in parts if id(node) not in within)  # fmt: skip
    return "".join(texts)


def _cut(text: str) -> str:
    """Return *text* shortened for a list or card; unchanged if it has links whose text is not known yet."""
    return text if NAME_OF in text else taxonomy.cut(text)


def _digest(env: BuildEnvironment, source: str) -> str:
    """Return a digest of *source* and of the files that the document depends on."""
    files = sorted(str(path) for path in env.dependencies.get(env.docname, ()))
    return text_digest("".join([source, *(digests_of(env).of(file).digest for file in files)]), 16)


def _entries(
    env: BuildEnvironment, state: ReadState, doctree: nodes.document, head: Note | None, config: NotesConfig
) -> Iterator[Note]:
    """Yield the records of the entries in *doctree*, in order."""
    if not state.entries:
        return
    digest = _digest(env, state.source)
    for node in doctree.findall(lambda n: isinstance(n, nodes.Element) and ENTRY in n["classes"]):
        assert isinstance(node, nodes.Element)
        # The id of a target before an entry comes first, and a class alone doesn't make an entry.
        node["ids"] = sorted(node["ids"], key=lambda each: each not in state.entries)
        anchor = anchor_of(node)
        if anchor not in state.entries:
            continue
        front = state.entries[anchor]
        titled = isinstance(node, nodes.section)
        lead = front.summary or lead_of(node, marked=True)
        name = node[0].astext() if titled else taxonomy.first_words(front.summary or lead_of(node))
        if not name and front.date:
            name = format_when(front.date, config.date_format, str(env.config.language or "en"))
        values = {key: getattr(front, key) for key in FrontMatter.__dataclass_fields__}
        values.update(
            title=name if titled else None,
            tags=taxonomy.unique([*front.tags, *_inline_tags(state, node, own=False)]),
            authors=front.authors or (head.authors if head else config.default_authors),
            license=front.license or (head.license if head else config.license),
        )
        if front.funding is None:
            values["funding"] = head.funding if head else config.funding
        if head is not None:
            values["visibility"] = front.visibility.stricter(head.visibility)
            values["feed"] = front.feed and head.feed
        citing = tuple(citing_of(env, state, citations(env, node)))
        yield Note(
            **values, docname=env.docname, anchor=anchor, name=name, titled=titled,
            lead=_cut(lead), opening=lead if NAME_OF in lead and not titled else "",
            digest=digest, citing=citing, conditions=conditions_of(node),
        )  # fmt: skip


def _asides(state: ReadState, doctree: nodes.document) -> Iterator[Aside]:
    """Yield the notes to self in *doctree*, in order; their text may have been translated since."""
    if not state.asides:
        return
    by_anchor = {each: node for node in doctree.findall(nodes.admonition) for each in node["ids"]}
    for aside in state.asides:
        if (node := by_anchor.get(aside.anchor)) is not None:
            yield replace(aside, lead=_aside_lead(node), conditions=conditions_of(node))


def _aside_lead(node: nodes.admonition) -> str:
    """Return the first words under the title of a note to self; if it has none, those of its images."""
    text = " ".join(filter(None, (plain(each, marked=True) for each in node.children[1:])))
    text = text or " ".join(str(image.get("alt", "")) for image in node.findall(nodes.image))
    return text if NAME_OF in text else taxonomy.first_words(text, 80)
