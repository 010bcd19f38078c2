"""The site's own includes, and conditions and loops in texts, with python-liquid if it is installed.

The package is in the extra ``import`` (https://jg-rp.github.io/liquid/). Only what the source tells is used:
a template that asks for all posts, or for the time, is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from ..files import read_text
from .calls import Call
from .expressions import FILTERS, Scope, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_INCLUDE = re.compile(r"\{%-?\s*include(?:_cached)?\s+(?P<args>[^%]*?)\s*-?%\}")
_BLOCK = re.compile(r"\{%-?\s*(?P<end>end)?(?P<name>if|unless|for|case|tablerow)\b[^%]*%\}")
#: What cannot be told from one document and the configuration.
_UNKNOWABLE = re.compile(
    r"\bsite\.(?:posts|pages|documents|html_pages|collections|tags|categories|static_files|related_posts|time)\b"
    r"|\bpaginator\b|\bpage\.(?:next|previous|content|excerpt)\b|\|\s*(?:date|where|group_by|markdownify)"
)
_DEEPEST = 5
MISSING = "needs python-liquid: pip install 'sphinx-research-notes[import]'"


@dataclass
class Templates:
    """What Liquid makes of templates of the site in *source*."""

    source: Path
    #: Why the last one could not be filled in.
    why: str = field(default="", init=False)

    @cached_property
    def _environment(self) -> Any:
        """The environment of python-liquid; None if that isn't installed."""
        try:
            from liquid import Environment
        except ImportError:
            return None
        limited = type("Limited", (Environment,), {"loop_iteration_limit": 10_000})
        environment = limited()
        for name in ("relative_url", "absolute_url", "slugify", "xml_escape", "cgi_escape", "uri_escape"):
            environment.add_filter(name, partial(FILTERS[name], Scope()))
        return environment

    def include(self, name: str, arguments: Mapping[str, str], scope: Scope, depth: int = 0) -> str | None:
        """Return what the include *name* gives as HTML; None if that cannot be told."""
        self.why = ""
        folder = (self.source / "_includes").resolve()
        file = (folder / name).resolve()
        if folder not in file.parents or not file.is_file() or depth > _DEEPEST:
            return None
        inner = Scope(
            scope.site, scope.page, scope.base, scope.url, {**scope.own, "include": dict(arguments)}
        )
        return self.filled(read_text(file), inner, depth)

    def filled(self, template: str, scope: Scope, depth: int = 0) -> str | None:
        """Return what *template* gives; None if that cannot be told."""
        if _UNKNOWABLE.search(template):
            self.why = "it asks for other pages, or for the time"
            return None
        if self._environment is None:
            self.why = MISSING
            return None
        given: dict[str, Any] = {"site": scope.site, "page": scope.page, **scope.own}
        try:
            text = _INCLUDE.sub(partial(self._included, scope, depth), template)
            made = self._environment.from_string(text).render(jekyll={"environment": "production"}, **given)
        except Exception as error:  # python-liquid has a hierarchy of its own in each major version
            self.why = " ".join(str(error).split())[:100]
            return None
        return re.sub(r"\n(?:[ \t]*\n)+", "\n", str(made)).strip()

    def _included(self, scope: Scope, depth: int, match: re.Match[str]) -> str:
        call = Call.read("include", match["args"], None, is_block=False, indent="")
        arguments = {}
        for name, value in call.named.items():
            try:
                arguments[name] = value[1:-1] if value[:1] in "\"'" else scope.text(value)
            except Unknown:
                arguments[name] = ""
        made = self.include(call.included, arguments, scope, depth + 1)
        if made is None:
            raise Unknown(self.why or f"the include {call.included!r}")
        return made


def blocks_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the outermost conditions and loops in *text* start and end."""
    depth, start = 0, 0
    for match in _BLOCK.finditer(text):
        if match["end"]:
            depth -= 1
            if depth == 0:
                yield start, match.end()
            depth = max(depth, 0)
        else:
            start = match.start() if depth == 0 else start
            depth += 1
