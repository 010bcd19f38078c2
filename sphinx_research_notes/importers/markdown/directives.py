"""Write what importers often need in MyST: figures, images, citations, details, links to videos."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:px|%|em|rem|cm|mm|in|pt|pc|ch|ex|vw)?")


def image(source: str, alt: str = "", width: str = "", classes: str = "", title: str = "") -> str:
    """Return an image on its own or within text."""
    address = destination(source)
    attributes = [f".{each}" for each in classes.split() if re.fullmatch(r"[A-Za-z][\w-]*", each)]
    if size := sized(width):
        attributes.append(f'width="{size}"')
    label = re.sub(r"\s+", " ", alt).replace("[", "\\[").replace("]", "\\]").strip()
    named = f' "{title}"' if title and '"' not in title else ""
    return f"![{label}]({address}{named})" + (f"{{{' '.join(attributes)}}}" if attributes else "")


def figure(source: str, caption: str, alt: str = "", width: str = "", classes: str = "") -> str:
    """Return a figure with its *caption*."""
    size = sized(width)
    if re.search(r"\s", source):  # the argument of a directive cannot have spaces
        return f":::{{figure-md}}\n{image(source, alt, width, classes)}\n\n{caption.strip()}\n:::"
    options = (("alt", " ".join(alt.split())), ("width", size), ("class", classes))
    lines = [f":::{{figure}} {source}", *(f":{name}: {value}" for name, value in options if value)]
    return "\n".join([*lines, "", caption.strip(), ":::"])


def details(summary: str, content: str) -> str:
    """Return a text that is folded up."""
    colons = ":" * max(3, *(len(each) + 1 for each in re.findall(r"^:{3,}", content, re.MULTILINE) or [""]))
    return f"\n{colons}{{dropdown}} {summary or '…'}\n{content.strip()}\n{colons}\n"


def admonition(kind: str, content: str, title: str = "") -> str:
    """Return an admonition; *kind* is one of docutils' or ``admonition``."""
    colons = ":" * max(3, *(len(each) + 1 for each in re.findall(r"^:{3,}", content, re.MULTILINE) or [""]))
    head = f"{colons}{{admonition}} {title}\n:class: {kind}\n" if title else f"{colons}{{{kind}}}\n"
    return f"\n{head}{content.strip()}\n{colons}\n"


def cited(keys: Sequence[str], *, in_text: bool = False) -> str:
    """Return a citation in parentheses; with *in_text*, one that is part of the sentence."""
    return f"{{cite:{'t' if in_text else 'p'}}}`{','.join(keys)}`"


def video_link(provider: str, key: str) -> str:
    """Return a link to a video, which loads nothing from elsewhere before a reader asks for it."""
    if key.startswith(("http://", "https://")):
        return f"[{provider}]({key})"
    base = "https://www.youtube.com/watch?v=" if provider == "YouTube" else "https://vimeo.com/"
    return f"[{provider}: {key}]({base}{key})"


def indented(text: str, indent: str) -> str:
    """Return *text* with *indent* before each line but the first, which has it already."""
    return text.replace("\n", f"\n{indent}") if indent.strip() == "" else text


def sized(width: str) -> str:
    """Return *width* if it is a size that Sphinx knows; empty if not."""
    text = width.strip().strip("\"';").lower()
    return text if _SIZE.fullmatch(text) and not text.endswith(("rem", "ch", "vw")) else ""


def destination(address: str) -> str:
    """Return *address* as Markdown needs it in a link."""
    text = address.strip()
    needs = re.search(r"[\s<>]", text) or text.count("(") != text.count(")")
    return f"<{text.replace('<', '%3C').replace('>', '%3E')}>" if needs else text


def option(name: str, value: str) -> str:
    """Return the option *name* of a directive; MyST reads its value nearly as YAML."""
    text = " ".join(value.split())
    if text.startswith(("'", '"', "|", ">", "#")) or " #" in text:
        text = f"'{text.replace(chr(39), chr(39) * 2)}'"
    return f":{name}: {text}"


def joined(parts: Iterable[str]) -> str:
    """Return blocks with a blank line between them."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())
