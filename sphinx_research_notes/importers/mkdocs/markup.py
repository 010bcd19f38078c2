"""The text of a document, from Python-Markdown to MyST."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown.code import set_code_aside
from ..markdown.dollars import rewrite_formulas
from ..markdown.headings import github_id, keep_anchors, python_id
from ..markdown.html_blocks import keep_blocks_whole
from ..markdown.html_images import rewrite_html_images
from ..markdown.kramdown import rewrite_abbreviations
from ..markdown.limits import keep_within_limits
from ..markdown.links import rewrite_addresses
from ..markdown.source import Source
from .badges import show_badges
from .blocks import rewrite_blocks
from .fences import rewrite_fences
from .inline import rewrite_inline
from .macros import fill_macros
from .slashes import rewrite_slashes

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..documents import Document
    from .config import Config

_MORE = re.compile(r"<!--[ \t]*more[ \t]*-->")
_SNIPPET = re.compile(
    r"""^(?P<indent>[ \t]*)-{1,}8<-{1,}[ \t]+["'](?P<path>[^"'\n]+)["'][ \t]*$""", re.MULTILINE
)
_SNIPPETS = re.compile(
    r"^(?P<indent>[ \t]*)-{1,}8<-{1,}[ \t]*\n(?P<paths>.*?)\n[ \t]*-{1,}8<-{1,}[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_SECTION = re.compile(
    r"^[ \t]*(?:<!--|#|//)?[ \t]*-{1,}8<-{1,}[ \t]+\[(?:start|end):[^\]\n]*\][^\n]*\n?", re.MULTILINE
)
_MARKDOWN = re.compile(r"(?P<tag><\w+\b[^<>\n]*?)\s+markdown(?:=[\"']?(?:block|span|1)[\"']?)?(?=[\s>])")
_PARENTHESES = re.compile(r"(?<!\\)\\\((?P<body>.+?)(?<!\\)\\\)")
_BRACKETS = re.compile(r"(?<!\\)\\\[(?P<body>.+?)(?<!\\)\\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Site:
    """What the text of a document needs of its site."""

    config: Config
    #: Returns what an address is here.
    link: Callable[[Document, str], str | None]
    #: Returns the text of a snippet.
    read: Callable[[str], str | None]
    #: What is put at the end of each text.
    added: str = ""
    #: Ids of headings that links of the site lead to.
    anchors: frozenset[str] = frozenset()


def rewritten(document: Document, site: Site) -> Source:
    """Return the body of *document* rewritten, with what was found."""
    config, read = site.config, site.read
    source = Source(document.front.body, document.path, document.front.body_line)
    if site.added:
        source.append(f"\n{site.added}")
    fill_macros(source, document, config)
    show_badges(source, config)
    source.sub(_MORE, lambda match: "<!--more-->")
    if config.has("pymdownx.snippets"):
        source.sub(_SNIPPET, lambda match: _snippets(source, match, [match["path"]], read))
        source.sub(_SNIPPETS, lambda match: _snippets(source, match, match["paths"].split("\n"), read))
    if any(str(each).startswith("pymdownx.blocks.") for each in config.extensions):
        rewrite_slashes(source)
    rewrite_blocks(source, objects=config.options_of("plugins", "mkdocstrings") is not None)
    rewrite_fences(source)
    set_code_aside(source)
    has_formulas = config.has("pymdownx.arithmatex", "mdx_math")
    if has_formulas:
        source.sub(_BRACKETS, lambda match: source.aside(f"$${match['body']}$$"), closing=r"\]")
        source.sub(_PARENTHESES, lambda match: source.aside(f"${match['body'].strip()}$"), closing=r"\)")
    rewrite_formulas(source, single=has_formulas)
    # Before HTML is set aside, in which addresses are relative to the old page.
    rewrite_addresses(source, lambda address: site.link(document, address))
    if config.has("md_in_html", "extra", "pymdownx.extra"):
        source.sub(_MARKDOWN, lambda match: f'{match["tag"]} markdown="1"')
        keep_blocks_whole(source)
    rewrite_html_images(source)
    rewrite_inline(source, config)
    if config.has("abbr", "extra", "pymdownx.extra"):
        rewrite_abbreviations(source)
    toc = config.options_of("markdown_extensions", "toc") or {}
    keep_anchors(source, site.anchors, github_id if "slugify" in toc else python_id)
    keep_within_limits(source)
    return source


def _snippets(
    source: Source, match: re.Match[str], paths: list[str], read: Callable[[str], str | None]
) -> str | None:
    texts = []
    for each in (path.strip().strip("\"'") for path in paths):
        if not each or each.startswith(";"):
            continue
        name, _, part = each.partition(":")
        text = read(name)
        if text is None:
            source.unknown("--8<--", match.start(), f"expected a file {each}, found none")
            return None
        texts.append(_part(text, part))
    source.changed("--8<--", match.start(), ", ".join(paths))
    lines = "\n".join(text.strip("\n") for text in texts).split("\n")
    return "\n".join(f"{match['indent']}{line}" if line else "" for line in lines)


def _part(text: str, part: str) -> str:
    """Return the section or the lines of a snippet."""
    if lines := re.fullmatch(r"(\d*):(\d*)", part) or re.fullmatch(r"(\d+)()", part):
        return "\n".join(text.split("\n")[int(lines[1] or 1) - 1 : int(lines[2]) if lines[2] else None])
    if part:
        name = re.escape(part)
        found = re.search(rf"\[start:\s*{name}\][^\n]*\n(.*?)\n[^\n]*\[end:\s*{name}\]", text, re.DOTALL)
        text = found[1] if found else text
    return _SECTION.sub("", text)
