"""The former addresses of lists on a Jekyll site: those of jekyll-archives, and their further pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..redirects import of_labels
from .documents import tags_of
from .octopress import moved_categories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .config import Config
    from .documents import Document
    from .templates import Templates

#: A link to the page of a label.
_LINK = re.compile(
    r"(?P<folder>(?:/[\w-]{1,40}){0,3}/(?:tags?|categor(?:y|ies)))/\{\{[^{}|]{0,80}(?P<filters>[^{}]{0,80})\}\}"
)
#: Where a plug-in of the site says in which folder it makes them.
_FOLDER = re.compile(
    r"""config\[['"](?P<key>(?P<kind>tag|category)_dir)['"]\](?:\s*\|\|\s*['"](?P<default>[\w/-]{1,80})['"])?"""
)
_SLUGS = re.compile(r"slugify|to_url|parameterize|gsub|downcase")
#: What jekyll-archives (https://github.com/jekyll/jekyll-archives) does by itself.
_PERMALINKS = {"year": "/:year/", "tag": "/tag/:name/", "category": "/category/:name/"}


def moved_lists(
    config: Config, documents: Sequence[Document], path: str, templates: Templates
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the former addresses of lists, each with the one here, which is below *path*, and a title.

    *templates*: the layouts and includes, which link to pages that plug-ins of the site made, and these.
    """
    posts = [each for each in documents if each.kind == "posts" and each.address and not each.is_hidden]
    options: Any = config.values.get("jekyll-archives")
    if isinstance(options, dict) and options.get("enabled"):
        yield from _archives(options, posts, path)
    else:
        yield from _linked(templates.texts(), posts, path)
    yield from _made(templates.plugins(), config, posts, path)
    yield from _of_pages(documents, len(posts), path)
    yield from moved_categories(config, posts, path)
    size = config.text("paginate")
    if size.isdigit() and int(size):
        pattern = config.text("paginate_path") or "/page:num/"
        for number in range(2, -(-len(posts) // int(size)) + 1):
            yield f"/{pattern.replace(':num', str(number)).strip('/')}/", (f"{path}/index.html", str(number))


def _linked(
    templates: Iterable[str], posts: Sequence[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the addresses of pages of labels to which templates link as ``/tags/{{ tag | slugify }}/``."""
    links = {match["folder"]: match["filters"] for text in templates for match in _LINK.finditer(text)}
    for folder, filters in links.items():
        kind = "tags" if "tag" in folder.rpartition("/")[2] else "categories"
        yield from _in_folder(kind, f"{folder}/", filters, posts, path)


def _made(
    plugins: Iterable[str], config: Config, posts: Sequence[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the addresses of the pages of labels that *plugins* of the site make, in Ruby."""
    for code in plugins:
        for match in _FOLDER.finditer(code):
            folder = (config.text(match["key"]) or match["default"] or "").strip("/")
            kind = "tags" if match["kind"] == "tag" else "categories"
            if folder:
                yield from _in_folder(kind, f"/{folder}/", code, posts, path)


def _in_folder(
    kind: str, folder: str, code: str, posts: Sequence[Document], path: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the addresses of the pages of labels in *folder*; *code* says how labels become steps."""
    labels = [label for each in posts for label in (tags_of(each) if kind == "tags" else each.categories)]
    if labels:
        yield from of_labels(kind, labels, folder, path, _step if _SLUGS.search(code) else _as_it_is)


def _of_pages(documents: Sequence[Document], posts: int, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the further pages of lists that ask for them by themselves, as in jekyll-paginate-v2."""
    for document in documents:
        asked = document.value("pagination")
        if not isinstance(asked, dict) or str(asked.get("enabled", "")).lower() != "true":
            continue
        size = str(asked.get("per_page") or "10")
        pattern = str(asked.get("permalink") or "/page:num/")
        for number in range(2, -(-posts // max(int(size), 1)) + 1 if size.isdigit() else 2):
            old = f"{document.address}/{pattern.replace(':num', str(number))}/"
            yield re.sub("/+", "/", old), (f"{path}/index.html", str(number))


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


def _as_it_is(label: str) -> str:
    """Return a label as the last step of an address; empty if it is none."""
    return "" if re.search(r"[/\\\x00-\x1f]|^\.", label) else label
