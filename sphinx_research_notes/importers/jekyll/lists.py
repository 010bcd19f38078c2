"""The former addresses of lists on a Jekyll site: those of jekyll-archives, and their further pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..redirects import of_labels
from .documents import tags_of
from .octopress import moved_categories

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .config import Config
    from .documents import Document

#: What jekyll-archives (https://github.com/jekyll/jekyll-archives) does by itself.
_PERMALINKS = {"year": "/:year/", "tag": "/tag/:name/", "category": "/category/:name/"}


def moved_lists(
    config: Config, documents: Sequence[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the former addresses of lists, each with the one here, which is below *path*, and a title."""
    posts = [each for each in documents if each.kind == "posts" and each.address and not _is_hidden(each)]
    options: Any = config.values.get("jekyll-archives")
    if isinstance(options, dict) and options.get("enabled"):
        yield from _archives(options, posts, path)
    yield from moved_categories(config, posts, path)
    size = config.text("paginate")
    if size.isdigit() and int(size):
        pattern = config.text("paginate_path") or "/page:num/"
        for number in range(2, -(-len(posts) // int(size)) + 1):
            yield f"/{pattern.replace(':num', str(number)).strip('/')}/", (f"{path}/index.html", str(number))


def _is_hidden(document: Document) -> bool:
    return document.front.text_of("published").lower() in {"false", "no"} or document.front.is_true("draft")


def _archives(
    options: dict[str, Any], posts: Sequence[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    given = options.get("permalinks")
    patterns = {**_PERMALINKS, **(given if isinstance(given, dict) else {})}
    enabled = options["enabled"] if isinstance(options["enabled"], list) else ["year", "tags", "categories"]
    if "year" in enabled:
        for year in sorted({each.date.year for each in posts if each.date}):
            old = str(patterns["year"]).replace(":year", str(year))
            yield f"/{old.strip('/')}/", (f"{path}/{year}.html", str(year))
    for kind, name in (("tags", "tag"), ("categories", "category")):
        labels = [label for each in posts for label in (tags_of(each) if name == "tag" else each.categories)]
        if kind in enabled and labels:
            folder = str(patterns[name]).partition(":")[0].strip("/")
            yield from of_labels(kind, labels, f"/{folder}/", path, _step)


def _step(label: str) -> str:
    return re.sub(r"[\W_]+", "-", label.lower()).strip("-")
