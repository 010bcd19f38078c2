"""Link from each page in our theme only the style sheets of which it may need a rule.

This is decided on the finished page, with whatever other extensions and a project's own templates add.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from ..build.css_needs import needs_of
from ..build.stylesheets import FOLDER, sheets, stylesheet
from ..companions.scripts import SPHINX_SCRIPTS
from ..math.mathjax import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Set

    from ..build.css_needs import Needs
    from ..build.stylesheets import Sheet

_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)")
_CLASS = re.compile(r"""\sclass\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
#: The language of an element, without region and script.
_LANGUAGE = re.compile(r"""\slang\s*=\s*["']?([a-zA-Z]+)""", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc=["']?([^"'\s>?#]+)""", re.IGNORECASE)
#: A link to a file, and the file's name.
_LINK = re.compile(r'\n?<link\b[^>]*\shref="[^"]*/([^"/?]+)(?:\?[^"]*)?"[^>]*>')
#: What a script is that only holds data.
_DATA = re.compile(r"""\stype=["']?(?:application/(?:ld\+)?json|importmap)\b""", re.IGNORECASE)

#: Scripts that make nothing but elements with classes of their own.
_HARMLESS = SPHINX_SCRIPTS | {"copybutton.js", "clipboard.min.js", "design-tabs.js", "searchindex.js", SCRIPT}


def link_used(html: str) -> str:
    """Return the finished page *html* without the links to those of our style sheets that it doesn't need."""
    head, start, body = html.partition("<body")
    if _may_change(head, body):
        return html
    names = _names(body) | {f"~{each.lower()}" for each in _LANGUAGE.findall(html)}
    unused = {sheet.name for sheet in sheets() if not (sheet.always or _is_needed(sheet, names))}
    return _LINK.sub(lambda link: "" if link[1] in unused else link[0], head) + start + body


def _is_needed(sheet: Sheet, names: Set[str]) -> bool:
    """Return whether a rule of *sheet* may match something on a page with these *names*."""
    return (not sheet.only or not sheet.only.isdisjoint(names)) and any(
        need <= names for need in _needs(sheet.name)
    )


@cache
def _needs(name: str) -> frozenset[Needs]:
    return needs_of(stylesheet(name))


@cache
def _special() -> frozenset[str]:
    """Return the names that the style sheets ask for and that are neither elements nor classes."""
    every = frozenset[str]().union(*(need for sheet in sheets() for need in _needs(sheet.name)))
    return frozenset(name for name in every if name.startswith(("*", "#")))


def _names(body: str) -> frozenset[str]:
    """Return the names of what is in *body*, as in :data:`Needs`; perhaps some that are only in its text."""
    classes = unescape(" ".join(each.strip("\"'") for each in set(_CLASS.findall(body))))
    tags = (each.lower() for each in set(_TAG.findall(body)))
    special = (name for name in _special() if name[1:] in (classes if name.startswith("*") else body))
    return frozenset((*tags, *(f".{each}" for each in classes.split()), *special, "body", "html"))


def _may_change(head: str, body: str) -> bool:
    """Return whether the page has a script that may add to it what a style sheet is needed for."""
    if any(not _DATA.search(attributes) for attributes in _SCRIPT.findall(body)):
        return True
    for attributes in _SCRIPT.findall(head):
        source = _SOURCE.search(attributes)
        name = source[1].rpartition("/")[2] if source else ""
        # What comes from other hosts counts visitors, or draws in a frame.
        is_known = (source and "//" in source[1]) or name in _HARMLESS or name in _our_scripts()
        if not is_known and not _DATA.search(attributes):
            return True
    return False


@cache
def _our_scripts() -> frozenset[str]:
    return frozenset(path.name for path in FOLDER.glob("static/*.js"))
