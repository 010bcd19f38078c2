"""A site with the search of Pagefind, and what is in its index."""

from __future__ import annotations

import gzip
import json
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

if TYPE_CHECKING:
    from conftest import Built

Files = dict[str, "str | bytes | None"]

CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
notes_search = "pagefind"
notes_feeds = False
myst_enable_extensions = ["dollarmath"]
"""
WET = """\
---
date: 2024-03-14
status: evergreen
tags: rain, gauges
author: Ada Example
---

# Wet $h^2$ gauges

Nothing of *it* here. See [](old.md).

## Of the *bucket*

A bucket of $n_k$ drops, measured in 東京大学 by 猫の手.[^1]

```{note-to-self}
:private:
Confidential words.
```

[^1]: A note in the margin.
"""
SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\nguide/about\nstream\n```\n",
    "guide/about.md": "# About\n\n## How to measure\n\nSee [](/notes/wet.md).\n\n"
                      "```{eval-rst}\n.. py:function:: catch_rain(drops)\n```\n",
    "guide/odd.rst": ":orphan:\n\nOdd\n===\n\n.. |none| unicode:: U+D800\n\nOf no |none| character.\n",
    "stream.md": "# Stream\n\n```{entry} 2023-05-06 A shower\n:tags: rain\n\n"
                 "It fell.\n\n<p>All <i>of</i> it.</p>\n```\n",
    "notes/wet.md": WET,
    "notes/old.md": "---\ndate: 2020-01-01\ntags: rain\n---\n\n# Older\n\nA bucket, 서울에서. Far away.\n",
    "notes/kobe.md": "---\ndate: 2022-02-02\nlang: ja\n---\n\n# 神戸の雨\n\n## 測り方\n\n雨量計で測る。\n",
    "notes/unlisted.md": "---\nvisibility: unlisted\n---\n\n# Unlisted\n\nUnlisted bucket.\n",
    "notes/draft.md": "---\ndraft: true\n---\n\n# Draft\n\nSecret bucket.\n",
}  # fmt: skip


def need_pagefind() -> None:
    """Skip the test without the extra ``pagefind``; fail if it is required with the others."""
    if find_spec("pagefind_bin") is None:
        if os.environ.get("NOTES_COMPANIONS") == "required":
            pytest.fail("not installed: pagefind-bin")
        pytest.skip("not installed: pagefind-bin")


def index_of(built: Built) -> dict[str, dict[str, Any]]:
    """Return what the index has of each page, by address: content, title, sections and facts."""
    found = {}
    for path in (built.outdir / "_pagefind").glob("fragment/*"):
        page = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        address, _, facts = page["url"].partition("?")
        found[address] = {
            "id": path.stem,
            "content": page["content"],
            "title": page["meta"]["title"],
            "sections": {each["id"]: each["text"] for each in page["anchors"]},
            "facts": parse_qs(facts, keep_blank_values=True),
        }
    return found


def facets_of(built: Built) -> dict[str, list[list[str]]]:
    """Return the values of each page by which results can be narrowed, by Pagefind's id."""
    data = json.loads(gzip.decompress((built.outdir / "_pagefind/notes.pf_facets").read_bytes()))
    columns = [column.split(";") for column in data["pages"]]
    return {
        f"en_{id_}": [
            [data["values"][facet][int(place)] for place in column[number].split(",") if place]
            for facet, column in enumerate(columns)
        ]
        for number, id_ in enumerate(data["ids"].split(","))
    }
