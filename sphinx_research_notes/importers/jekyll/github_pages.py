"""What GitHub Pages makes pages of by itself: Markdown without front matter, and READMEs where no index is.

Its plug-ins are https://github.com/benbalter/jekyll-optional-front-matter and jekyll-readme-index.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .config import Config

#: Where Markdown is expected.
MARKDOWN = {".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown"}
#: Files that the plug-in leaves alone, in upper case.
_LEFT_ALONE = {
    "README", "LICENSE", "LICENCE", "COPYING", "CODE_OF_CONDUCT", "CONTRIBUTING", "ISSUE_TEMPLATE",
    "PULL_REQUEST_TEMPLATE",
}  # fmt: skip


def is_page_of_pages(path: str, config: Config) -> bool:
    """Whether the Markdown at *path* is a page without front matter, too."""
    if not (config.on_pages or config.has_plugin("jekyll-optional-front-matter")):
        return False
    pure = PurePosixPath(path)
    is_own = any(step.startswith("_") for step in pure.parts) or config.is_of_repository(path)
    return pure.suffix.lower() in MARKDOWN and pure.stem.upper() not in _LEFT_ALONE and not is_own


def homes_of(paths: Sequence[str], config: Config) -> dict[str, str]:
    """Return the READMEs among *paths* that are the indexes of their folders, with their addresses."""
    if not (config.on_pages or config.has_plugin("jekyll-readme-index")):
        return {}
    pages = [PurePosixPath(path) for path in paths]
    taken = {str(each.parent) for each in pages if each.stem == "index"}
    homes = {}
    for each in pages:
        is_readme = each.stem.upper() == "README" and each.suffix.lower() in MARKDOWN
        folder = str(each.parent)
        if is_readme and folder not in taken and not any(step.startswith("_") for step in each.parts):
            homes[str(each)] = "/" if folder == "." else f"/{folder}/"
            taken.add(folder)
    return homes
