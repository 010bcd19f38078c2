"""Whether single dollar signs were formulas on a Hugo site, and what its Markdown could."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .config import Config
    from .documents import Document

#: MathJax 2 and 3, KaTeX's auto-render.
_SINGLE = re.compile(r"""inlineMath['"]?\s*[:=][^;{}]*?\[\s*['"]\$['"]\s*,|left['"]?\s*:\s*['"]\$['"]\s*,""")
_KEYS = ("math", "mathjax", "katex", "latex", "usemath")


@dataclass(frozen=True, slots=True)
class Math:
    """What is a formula on which pages."""

    single: bool = False
    #: Whether all pages have formulas, or those that ask for them.
    everywhere: bool = False

    def on(self, document: Document) -> bool:
        """Whether single dollar signs are formulas on the page of *document*."""
        given = next((v for key in _KEYS if (v := document.value(key)) is not None), "")
        said = str(given.get("enable", True) if isinstance(given, dict) else given).lower()
        if said in {"false", "no"}:
            return False
        return bool(said) or (self.single and self.everywhere)


def math_of(source: Path, config: Config) -> Math:
    """Return what is a formula on the site in *source*."""
    passed = config.at("markup.goldmark.extensions.passthrough.delimiters.inline")
    is_passed = isinstance(passed, list) and any("$" in pair for pair in passed if isinstance(pair, list))
    has_script = any(_SINGLE.search(text) for text in _templates(source))
    is_on = any(
        config.is_on(f"params.{key}") or config.is_on(f"params.features.{key}.enable") for key in _KEYS
    )
    themed = any("math" in text.lower() and ("if .Params" in text or "if and .Params" in text)
                 for text in _templates(source) if _SINGLE.search(text))  # fmt: skip
    return Math(is_passed or has_script or is_on, is_on or is_passed or (has_script and not themed))


def _templates(source: Path) -> Iterator[str]:
    for folder in ("layouts", "themes"):
        for file in sorted((source / folder).rglob("*")):
            if file.suffix in {".html", ".js"} and file.is_file() and file.stat().st_size < 100_000:
                yield read_text(file)
