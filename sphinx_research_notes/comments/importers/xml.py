"""Read XML that comes from elsewhere: large files bit by bit, and no entities but XML's own."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from ..thread_file import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from xml.etree.ElementTree import Element

    from .records import SourceFile

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def elements(file: SourceFile, names: Collection[str]) -> Iterator[Element]:
    """Yield the outermost elements of *file* with these *names*, whatever their namespace.

    Raises UnreadableError for what isn't XML, or if ``defusedxml`` isn't installed.
    """
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, iterparse
    except ImportError:
        raise UnreadableError(
            "expected defusedxml for XML, found none; pip install 'sphinx-research-notes[import]' brings it"
        ) from None
    # Exports contain what their comments did, also control characters that XML doesn't allow.
    data = io.BytesIO(_NOT_XML.sub(b"", file.data).lstrip())
    depth = 0
    try:
        for event, element in iterparse(data, events=("start", "end")):
            if local(element) not in names:
                continue
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                yield element
                element.clear()
    except ParseError as error:
        raise UnreadableError(f"invalid XML: {error.msg}", error.position[0]) from None
    except DefusedXmlException as error:
        raise UnreadableError(
            f"expected XML without entities of its own, got {type(error).__name__}"
        ) from None
    except (LookupError, ValueError) as error:  # An encoding that doesn't exist, or isn't one of text.
        raise UnreadableError(f"invalid XML: {error}") from None


def local(element: Element) -> str:
    """Return the name of *element* without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, name: str, namespace: str = "") -> Element | None:
    """Return the first child of *element* with that local *name*."""
    return next(children(element, name, namespace), None)


def children(element: Element | None, name: str, namespace: str = "") -> Iterator[Element]:
    """Yield the children of *element* with that local *name*, in a namespace that contains *namespace*."""
    if element is not None:
        yield from (each for each in element if local(each) == name and namespace in str(each.tag))


def text_in(element: Element | None, name: str, namespace: str = "") -> str:
    """Return the text of the child *name* of *element*; empty if there is none."""
    found = child(element, name, namespace)
    return (found.text or "").strip() if found is not None else ""
