"""What the templates of a site's own shortcodes show."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

from ..files import read_text, why_left_alone
from .gotemplates.list_functions import mapped
from .gotemplates.values import Unknown
from .rendering import written
from .template_site import Data, Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from .calls import Call
    from .config import Config
    from .documents import Document
    from .gotemplates.values import Thing
    from .template_pages import Page, Tree

#: Where a site has the templates of its shortcodes, and those that these have in common.
_SHORTCODES = ("layouts/shortcodes", "layouts/_shortcodes")
_PARTIALS = ("layouts/partials", "layouts/_partials")
_HOOKS = ("layouts/_default/_markup", "layouts/_markup")
#: What shows values that other templates keep.
KEPT = re.compile(r"\b(?:Scratch|Store)\.(?:Get|Values)")
_NAME = re.compile(r"\{\{[<%]\s*([A-Za-z][\w./-]*)")
#: An address with a fragment, as a text in a template.
_FRAGMENT = re.compile(r"""["'`][\w./-]*/#([\w-]+)["'`]""")


@lru_cache(maxsize=1000)
def template_at(file: Path, source: Path) -> str | None:
    """Return the text of the template in *file*; None if there is none."""
    return read_text(file) if file.is_file() and not why_left_alone(file, source) else None


@dataclass(slots=True)
class Own:
    """The templates of the site in *source*."""

    source: Path
    config: Config
    tree: Tree
    templates: Templates | None = None
    #: How many shortcodes there were.
    number: int = 0
    #: Why the last one could not be filled in.
    why: str = ""

    def shortcode(self, name: str) -> tuple[str, str]:
        """Return where the template of the shortcode *name* is, of the site or its themes, and its text."""
        return self._find(_SHORTCODES, f"{name.removesuffix('.html')}.html")

    def fragments(self) -> Iterator[str]:
        """Yield the fragments of addresses in the site's own shortcodes."""
        for folder in _SHORTCODES:
            for file in sorted((self.source / folder).glob("*.html")):
                yield from _FRAGMENT.findall(template_at(file, self.source) or "")

    def partial(self, name: str) -> str | None:
        """Return the text of the partial *name*; None if there is none."""
        for each in (name, f"{name}.html"):
            path, text = self._find(_PARTIALS, each)
            if path:
                return text
        return None

    def _find(self, folders: tuple[str, ...], name: str) -> tuple[str, str]:
        if ".." in name.split("/") or name.startswith("/"):
            return "", ""
        for base, folder in product(("", *self.config.themes()), folders):
            path = posixpath.join(base, folder, name)
            if (text := template_at(self.source / path, self.source)) is not None:
                return path, text
        return "", ""

    def made(self, call: Call, document: Document) -> str | None:
        """Return what the template of the site or its theme makes of *call*; None if that cannot be told."""
        path, template = self.shortcode(call.name)
        if not path:
            self.why = ""
            return None
        self.number += 1
        try:
            shown = self._templates().shown(template, call, self.tree.page(document), self.number)
        except Unknown as error:
            self.why = f"{path}: {error}"
            return None
        if not shown.strip() and (call.content or "").strip() and not self._shows_kept(document):
            self.why = f"{path}: what it keeps is shown elsewhere"
            return None
        self.why = "by the template of the site"
        return written(shown, is_markdown=call.is_markdown)

    def _shows_kept(self, document: Document) -> bool:
        """Whether a shortcode in *document* shows what others there keep for it."""
        names = set(_NAME.findall(document.front.body))
        return any(KEPT.search(self.shortcode(name)[1]) for name in sorted(names))

    def has_hook(self, name: str) -> bool:
        """Whether the site or its theme has the render hook *name*."""
        return bool(self._find(_HOOKS, f"{name}.html")[0])

    def hook(self, name: str, given: Callable[[Page], Thing], document: Document) -> str:
        """Return what the render hook *name* shows for what is *given*; empty if that cannot be told."""
        path, template = self._find(_HOOKS, f"{name}.html")
        if not path:
            return ""
        page = self.tree.page(document)
        try:
            return self._templates().run(template, given(page), page)
        except Unknown:
            return ""

    def _templates(self) -> Templates:
        self.templates = self.templates or Templates(self.tree, self.source, self.partial)
        return self.templates

    def named_data(self, given: Mapping[str, str]) -> Any:
        """Return the data that ``code-toggle`` shows in Hugo's documentation; None if there is none."""
        key = given.get("config") or given.get("dataKey", "")
        steps = key.split(".")
        try:
            found = Data([self.source / "data"], self.source).member("docs")
        except Unknown:
            return None
        for step in (*(["config"] if given.get("config") else []), *steps):
            names = {str(name).lower(): name for name in found} if isinstance(found, dict) else {}
            found = found[names[step.lower()]] if step.lower() in names else None
        if found is None:
            return None
        return mapped(steps, found) if given.get("config") and "skipHeader" not in given else found
