"""A small site with every kind of note, and every way to edit it; pure: names and text, no build."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

#: All possible documents; two of them are at the addresses of generated pages.
NAMES = (
    "404.md",
    "about.md",
    "guide/deep/page.md",
    "guide/index.rst",
    "lists.md",
    "notes/2024-01-02-alpha.md",
    "notes/beta.md",
    "notes/beta.rst",
    "notes/book.ipynb",
    "notes/index.md",
    "notes/rest.rst",
    "notes/sub/2023-05-06-delta.rst",
    "notes/sub/gamma.md",
    "notes/tags/one.md",
    "notes/thought.md",
    "stream.md",
    "works.md",
)
ROOT = "index.md"

#: Front matter: possible values of each key.
KEYS: dict[str, tuple[str, ...]] = {
    "title": ("Alpha", "Beta anew", '"C++ & *co*"', "About", '""'),
    "date": ("2024-02-03", "2022-02-03", "2024-02-03 10:20", "no date"),
    "updated": ("2024-06-07",),
    # In quotes: on a page whose front matter isn't ours, older MyST aborts the build at a date in a value.
    "updates": ("[{date: '2024-06-08', comment: Changed}]",),
    "tags": ("one", "one, two", "[C++, c]", "two, three words", "ONE"),
    "categories": ("Letters", "Methods, letters"),
    "series": ("Letters", "{name: Letters, part: 2}", "{name: Gauges, part: 1}"),
    "status": ("budding", "evergreen, likely", "draft", "[own word]"),
    "importance": ("6",),
    "authors": ("ada", "Bo Lind", "[ada, Bo Lind]"),
    "summary": ("A summary of its own.",),
    "lang": ("de",),
    "doi": ("10.1000/182",),
    "license": ("MIT",),
    "source": ("https://example.org/source",),
    "canonical_url": ("https://example.net/first/",),
    "external_url": ("https://example.org/elsewhere",),
    "funding": ("{funder: A fund, award: '17'}", "false"),
    "draft": ("true", "false"),
    "visibility": ("unlisted", "private", "draft", "public"),
    "publish_date": ("2024-02-01", "2024-05-01 09:00", "soon"),
    "expiry_date": ("2024-03-01", "2024-06-01T09:00:00+02:00"),
    "kind": ("page", "note"),
    "permalink": ("/place/", "/notes/beta/", "/old/place.html", "/notes/tags/two/", "/about.html"),
    "aliases": (
        "/old/one/",
        "[/old/one/, /old/place.html]",
        "/place/",
        "/notes/stream/",
        "[Other name, /old/one/]",
    ),
    "pinned": ("true", "2", "false"),
    "comments": ("/thread.yml", "/threads.json", "false"),
    "image": ("{path: /pics/pic.svg, alt: A picture}", "/notes/sub/pic.svg"),
    "related": (
        "beta",
        "[/notes/rest, /place/, about]",
        "/stream.html#2024-03-01-10-20",
        "false",
        '"[[beta]]"',
    ),
    "epigraph": ("Water finds its level.", "{text: Said once., by: Nora Hale, cite: hale1902}"),
}

#: Possible pieces of a document, in Markdown and reStructuredText; ``@`` is the path of another document,
#: and ``%`` a unique id.
TEXTS: dict[str, tuple[str, str]] = {
    "words": ("Some words of it.", "Some words of it."),
    "other words": ("Quite *other* words, zebra and all.", "Quite *other* words, zebra and all."),
    "section": ("## A section\n\nIts words.", "A section\n---------\n\nIts words."),
    "renamed section": ("## A renamed section\n\nIts words.",
                        "A renamed section\n-----------------\n\nIts words."),
    "sections": ("## One\n\nx\n\n## Two\n\ny\n\n## Three\n\nz",
                 "One\n---\n\nx\n\nTwo\n---\n\ny\n\nThree\n-----\n\nz"),
    "label": ("(own-%)=\n\n## The labelled\n\nText.", ".. _own-%:\n\nThe labelled\n------------\n\nText."),
    "label anew": ("(own-%)=\n\n## Labelled anew\n\nText.",
                   ".. _own-%:\n\nLabelled anew\n-------------\n\nText."),
    "ref": ("See {ref}`own-@` and [](#own-@).", "See :ref:`own-@`."),
    "link": ("See [](/@.md).", "See :doc:`/@`."),
    "link to a heading": ("See [there](/@.md#a-section).", "See :doc:`there </@>`."),
    "link by address": ("See [there](/place/#a-section), [](/old/place.html) and [page](../about.html).",
                        "See `there </place/#a-section>`_ and `page </about.html>`_."),
    "link to a list": ("See [](/notes/tags/one/), [one](/notes/2024/) and <a href='/notes/page/2/'>more</a>.",
                       "See `one </notes/tags/one/>`_."),
    "raw HTML": ('<p><img src="/pics/pic.svg" srcset="sub/pic.svg 2x"> <a href="/old/one/">x</a></p>',
                 '.. raw:: html\n\n   <p><img src="/pics/pic.svg"> <a href="/place/">x</a></p>'),
    "wikilinks": ("To [[@]], [[@#A section]], [[@#^cold]], [[Beta anew|this]] and [[Other name]].", "None."),
    "links of Markdown": ("To [x](@.md#A%20section), [y](@.md#^cold), [z](#A%20section), [@](@).", "None."),
    "footnote in the text": ("Cold^[As in [[@]].]\n$$\nx\n$$\nhere.", "None."),
    "wikilink to a file": ("![[pic.svg|40]] and [[data.txt]], ![x|30](pic.svg).", "None."),
    "embedded note": ("![[@]]", "None."),
    "embedded parts": ("![[@#A section]]\n\n![[@#^cold]]", "None."),
    "vault": ("> [!tip]- ==Head== of [[@]]\n> Cold #one. ^cold\n\nOpen %%kept back%% #two/inner.", "None."),
    "doc": ("See {doc}`/@` and {doc}`named </@>`.", "See :doc:`/@`."),
    "any": ("See {any}`/@`.", "See :any:`/@`."),
    "download of a note": ("A {download}`note </@.md>`.", "A :download:`note </@.md>`."),
    "function": ("```{py:function} f_%()\n```", ".. py:function:: f_%()"),
    "function named": ("Call {py:func}`f_@`.", "Call :py:func:`f_@`."),
    "module": ("```{py:module} m_%\n```", ".. py:module:: m_%"),
    "download": ("A {download}`file </data.txt>`.", "A :download:`file </data.txt>`."),
    "picture": ("![A picture](/pics/pic.svg)", ".. image:: /pics/pic.svg"),
    "same name": ("![A picture](/notes/sub/pic.svg)", ".. image:: /notes/sub/pic.svg"),
    "figure": ("```{figure} /pics/pic.svg\n:name: fig-%\n\nA caption.\n```",
               ".. figure:: /pics/pic.svg\n   :name: fig-%\n\n   A caption."),
    "numbered": (("```{list-table} A table.\n:name: table-%\n\n* - a\n```\n\n"
                 "```{code-block} text\n:name: code-%\n:caption: Code.\n\nx\n```"),
                 (".. table:: A table.\n   :name: table-%\n\n   = =\n   a b\n   = =\n\n"
                 ".. code-block:: text\n   :name: code-%\n   :caption: Code.\n\n   x")),
    "numbers": ("Of {numref}`table-@` and {numref}`code %s <code-@>`.",
                "Of :numref:`table-@` and :numref:`code %s <code-@>`."),
    "numref": ("See {numref}`fig-@`.", "See :numref:`fig-@`."),
    "formula": ("Let $x = 1$.\n\n```{math}\n:label: eq-%\ny = x^2\n```",
                "Let :math:`x = 1`.\n\n.. math:: y = x^2\n   :label: eq-%"),
    "macro": ("$$\n\\newcommand{\\twice}[1]{#1#1}\n$$\n\nThen $\\twice{x}$ and $\\R$.",
              ".. math:: \\def\\once{x}\n\nThen :math:`\\once + \\R`."),
    "chemistry": ("Of $\\ce{H2O}$.", "Of :math:`\\ce{H2O}`."),
    "eq": ("By {eq}`eq-@`.", "By :eq:`eq-@`."),
    "math numref": ("By {math:numref}`eq-@`.", "By :math:numref:`eq-@`."),
    "any equation": ("By {any}`eq-@`.", "By :any:`eq-@`."),
    "keyword": ("See {keyword}`own-@`.", "See :keyword:`own-@`."),
    "envvar": ("```{envvar} HOME-%\n```", ".. envvar:: HOME-%"),
    "envvar named": ("Set {envvar}`HOME-@`.", "Set :envvar:`HOME-@`."),
    "option": ("```{option} --opt-%\n```", ".. option:: --opt-%"),
    "option named": ("Say {option}`--opt-@`.", "Say :option:`--opt-@`."),
    "source cited": ("```{eval-rst}\n.. [Own-%] A source.\n```", ".. [Own-%] A source."),
    "citation of it": ("```{eval-rst}\nSee [Own-@]_.\n```", "See [Own-@]_."),
    "c function": ("```{c:function} int c_%(void)\n```", ".. c:function:: int c_%(void)"),
    "c function anew": ("```{c:function} void c_%(int x)\n```", ".. c:function:: void c_%(int x)"),
    "c function named": ("Call {c:func}`c_@`.", "Call :c:func:`c_@`."),
    "c alias": ("```{c:alias} c_@\n```", ".. c:alias:: c_@"),
    "js function": ("```{js:function} j_%()\n```", ".. js:function:: j_%()"),
    "js function named": ("Call {js:func}`j_@`.", "Call :js:func:`j_@`."),
    "todo": ("```{todo} Measure % again.\n```", ".. todo:: Measure % again."),
    "todos": ("```{todolist}\n```", ".. todolist::"),
    "footnote": ("With a footnote[^a].\n\n[^a]: The note.", "With a footnote [#]_.\n\n.. [#] The note."),
    "footnotes": ("Two[^b] of[^c] them[^b].\n\n[^b]: See [](/@.md)[^c].\n\n    > x\n\n[^c]: C.",
                  "Two [#b]_ of [*]_ them [#b]_.\n\n.. [#b] See :doc:`/@`.\n\n   Twice.\n.. [*] A mark."),
    "noindex": ("```{eval-rst}\n.. meta::\n   :robots: noindex\n```", ".. meta::\n   :robots: noindex"),
    "index": ("```{index} single: entry; of an index\n```", ".. index:: single: entry; of an index"),
    "glossary": ("```{glossary}\nterm-%\n  Its meaning.\n```",
                 ".. glossary::\n\n   term-%\n     Its meaning."),
    "term": ("A {term}`term-@`.", "A :term:`term-@`."),
    "cite": ("Says {cite:t}`hale1902`.", "Says :cite:t:`hale1902`."),
    "cite two": ("Says {cite:p}`lind2001,hale1902`.", "Says :cite:p:`lind2001,hale1902`."),
    "footcite": ("Says she {footcite}`lind2001`.\n\n```{footbibliography}\n```",
                 "Says she :footcite:`lind2001`.\n\n.. footbibliography::"),
    "cite as evidence": ("Says {cites-as-evidence}`hale1902`.", "Says :cites-as-evidence:`hale1902`."),
    "cite for reasons": ("As {cite:t}`extends:hale1902,lind2001`.", "As :cite:p:`extends:hale1902`."),
    "footcite alone": ("So she {footcite}`hale1902`.", "So she :footcite:`hale1902`."),
    "cite what may be missing": ("As {cite:p}`{see}lind2001{p. 3}` and {cite:t}`vale1888`.",
                                 "As :cite:p:`lind2001` and :cite:t:`vale1888`."),
    "own bibliography": ("```{bibliography}\n:filter: docname in docnames\n:style: unsrt\n```",
                         ".. bibliography::\n   :filter: docname in docnames"),
    "bibliography": ("```{bibliography}\n```", ".. bibliography::"),
    "notes": ("```{notes}\n:group: year\n```", ".. notes::\n   :group: year"),
    "notes of a tag": ("```{notes}\n:tag: one\n:style: table\n```",
                       ".. notes::\n   :tag: one\n   :style: table"),
    "newest notes": ("```{notes}\n:sort: newest\n:style: cards\n```", ".. notes::\n   :sort: newest"),
    "notes of a series": ("```{notes}\n:series: Letters\n:sort: oldest\n```",
                          ".. notes::\n   :series: Letters"),
    "cards": ("```{notes}\n:style: cards\n:sort: title\n```", ".. notes::\n   :style: cards\n   :limit: 3"),
    "full": ("```{notes}\n:style: full\n:limit: 3\n```", ".. notes::\n   :style: full"),
    "aside": ("```{note-to-self} Remember\n:date: 2024-03-04\n\nDo it.\n```",
              ".. note-to-self:: Remember\n\n   Do it."),
    "done aside": ("```{note-to-self}\n:done:\n\nDone that.\n```",
                   ".. note-to-self::\n   :done:\n\n   Done that."),
    "private aside": ("```{note-to-self}\n:private:\n\nHush.\n```",
                      ".. note-to-self::\n   :private:\n\n   Hush."),
    "asides": ("```{notes-to-self}\n```", ".. notes-to-self::"),
    "update": ("```{update} 2024-03-20\nThe area was wrong.\n```",
               ".. update:: 2024-03-20\n\n   It was wrong."),
    "entry": ("```{entry} 2024-03-01 10:20\n:tags: one\n\nAn entry, see [](/about.md).\n```",
              ".. entry:: 2024-03-01 10:20\n   :tags: one\n\n   An entry."),
    "titled entry": ("```{entry} 2023-03-03\n:title: Titled\n:tags: two\n:status: seed\n\nWith *words*.\n```",
                     ".. entry:: 2023-03-03\n   :title: Titled\n\n   With *words*."),
    "entry of its own": (
        ("````{entry} 2024-03-04\nOf[^a] {numref}`fig-@`, {eq}`ein-%`.\n\n[^a]: Its own.\n\n"
        "```{figure} /pics/pic.svg\n:name: fin-%\n\nIn an entry.\n```\n\n"
        "```{math}\n:label: ein-%\nx\n```\n````"),
        (".. entry:: 2024-03-04\n\n   Of [#a]_ :numref:`fig-@`, link_.\n\n   .. [#a] Its own.\n"
        "   .. _link: https://example.org/own\n\n   .. figure:: /pics/pic.svg\n      :name: fin-%\n\n"
        "      In an entry."),
    ),
    "scheduled entry": (
        "```{entry} 2024-03-05\n:publish_date: 2024-03-10\n:tags: one\n\nSoon.\n```",
        ".. entry:: 2024-03-05\n   :publish_date: 2024-03-10\n\n   Soon.",
    ),
    "expiring entry": (
        "```{entry} 2024-03-06\n:expiryDate: 2024-05-10\n\nFor a while.\n```",
        ".. entry:: 2024-03-06\n   :expiryDate: 2024-05-10\n   :title: A while\n\n   For a while.",
    ),
    "private entry": ("```{entry} 2024-03-02\n:private: true\n\nHush.\n```",
                      ".. entry:: 2024-03-02\n   :private: true\n\n   Hush."),
    "roles": ("A {tag}`two`, {category}`Letters`, {author}`ada`, {status}`likely`.",
              "A :tag:`two`, :category:`Letters`, :author:`ada`."),
    "comment link": ("See [her](/@.md#comment-1) and [him](/@.md#c-b).", "See :doc:`her </@>`."),
    "thread": ("```{comments} /thread.yml\n```", ".. comments:: /thread.yml"),
    "include": ("```{include} /part.txt\n```", ".. include:: /part.txt"),
    "many words": ("word " * 400, "word " * 400),
    "code": ("```{literalinclude} /data.txt\n```", ".. literalinclude:: /data.txt"),
    "substitution": ("Version {{ version_name }}.", "Version |release|."),
    "epigraph": ("```{epigraph}\n:by: Nora Hale\nThe bucket does not argue.\n```",
                 ".. epigraph::\n\n   One doubt.\n\n   -- A saying"),
    "source": ("```{source-license}\n```", ".. source-license::"),
    "toctree": ("```{toctree}\n/@\n```", ".. toctree::\n\n   /@"),
    "deep toctree": ("```{toctree}\n:maxdepth: 3\n:numbered:\n/@\n```",
                     ".. toctree::\n   :maxdepth: 3\n\n   /@"),
    "glob": ("```{toctree}\n:glob:\n:titlesonly:\n/guide/*\n```", ".. toctree::\n   :glob:\n\n   /guide/*"),
    "hidden glob": ("```{toctree}\n:glob:\n:hidden:\n/notes/**\n```",
                    ".. toctree::\n   :glob:\n   :hidden:\n\n   /notes/**"),
}  # fmt: skip

#: Pieces whose names don't allow a hyphen.
_IDENTIFIERS = frozenset(
    {"function", "function named", "module", "c function", "c function anew", "c function named", "c alias",
     "js function", "js function named"}
)  # fmt: skip

_HALE = (
    "@book{{hale1902,\n author = {{Hale, Nora}}, title = {{{}}}, publisher = {{Mill}}, year = {{{}}},\n}}\n"
)
_LIND = "@article{lind2001,\n author = {Lind, Bo}, title = {Agreement}, journal = {Rain}, year = {2001},\n}\n"
_VALE = "@book{vale1888,\n author = {Vale, Una}, title = {Wells}, publisher = {Mill}, year = {1888},\n}\n"

#: Files that aren't documents, with their possible texts; None for a missing file.
FILES: dict[str, tuple[str | None, ...]] = {
    "thread.yml": (
        "- id: a\n  author: Ann Reader\n  date: 2024-01-05\n  body: A short word.\n",
        (
            "- {id: a, anchor: comment-1, author: {name: Ann, avatar: notes/sub/pic.svg}, body: Longer.}\n"
            "- {id: b, parent: a, body: Thanks.}\n"
        ),
        None,
    ),
    "notes/_metadata.yml": (
        None,
        "author: ada\ntags: [one, all]\n",
        "draft: true\ntags: [all]\n",
        "license: MIT\nimage: sub/pic.svg\ncomments: /thread.yml\nstatus: seed\n",
        "tags: [one\n",
    ),
    "notes/sub/.meta.yml": (
        None,
        "author: Bo Lind\ncategories: Methods\nimage: pic.svg\n",
        "unlisted: true\nsummary: Of all below.\n",
    ),
    "guide/_metadata.yaml": (None, "kind: note\ntags: guide\n", "kind: page\ndraft: false\n"),
    "threads.json": ('[{"id": "a", "author": "Bo", "body": "From JSON."}]', None),
    "works.bib": (
        _HALE.format("Buckets", 1902),
        _HALE.format("Other Buckets", 1903) + _LIND,
        _LIND + _VALE + _HALE.format("Buckets", 1902),
        # Of a broken entry, whatever can be parsed is used, and of two with the same key the first.
        _LIND + "@book{vale1888,\n title = {Broken,\n}\n" + _HALE.format("50% of Buckets", 1902) + _LIND,
    ),
    "pics/pic.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>\n',
        '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>\n',
        None,
    ),
    "notes/sub/pic.svg": ('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>\n', None),
    "part.txt": ("A part that is included.\n", "Another part that is included.\n"),
    "data.txt": ("some = data\n", "other = data\n"),
    "_static/own.css": ("p { color: red }\n", "p { color: blue }\n", None),
    "_static/extra.txt": ("extra\n", None),
    "_templates/research_notes/badges.html": ("<b>{{ badges|length }} badges</b>\n", None),
    "_templates/research_notes/list.html": ("<p>{{ listing.style }}</p>\n", "<p>A list</p>\n", None),
    "_templates/page.html": ('{% extends "!page.html" %}{% block body %}Own{% endblock %}\n', None),
}  # fmt: skip

#: The clock, which conf.py sets as if it were an option: in January, February, April and June 2024.
CLOCK = 'os.environ["SOURCE_DATE_EPOCH"]'

#: Configuration: possible values of each option, as written.
OPTIONS: dict[str, tuple[str, ...]] = {
    "notes_author": (
        '"ada"',
        '["Bo Lind", "ada"]',
    ),
    "notes_authors": (
        '{"ada": {"name": "Ada Brook", "orcid": "0000-0002-1825-0097", "affiliation": "Gauges"}}',
    ),
    "notes_cite_this": ("False",),
    "notes_wikilinks": ("True", "False"),
    "notes_inline_tags": ("True",),
    "notes_line_breaks": ("True",),
    "notes_citation_file": ("True", '{"type": "software", "title": "Rain"}'),
    "notes_funding": ('{"funder": {"name": "A fund", "ror": "021nxhr62"}}',),
    "notes_license": (
        '"CC-BY-4.0"',
        '"MIT"',
    ),
    "notes_page_size": (
        "3",
        "2",
    ),
    "notes_reading_time": ("True",),
    "notes_labels": (
        '{"tags": {"one": {"description": "Of one.", "image": "pics/pic.svg"}}}',
        '{"tags": {"ONE": "Of one."}, "authors": {"ada": "She counts."}}',
    ),
    "notes_path": ('"all/notes"',),
    "notes_permalink": (
        '"/{year}/{slug}/"',
        '"/p/{slug}.html"',
        '"jekyll"',
    ),
    "notes_math_macros": ('{"R": "r"}', '{"R": ["s", 0]}'),
    "notes_math_fallback": ('"mathjax"',),
    "notes_title": ('"Notes on rain"',),
    "notes_epigraph": ('"Water finds its level."',),
    "notes_home": (
        "None",
        '("Home", "about")',
    ),
    "notes_match": (
        '["notes/**"]',
        '["notes/**", "guide/**"]',
    ),
    "notes_drafts": ("True",),
    "notes_previews": ("False",),
    "notes_preview": ("True",),
    "notes_future": ('"hide"',),
    CLOCK: ('"1705312800"', '"1708336800"', '"1712484000"', '"1717927200"'),
    "notes_private": ("True",),
    "notes_citations": ('"margin"',),
    "notes_comments": ("False",),
    "notes_live_comments": ('"hypothesis"', '{"service": "utterances", "repo": "ada/notes"}'),
    "notes_markdown": ("False",),
    "notes_references": ("False",),
    "notes_works": ("False",),
    "notes_cards": ("False",),
    "notes_backlinks": ("False",),
    "notes_related": ("False", "2"),
    "notes_search": ('"pagefind"',),
    "bibtex_default_style": ('"unsrt"', '"plain"'),
    "bibtex_reference_style": ('"author_year"',),
    "notes_date_format": ('"y-MM-dd"',),
    "notes_statuses": ('{"stage": {"own word": "What it means"}}',),
    "notes_source": ('"https://example.org/{path}"',),
    "html_title": ('"Another site"',),
    "html_baseurl": ('"https://example.org/site/"',),
    "html_css_files": ('["own.css"]',),
    "html_copy_source": ("False",),
    "html_theme_options": ('{"tagline": "A line"}',),
    "html_static_path": ('["_static"]',),
    "html_last_updated_fmt": ("None",),
    "numfig": ("True",),
    "language": ('"de"',),
    "exclude_patterns": ('["_build", "notes/sub/**"]',),
    "myst_substitutions": ('{"version_name": "one"}', '{"version_name": "two"}'),
}

_CONF = """\
import os
project = "Sequences"
copyright = "2024, Nobody"
extensions = ["myst_nb", "sphinx_design", "sphinx.ext.todo", "sphinxcontrib.bibtex"]
extensions += ["sphinx_research_notes"]
todo_include_todos = True
nb_execution_mode = "off"
templates_path = ["_templates"]
bibtex_bibfiles = ["works.bib"]
myst_enable_extensions = ["dollarmath", "substitution"]
myst_heading_anchors = 2
notes_authors = {"ada": {"name": "Ada Brook", "url": "https://example.org/ada"}}
"""


@dataclass
class Doc:
    """A document: its front matter, and the names of its pieces."""

    keys: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Site:
    """The content of the sources; :meth:`sources` writes it out."""

    docs: dict[str, Doc]
    files: dict[str, str]
    options: dict[str, str]

    def sources(self) -> dict[str, str]:
        """Return every file of the site with its text."""
        conf = _CONF + "".join(f"{name} = {value}\n" for name, value in sorted(self.options.items()))
        written = {name: _written(name, doc) for name, doc in self.docs.items()}
        return {"conf.py": conf, **self.files, **written}


def _written(name: str, doc: Doc) -> str:
    """Return the source of the document *name*."""
    stem, _, suffix = name.rpartition(".")
    rst = suffix == "rst"
    parts = []
    if doc.keys:
        if rst:
            parts.append("\n".join(f":{key}: {value}" for key, value in doc.keys.items()))
        else:
            parts.append("\n".join(["---", *(f"{key}: {value}" for key, value in doc.keys.items()), "---"]))
    if not name.startswith("notes/") and "title" not in doc.keys:
        title = f"Page {stem}"
        parts.append(f"{title}\n{'=' * len(title)}" if rst else f"# {title}")
    parts += [_block(kind, about, stem, rst=rst) for kind, about in doc.blocks]
    if suffix == "ipynb":
        return _notebook(parts)
    return "\n\n".join(parts) + "\n"


def _block(kind: str, about: str, stem: str, *, rst: bool) -> str:
    target, _, suffix = about.rpartition(".")
    text = TEXTS[kind][rst]
    if stem != "index":
        # In plain Sphinx, it is undefined which of two toctrees numbers a page that is in both.
        text = text.replace(":numbered:\n", "")
    if "-@" in text or "_@" in text:  # It names an id.
        target = _id(target)
    elif suffix != "md":
        text = text.replace("@.md", f"@.{suffix}")
    text = text.replace("@", target).replace("%", _id(stem))
    return text.replace("-", "_") if kind in _IDENTIFIERS else text


def _id(stem: str) -> str:
    # Unique to the document: in plain Sphinx, which of two equal labels is used depends on what was
    # read last.
    return stem.replace("/", "-")


def _notebook(parts: list[str]) -> str:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": part} for part in parts
    ]
    output = {"output_type": "stream", "name": "stdout", "text": "2\n"}
    cells.append({"cell_type": "code", "metadata": {}, "source": "print(1 + 1)", "outputs": [output],
                  "execution_count": 1})  # fmt: skip
    about = {"kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}}
    return json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 4})


def first_site() -> Site:
    """Return the site with which every sequence begins."""
    docs = {
        ROOT: Doc({}, [("notes", ""), ("notes of a tag", ""), ("toctree", "about.md"), ("glob", "")]),
        "about.md": Doc({}, [("link", "notes/beta.md"), ("link to a heading", "notes/beta.md"),
                             ("asides", ""), ("ref", "notes/beta.md"), ("roles", "")]),
        "lists.md": Doc({"kind": "page", "title": "Lists"}, [("cards", ""), ("full", "")]),
        "works.md": Doc({}, [("bibliography", "")]),
        "stream.md": Doc({}, [("entry", ""), ("titled entry", ""), ("private entry", "")]),
        "guide/index.rst": Doc({}, [("doc", "notes/beta.md"), ("glossary", ""), ("figure", "")]),
        "notes/2024-01-02-alpha.md": Doc(
            {"title": "Alpha", "tags": "one, two", "series": "Letters", "comments": "/thread.yml"},
            [("words", ""), ("link", "notes/beta.md"), ("picture", ""), ("cite", ""),
             ("eq", "notes/beta.md")],
        ),
        "notes/beta.md": Doc(
            {"title": "Beta", "date": "2024-02-03", "tags": "one", "status": "budding", "series": "Letters"},
            [("words", ""), ("label", ""), ("section", ""), ("private aside", ""), ("done aside", ""),
             ("formula", ""), ("index", "")],
        ),
        "notes/thought.md": Doc({"date": "2021-07-08 09:10"}, [("other words", "")]),
        "notes/rest.rst": Doc({"title": "Rest", "date": "2023-01-01"}, [("words", ""), ("footnote", "")]),
        "notes/book.ipynb": Doc({"title": "Book", "categories": "Letters"}, [("words", "")]),
    }  # fmt: skip
    options = {"notes_wikilinks": "True", "notes_match": '["notes/**"]', "notes_page_size": "3",
               "html_static_path": '["_static"]',
               "myst_substitutions": '{"version_name": "one"}', "html_theme": '"research_notes"'}  # fmt: skip
    files = {name: texts[0] for name, texts in FILES.items() if texts[0] and "_templates" not in name}
    return Site(docs, files, options)


# Edits. Every edit can be applied to every site, possibly without effect, so that a sequence without some of
# its edits is still valid.


@dataclass(frozen=True)
class SetKey:
    """Set a key of a document's front matter."""

    doc: str
    key: str
    value: str

    def __call__(self, site: Site) -> None:
        if self.doc in site.docs:
            site.docs[self.doc].keys[self.key] = self.value


@dataclass(frozen=True)
class DropKey:
    """Remove a key from a document's front matter."""

    doc: str
    place: int

    def __call__(self, site: Site) -> None:
        if self.doc in site.docs and (keys := site.docs[self.doc].keys):
            del keys[list(keys)[self.place % len(keys)]]


@dataclass(frozen=True)
class Add:
    """Add a piece of text to a document, creating the document if necessary."""

    doc: str
    kind: str
    about: str
    place: int

    def __call__(self, site: Site) -> None:
        doc = site.docs.setdefault(self.doc, Doc())
        # A second one in the same document would have conflicting labels.
        if (self.kind, self.about) not in doc.blocks:
            doc.blocks.insert(min(self.place, len(doc.blocks)), (self.kind, self.about))


@dataclass(frozen=True)
class Remove:
    """Remove a piece of text from a document."""

    doc: str
    place: int

    def __call__(self, site: Site) -> None:
        if self.doc in site.docs and (blocks := site.docs[self.doc].blocks):
            del blocks[self.place % len(blocks)]


@dataclass(frozen=True)
class Delete:
    """Delete a document."""

    doc: str

    def __call__(self, site: Site) -> None:
        site.docs.pop(self.doc, None)


@dataclass(frozen=True)
class Move:
    """Rename a document; an existing one with that name is overwritten."""

    doc: str
    to: str

    def __call__(self, site: Site) -> None:
        if self.doc in site.docs:
            site.docs[self.to] = site.docs.pop(self.doc)


@dataclass(frozen=True)
class Put:
    """Write a file that isn't a document, or delete it."""

    file: str
    text: str | None

    def __call__(self, site: Site) -> None:
        if self.text is None:
            site.files.pop(self.file, None)
        else:
            site.files[self.file] = self.text


@dataclass(frozen=True)
class Configure:
    """Set an option."""

    option: str
    value: str

    def __call__(self, site: Site) -> None:
        site.options[self.option] = self.value


@dataclass(frozen=True)
class Unset:
    """Remove an option."""

    place: int

    def __call__(self, site: Site) -> None:
        free = [name for name in site.options if name not in {"html_theme", "notes_match"}]
        if free:
            del site.options[free[self.place % len(free)]]


Edit = SetKey | DropKey | Add | Remove | Delete | Move | Put | Configure | Unset


def edited(site: Site, edits: tuple[Edit, ...]) -> Site:
    """Return *site* after *edits*."""
    site = copy.deepcopy(site)
    for edit in edits:
        edit(site)
    return site


_DOCS = st.sampled_from(NAMES)
_ANY = st.sampled_from((ROOT, *NAMES))
_PLACES = st.integers(0, 5)


def _choice(
    make: Callable[..., Edit],
    table: dict[str, tuple[str, ...]] | dict[str, tuple[str | None, ...]],
    *before: Any,
) -> st.SearchStrategy[Edit]:
    """Draw *make* with one of the names in *table* and one of its values."""
    pairs = st.sampled_from([(name, value) for name in sorted(table) for value in table[name]])
    return st.tuples(*before, pairs).map(lambda drawn: make(*drawn[:-1], *drawn[-1]))


#: Kinds of edit, with how often each is drawn.
_KINDS: tuple[tuple[int, st.SearchStrategy[Edit]], ...] = (
    (5, _choice(SetKey, KEYS, _ANY)),
    (6, st.builds(Add, _ANY, st.sampled_from(sorted(TEXTS)), _DOCS, st.integers(0, 3))),
    (1, st.builds(DropKey, _ANY, _PLACES)),
    (2, st.builds(Remove, _ANY, _PLACES)),
    (1, st.builds(Delete, _DOCS)),
    (2, st.builds(Move, _DOCS, _DOCS)),
    (3, _choice(Put, FILES)),
    (2, _choice(Configure, OPTIONS)),
    (1, _choice(Configure, {CLOCK: OPTIONS[CLOCK]})),
    (1, st.builds(Unset, _PLACES)),
)

#: One edit, of any kind.
EDITS: st.SearchStrategy[Edit] = st.sampled_from(
    [place for place, (weight, _) in enumerate(_KINDS) for _ in range(weight)]
).flatmap(lambda place: _KINDS[place][1])
