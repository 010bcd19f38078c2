"""What ABlog calls the pages that it generates, in links and as addresses. Pure.

Seen in ABlog 0.11 (https://ablog.readthedocs.io), whose pages are ``blog/tag/rain`` for the tag *Rain*, and
whose labels are ``blog-tags`` for the list of tags and ``tag-rain`` for one of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The options of ABlog that have a meaning here, and those that nothing needs.
USED = (
    "blog_authors", "blog_baseurl", "blog_default_author", "blog_feed_length", "blog_path",
    "blog_post_pattern", "blog_title",
)  # fmt: skip
UNUSED = (
    "blog_archive_titles", "blog_default_language", "blog_default_location", "blog_feed_archives",
    "blog_feed_fulltext", "blog_feed_subtitle", "blog_feed_templates", "blog_feed_titles", "blog_languages",
    "blog_locations", "disqus_drafts", "disqus_pages", "disqus_shortname", "fontawesome_css_file",
    "fontawesome_included", "fontawesome_link_cdn", "post_always_section", "post_auto_excerpt",
    "post_auto_image", "post_auto_orphan", "post_date_format", "post_date_format_short",
    "post_redirect_refresh", "post_show_prev_next", "skip_injecting_base_ablog_templates",
)  # fmt: skip
#: The default of ``blog_path``.
PATH = "blog"

#: The labels of lists, each with the end of the name of our page; nothing here lists drafts alone.
_LISTS = {
    "blog-posts": "index",
    "blog-archives": "index",
    "blog-drafts": "index",
    "blog-feed": "feeds",
    "blog-tags": "tags/index",
    "blog-categories": "categories/index",
    "blog-authors": "authors/index",
}
#: What begins the labels, and the addresses, of the pages of one tag, category, author or year.
_KINDS = {"tags": "tag", "categories": "category", "authors": "author", "year": "archive"}


def slugify(name: str) -> str:
    """Return the part of an address or label that ABlog makes of *name*."""
    text = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKD", name)).strip().lower()
    return re.sub(r"[-\s]+", "-", text)


def named_pages(
    path: str, generated: Mapping[str, tuple[str, str]], keys: Mapping[str, str], own: str = ""
) -> dict[str, str]:
    """Return the pages in the folder *path* by the labels that ABlog has for them.

    *generated*: the kind and label of what each page lists; *keys*: those of authors, by their names;
    *own*: the document of the author's that stands in the place of the list of all notes.
    """
    named = {}
    for label, end in _LISTS.items():
        if f"{path}/{end}" in generated:
            named[label] = f"{path}/{end}"
        elif end == "index" and own:
            named[label] = own
    for page, kind, label in _single(generated):
        for name in dict.fromkeys((label, keys.get(label, "") if kind == "authors" else "")):
            if name:
                named.setdefault(f"{_KINDS[kind]}-{slugify(name)}", page)
    return named


def former_pages(
    path: str, generated: Mapping[str, tuple[str, str]], keys: Mapping[str, str], own: str = ""
) -> dict[str, str]:
    """Return the pages in the folder *path* by the names that ABlog has for them; as for the others."""
    lists = {"archive": "index", "drafts": "index", "tag": "tags/index", "category": "categories/index",
             "author": "authors/index"}  # fmt: skip
    former = {
        f"{path}/{name}": f"{path}/{end}" for name, end in lists.items() if f"{path}/{end}" in generated
    }
    if f"{path}/index" in generated:
        former[path] = f"{path}/index"
    elif own:
        former |= dict.fromkeys((f"{path}/archive", f"{path}/drafts"), own)
    for page, kind, label in _single(generated):
        # Years have the same address.
        for name in (label, keys.get(label, "") if kind == "authors" else ""):
            if name and kind != "year":
                former.setdefault(f"{path}/{_KINDS[kind]}/{slugify(name)}", page)
    return former


def _single(generated: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the first page of each tag, category, author and year, with its kind and label."""
    for page, (kind, label) in sorted(generated.items()):
        if kind in _KINDS and label and not re.search(r"/page/\d+$", page):
            yield page, kind, label


def patterns(value: object, suffixes: Iterable[str]) -> list[str]:
    """Return the patterns of ``blog_post_pattern``, of files, as patterns of document names."""
    given = [value] if isinstance(value, str) else value
    found = []
    for each in given if isinstance(given, (list, tuple)) else ():
        text = str(each).removeprefix("./")
        suffix = next((s for s in suffixes if text.endswith(s)), "")
        stem = text.removesuffix(suffix) if suffix else re.sub(r"\.\*$", "", text)
        found.append(stem)
    return found
