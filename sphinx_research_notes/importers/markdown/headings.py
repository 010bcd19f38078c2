"""The ids that other systems give to headings, and targets for those that links lead to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from .source import Source

#: The heading that a text begins with.
_FIRST = re.compile(r"\s*#[ \t]+(?P<text>[^\n]*?)[ \t]*#*[ \t]*(?:\{[^{}\n]*\}[ \t]*)?(?=\n|\Z)")
HEADING = re.compile(
    r"^(?P<before>[ ]{0,3})(?P<marks>\#{1,6})[ \t]+(?P<text>[^\n]*?)[ \t]*\#*[ \t]*$"
    r"|^(?P<under>[^\n\s#>|][^\n]*)\n(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]*>|[*`]|(?<!\w)_|_(?!\w)|\{[^}]*\}")


def plain(text: str) -> str:
    """Return the words of a heading in Markdown."""
    return _MARKUP.sub(lambda match: match[1] or "", text).strip()


def github_id(text: str) -> str:
    """Return the id on GitHub, in MyST, in kramdown's GFM and by default in Hugo."""
    kept = "".join(
        each for each in text.strip().lower()
        if each in " -_\t" or unicodedata.category(each)[0] in "LMN"
    )  # fmt: skip
    return re.sub(r"[ \t]", "-", kept)


def kramdown_id(text: str) -> str:
    """Return the id in kramdown's own Markdown: it begins with a letter, and has ASCII only."""
    kept = re.sub(r"[^a-zA-Z0-9 -]", "", re.sub(r"^[^a-zA-Z]+", "", text))
    return kept.replace(" ", "-").lower() or "section"


def blackfriday_id(text: str) -> str:
    """Return the id in old versions of Hugo: one hyphen for whatever is neither letter nor digit."""
    kept = "".join(each if unicodedata.category(each)[0] in "LN" else " " for each in text.lower())
    return "-".join(kept.split())


def pandoc_id(text: str) -> str:
    """Return the id in Pandoc: it begins with a letter, and has one hyphen between words."""
    kept = "".join(each for each in text.lower() if each.isalnum() or each in "_-." or each.isspace())
    return re.sub(r"^[^a-z\u00aa-\U0010ffff]+", "", "-".join(kept.split())) or "section"


def python_id(text: str) -> str:
    """Return the id in Python-Markdown: ASCII only, with one hyphen between words."""
    kept = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", kept).strip().lower())


def ids_of(source: Source, rule: Callable[[str], str]) -> Iterator[tuple[re.Match[str], str, str]]:
    """Yield each heading with the id by *rule*, made unique as all systems do, and the id in MyST."""
    seen: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    for match in HEADING.finditer(source.text):
        text = plain(source.restored(match["text"] or match["under"] or ""))
        yield match, _unique(rule(text), seen), _unique(github_id(text), ours)


def _unique(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name] - 1}"


def keep_anchors(source: Source, wanted: Set[str], rule: Callable[[str], str]) -> None:
    """Put a target before each heading whose id was among *wanted*, and is another one here."""
    lost = {match.start(): old for match, old, new in ids_of(source, rule) if old in wanted and old != new}

    def replace(match: re.Match[str]) -> str | None:
        old = lost.get(match.start())
        if not old:
            return None
        source.changed("id of a heading that links lead to", match.start(), f"#{old} goes on working")
        return f'<a id="{old}"></a>\n\n{match[0]}'

    if lost:
        source.sub(HEADING, replace)


def without_title(body: str, title: str) -> str:
    """Return *body* without a heading that begins it and says *title* in other letter case.

    The same heading in the same letters isn't shown twice; one in others would be taken for the title.
    """
    found = _FIRST.match(body)
    words = plain(found["text"]) if found else ""
    is_title = found is not None and words != title and words.casefold() == title.casefold()
    return "\n" * body[: found.end()].count("\n") + body[found.end() :] if found and is_title else body
