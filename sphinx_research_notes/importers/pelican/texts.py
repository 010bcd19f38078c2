"""The text of an article or a page as it is in the new site."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ..documents import Document, keep_address
from ..extra import needing_extra
from ..files import decoded
from ..markdown.source import Source
from ..records import Finding, Outcome, TextFile
from . import notebooks
from .articles import complete
from .markup import LINK, linked, rewritten
from .metadata import rest_fields, rewrite_keys
from .rest import rewrite_rest

if TYPE_CHECKING:
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
        before = dict(document.front.values)
        self.findings += complete(document)
        if entry_id:
            document.front.put("id", entry_id)
        write = {".rst": self._rest, ".html": self._html, ".htm": self._html, ".ipynb": self._notebook}
        return write.get(document.suffix, self._markdown)(document, before)

    def _head(self, document: Document) -> str:
        """Return the front matter of *document*, which isn't in reStructuredText."""
        self.findings += rewrite_keys(document)
        self._keep_address(document)
        if "slug" in document.front.values and not self.pattern:
            document.front.drop("slug")
        return document.front.written()

    def _keep_address(self, document: Document) -> None:
        keep_address(document, self.pattern, str(document.defaults["slug"]))

    def _markdown(self, document: Document, before: dict[str, Any]) -> TextFile:
        head = self._head(document)
        if notebooks.TAG.search(document.front.body):
            text = notebooks.joined(
                head, document.front.body, lambda path: self._read("NOTEBOOK_DIR", "notebooks", path)
            )
            if text is not None:
                document.target = str(PurePosixPath(document.target).with_suffix(".ipynb"))
                why = "the note is the notebook"
                self.findings.append(Finding(Outcome.CHANGED, "{% notebook %}", document.path, None, why))
                return TextFile(document.target, text, document.path)
        source = rewritten(
            document,
            lambda kind, path: self.links.braced(document, kind, path),
            lambda path: self._read("CODE_DIR", "code", path),
            self.options.tags,
            config=self.config,
            single=self._has_formulas(document),
            address=lambda address: self.links.plain(document, address),
        )
        self.findings += source.findings
        return _file(document, head, source.restored())

    def _rest(self, document: Document, before: dict[str, Any]) -> TextFile:
        """Return a document in reStructuredText: its fields, links with braces, and Pelican's directives."""
        for name in ("url", "save_as"):
            document.front.drop(name)
        self._keep_address(document)
        now = document.front.values
        source = Source(
            rest_fields(document, {name: value for name, value in now.items() if before.get(name) != value}),
            document.path,
        )
        rewrite_rest(source)
        self._link(source, document)
        self.findings += source.findings
        return TextFile(document.target, source.restored(), document.path)

    def _html(self, document: Document, before: dict[str, Any]) -> TextFile:
        head = self._head(document)
        source = Source(document.front.body, document.path, document.front.body_line)
        self._link(source, document)
        text, found = needing_extra("pelican.html_articles").html_in_myst(
            document, source.text, lambda address: self.links.plain(document, address)
        )
        self.findings += [*source.findings, *found]
        return _file(document, head, text)

    def _notebook(self, document: Document, before: dict[str, Any]) -> TextFile:
        head = self._head(document)
        text = notebooks.with_head(head, document.front.body)
        return TextFile(document.target, text, document.path)

    def _link(self, source: Source, document: Document) -> None:
        source.sub(
            LINK,
            lambda match: linked(source, match, lambda kind, path: self.links.braced(document, kind, path)),
        )

    def _has_formulas(self, document: Document) -> bool:
        plugins = self.config.list_of("PLUGINS", ())
        return any("math" in each for each in plugins) or bool(
            re.search(r"\$\\|\\[a-z]+\{", document.front.body)
        )

    def _read(self, option: str, default: str, path: str) -> str | None:
        """Return the text of *path* in the folder that *option* names; None if it isn't there."""
        file = self.root / self.config.text(option, default) / path
        is_inside = file.is_file() and self.root.resolve() in file.resolve().parents
        return decoded(file.read_bytes()) if is_inside else None


def _file(document: Document, head: str, text: str) -> TextFile:
    body = text.strip("\n")
    return TextFile(document.target, f"{head}\n{body}\n" if body else head, document.path)
