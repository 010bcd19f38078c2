"""Front matter for a whole folder: what a note inherits from it."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_research_notes.frontmatter.block import Block
from sphinx_research_notes.frontmatter.defaults import FolderDefaults, defaults_from, inherit, parsed
from sphinx_research_notes.frontmatter.keys import AddedKey
from sphinx_research_notes.frontmatter.schema import understand
from sphinx_research_notes.frontmatter.settings import Settings
from sphinx_research_notes.model.note import FrontMatter, Visibility

SETTINGS = Settings(tag_separator=";")

#: What else Quarto reads from such a file.
QUARTO = """\
format: html
execute: {echo: false}
editor: visual
bibliography: a.bib
jupyter: python3
toc: true
engine: knitr
theme: cosmo
listing: default
css: a.css
search: false
number-sections: true
orphan: true
myst: {a: b}
freeze: auto
csl: a.csl
link-citations: true
resources: a
filters: [a]
page-layout: full
title-block-banner: true
sidebar: false
"""


def layer(text: str, folder: str = "notes") -> FolderDefaults:
    """Return what the text of a file in *folder* gives to its notes."""
    return defaults_from(parsed(text), f"/{folder}/_metadata.yml", folder, SETTINGS)


def inherited(own: dict[str, Any], *texts: str) -> tuple[FrontMatter, list[str]]:
    """Return the front matter of a note with *own* keys in folders with such *texts*, and its faults."""
    block = inherit(Block(values=own), [layer(text) for text in texts], SETTINGS)
    front, faults = understand(block, SETTINGS)
    return front, [fault.message for fault in faults]


@pytest.mark.parametrize(
    ("own", "texts", "field", "value"),
    [
        # The note wins, then the nearest folder, whatever alias is used.
        ({}, ["summary: A"], "summary", "A"),
        ({"summary": "N"}, ["summary: A"], "summary", "N"),
        ({"description": "N"}, ["summary: A"], "summary", "N"),
        ({"Description ": "N"}, ["excerpt: A"], "summary", "N"),
        ({}, ["description: A", "summary: B"], "summary", "A"),
        ({}, ["lang: de", "summary: B"], "summary", "B"),
        ({"summary": ""}, ["summary: A"], "summary", None),
        ({"summary": None}, ["summary: A"], "summary", None),
        ({}, ["summary:", "summary: B"], "summary", None),
        ({"comments": "true"}, ["comments: false"], "comments", True),
        ({}, ["comments: false"], "comments", False),
        ({"feed": "true"}, ["feed: false"], "feed", True),
        ({}, ["license: MIT"], "license.name", "MIT"),
        ({}, ["author: A"], "authors.0.name", "A"),
        ({"author": "N"}, ["authors: [A, B]"], "authors.1", None),
        ({}, ["status: budding"], "statuses.0.label", "budding"),
        ({"status": "seed"}, ["status: budding"], "statuses.1", None),
        # Labels are added to the note's own, the nearest first, without duplicates.
        ({}, ["tags: [a, b]"], "tags", ("a", "b")),
        ({}, ["keywords: a; b"], "tags", ("a", "b")),
        ({"tags": "n; m"}, ["tags: a; N", "tags: b"], "tags", ("n", "m", "a", "b")),
        ({"tags": ["n"]}, ["tags: a"], "tags", ("n", "a")),
        ({"tags": "'x; y'; n"}, ["tags: a"], "tags", ("x; y", "n", "a")),
        ({"keywords": ["n"]}, ["tags: a"], "tags", ("n", "a")),
        ({"tags": "", "keywords": ["n"]}, ["tags: a"], "tags", ("n", "a")),
        ({"Tags": "n", "keywords": ["k"]}, ["tags: a"], "tags", ("n", "a")),
        ({"tags": None}, ["tags: a"], "tags", ("a",)),
        ({"categories": "n, m"}, ["category: c"], "categories", ("n", "m", "c")),
        ({}, ["tags: [a, draft]"], "tags", ("a",)),
        # Paths are relative to the folder of the file.
        ({}, ["image: pics/a.png"], "image.source", "/notes/pics/a.png"),
        ({}, ["cover: ../a.png"], "image.source", "/a.png"),
        ({}, ["image: {path: a.png, alt: A}"], "image.source", "/notes/a.png"),
        ({}, ["image: /a.png"], "image.source", "/a.png"),
        ({}, ["image: https://example.org/a.png"], "image.source", "https://example.org/a.png"),
        ({}, ["comments: thread.yml"], "comments", "/notes/thread.yml"),
        # Only those who hide the folder know what hides its notes.
        ({}, ["draft: true"], "visibility", Visibility.PUBLIC),
        ({"draft": "true"}, ["draft: false"], "visibility", Visibility.DRAFT),
        ({}, ["{hidden: true, render: false, password: x}"], "visibility", Visibility.PUBLIC),
        # Keys for one note.
        ({}, ["title: A"], "title", None),
        ({}, ["{date: 2024-01-02, slug: a, url: /a/, doi: 10.1000/1, id: a, original: 'https://a.example/'}"],
         "date", None),
        ({}, ["{permalink: /a/, aliases: /b/}"], "permalink", ""),
        # The forms that a file may have.
        ({}, ["---\nsummary: A\n"], "summary", "A"),
        ({}, ["\ufeff---\nsummary: A\n---\n"], "summary", "A"),
        ({}, [""], "summary", None),
        ({}, ["# nothing\n"], "summary", None),
    ],
)  # fmt: skip
def test_inheritance(own: dict[str, Any], texts: list[str], field: str, value: object) -> None:
    """A note inherits what it does not say itself."""
    front, faults = inherited(own, *texts)
    found: Any = front
    for part in field.split("."):
        if part.isdigit():
            found = found[int(part)] if len(found) > int(part) else None
        else:
            found = getattr(found, part)
    assert found == value
    assert not faults


@pytest.mark.parametrize(
    ("own", "text", "kind"),
    [
        ({}, "kind: note", {"kind": "note"}),
        ({"kind": "page"}, "kind: note", {"kind": "page"}),
        ({"layout": "page"}, "kind: note", {"layout": "page"}),
        ({"layout": "post"}, "layout: page", {"layout": "post"}),
        ({"kind": "note"}, "layout: page", {"kind": "note"}),
        ({"layout": "wide"}, "kind: note", {"layout": "wide", "kind": "note"}),
        ({}, "blogpost: true", {}),
        ({}, "kind: note\ndraft: {", {"kind": "note"}),
    ],
)
def test_kinds(own: dict[str, Any], text: str, kind: dict[str, str]) -> None:
    """The kind of a note is its own affair first; that of a folder is known even if its file is broken."""
    block = inherit(Block(values=own), [layer(text)], SETTINGS)
    assert {
        name: value for name, value in block.values.items() if name in {"kind", "layout", "blogpost"}
    } == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "summary: A\ntitle: T\nslug: s\n",
            "2: expected keys for all notes of a folder, got 'title', 'slug'; ignoring them",
        ),
        ("url: /a/\n", "1: expected keys for all notes of a folder, got 'url'; ignoring it"),
        ("\nsummry: A\n", "2: unknown key 'summry'; did you mean 'summary'?"),
        ("---\nlang: no language\n", "2: lang: expected a language tag such as en or pt-BR, got"),
        ("tags: {a: b}\n", "1: tags: expected a list or a separated string, got {'a': 'b'}; ignoring it"),
        (QUARTO, ""),
    ],
)  # fmt: skip
def test_faults(text: str, expected: str) -> None:
    """What is wrong is reported for the file, with its line, and not for its notes."""
    defaults = layer(text)
    found = [f"{fault.line}: {fault.message}" for fault in defaults.faults]
    assert [each[: len(expected)] for each in found] == ([expected] if expected else [])
    assert inherited({}, text)[1] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("author: A\nsummary: 'unclosed\n", 2), ("- a\n- b\n", 1), ("a: b: c\n", 1), ("words\n", 1),
        ("---\na: 1\n---\nb: 2\n", 3), ("a: 1\n\tb: 2\nc: }", 2),
    ],
)  # fmt: skip
def test_broken_files(text: str, line: int) -> None:
    """A file with a broken line cannot be trusted to say who may see the notes."""
    fault = parsed(text).unreadable
    assert fault is not None
    assert fault.message.startswith("invalid YAML: ")
    assert fault.line == line
    assert not layer(text).values


def test_added_keys() -> None:
    """A key added by an extension is inherited; what is wrong with its value is the folder's fault alone."""
    settings = Settings(added={"mood": AddedKey("mood", str.lower), "stars": AddedKey("stars", int, 0)})
    given = defaults_from(parsed("mood: BRIGHT\nstars: many\n"), "/_metadata.yml", "", settings)
    assert [fault.line for fault in given.faults] == [2]
    for own, mood in (({}, "bright"), ({"Mood": "Dark"}, "dark")):
        front, faults = understand(inherit(Block(values=dict(own)), [given], settings), settings)
        assert front.extra["mood"] == mood
        assert faults == []


def test_nothing_is_shared() -> None:
    """Notes do not change what the next one inherits."""
    given = layer("tags: [a]\nsummary: A")
    own = Block(values={"tags": ["n"]})
    for _ in range(2):
        assert inherit(own, [given], SETTINGS).values == {"tags": ["n", "a"], "summary": "A"}
    assert own.values == {"tags": ["n"]}
