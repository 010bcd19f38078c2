"""The text of an article or a page as it is in the new site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..documents import Document, keep_address
from ..extra import needing_extra
from ..files import decoded
from ..markdown.code import set_code_aside
from ..markdown.dollars import rewrite_formulas
from ..markdown.links import rewrite_addresses
from ..markdown.source import Source
from ..records import Finding, Outcome, TextFile
from . import notebooks
from .articles import complete
from .markup import LINK, linked, rewrite_markdown
from .metadata import read_rest, rest_fields, rewrite_keys
from .rest import rewrite_rest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..records import Options
    from .config import Config
    from .links import Links


@dataclass(slots=True)
class Texts:
    """Writes the texts of one site."""

    #: The folder of the texts.
    root: Path
    options: Options
    config: Config
    links: Links
    #: The permalink of all notes of the new site.
    pattern: str
    findings: list[Finding] = field(default_factory=list)

    def written(self, document: Document, entry_id: str) -> TextFile:
        """Return the file that *document* becomes; *entry_id*: that of its entry in feeds, if it had one."""
        self.findings += complete(document)
        if entry_id:
            document.front.put("id", entry_id)
        write = {".rst": self._rest, ".html": self._html, ".htm": self._html, ".ipynb": self._notebook}
        return write.get(document.suffix, self._markdown)(document)

    def _head(self, document: Document) -> str:
        """Return the front matter of *document*, which isn't in reStructuredText."""
        self.findings += rewrite_keys(document)
        self._keep_address(document)
        if "slug" in document.front.values and not self.pattern:
            document.front.drop("slug")
        return document.front.written()

    def _keep_address(self, document: Document) -> None:
        keep_address(document, self.pattern, str(document.defaults["slug"]))

    def _markdown(self, document: Document) -> TextFile:
        head = self._head(document)
        source = self._rewritten(document, document.front.body)
        body = source.restored()
        if notebooks.TAG.search(body):
            text = notebooks.joined(
                head, body, lambda path: self._read("NOTEBOOK_DIR", "notebooks", path), self._cell(document)
            )
            construct, why = "{% notebook %}", "the note is the notebook"
            if text is not None:
                document.target = str(PurePosixPath(document.target).with_suffix(".ipynb"))
                self.findings.append(Finding(Outcome.CHANGED, construct, document.path, None, why))
                return TextFile(document.target, text, document.path)
            why = "expected a notebook that can be read, found none"
            self.findings.append(Finding(Outcome.UNKNOWN, construct, document.path, None, why))
        return _file(document, head, body)

    def _rewritten(self, document: Document, text: str) -> Source:
        """Return Markdown of *document* rewritten, with its findings added to those of the site."""
        source = Source(text, document.path, document.front.body_line)
        rewrite_markdown(
            source,
            lambda kind, path: self.links.braced(document, kind, path),
            lambda path: self._read("CODE_DIR", "code", path),
            self.options.tags,
            config=self.config,
            single=self._has_formulas(text),
            address=lambda address: self.links.plain(document, address),
        )
        self.findings += source.findings
        return source

    def _cell(self, document: Document) -> Callable[[str], str]:
        """Return what rewrites the text of a cell in Markdown: links, and dollar signs of prose."""

        def rewrite(text: str) -> str:
            source = Source(text, document.path)
            set_code_aside(source)
            self._link(source, document)
            rewrite_formulas(source, single=True)
            rewrite_addresses(source, lambda address: self.links.plain(document, address))
            self.findings += (replace(each, line=None) for each in source.findings)
            return source.restored()

        return rewrite

    def _rest(self, document: Document) -> TextFile:
        """Return a document in reStructuredText: its fields, links with braces, and Pelican's directives."""
        for name in ("url", "save_as"):
            document.front.drop(name)
        self._keep_address(document)
        before, now = read_rest(document.front.body).values, document.front.values
        text = rest_fields(
            document, {name: value for name, value in now.items() if before.get(name) != value}
        )
        added = text.count("\n") - document.front.body.count("\n")
        lines = [max(1, number - added) for number in range(1, text.count("\n") + 2)]
        source = Source(text, document.path, lines=lines)
        rewrite_rest(source)
        self._link(source, document)
        self.findings += source.findings
        return TextFile(document.target, source.restored(), document.path)

    def _html(self, document: Document) -> TextFile:
        head = self._head(document)
        source = Source(document.front.body, document.path, document.front.body_line)
        self._link(source, document)
        text, found = needing_extra("pelican.html_articles").html_in_myst(
            document, source.text, lambda address: self.links.plain(document, address)
        )
        self.findings += [*source.findings, *found]
        return _file(document, head, text)

    def _notebook(self, document: Document) -> TextFile:
        head = self._head(document)
        text = notebooks.with_head(head, document.front.body, self._cell(document))
        return TextFile(document.target, text, document.path)

    def _link(self, source: Source, document: Document) -> None:
        source.sub(
            LINK,
            lambda match: linked(source, match, lambda kind, path: self.links.braced(document, kind, path)),
        )

    def _has_formulas(self, text: str) -> bool:
        plugins = self.config.list_of("PLUGINS", ())
        return any("math" in each for each in plugins) or bool(re.search(r"\$\\|\\[a-z]+\{", text))

    def _read(self, option: str, default: str, path: str) -> str | None:
        """Return the text of *path* in the folder that *option* names; None if it isn't there."""
        file = self.root / self.config.text(option, default) / path
        is_inside = file.is_file() and self.root.resolve() in file.resolve().parents
        return decoded(file.read_bytes()) if is_inside else None


def _file(document: Document, head: str, text: str) -> TextFile:
    body = text.strip("\n")
    return TextFile(document.target, f"{head}\n{body}\n" if body else head, document.path)
