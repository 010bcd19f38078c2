"""What ABlog calls the pages that it generates, in links and as addresses. Pure.

Seen in ABlog 0.11 (https://ablog.readthedocs.io), whose pages are ``blog/tag/rain`` for the tag *Rain*, and
whose labels are ``blog-tags`` for the list of tags and ``tag-rain`` for one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The options of ABlog that have a meaning here, and those that nothing needs.
USED = (
    "blog_authors", "blog_baseurl", "blog_default_author", "blog_default_language", "blog_default_location",
    "blog_feed_archives", "blog_feed_fulltext", "blog_feed_length", "blog_feed_templates", "blog_languages",
    "blog_locations", "blog_path", "blog_post_pattern", "blog_title", "post_auto_excerpt", "post_auto_image",
    "post_date_format_short",
)  # fmt: skip
UNUSED = (
    "blog_archive_titles", "blog_feed_subtitle", "blog_feed_titles", "disqus_drafts", "disqus_pages",
    "disqus_shortname", "fontawesome_css_file", "fontawesome_included", "fontawesome_link_cdn",
    "post_always_section", "post_auto_orphan", "post_date_format", "post_redirect_refresh",
    "post_show_prev_next", "skip_injecting_base_ablog_templates",
)  # fmt: skip
#: Those that have a meaning only together with ``notes_ablog``.
KEPT = (
    "blog_default_language", "blog_default_location", "blog_feed_archives", "blog_feed_length",
    "blog_feed_templates", "blog_languages", "blog_locations", "post_auto_excerpt", "post_auto_image",
    "post_date_format_short",
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
    "blog-locations": "locations/index",
    "blog-languages": "languages/index",
}
#: What begins the labels, and the addresses, of the pages of one tag, category, author or year.
FORMER = {"tags": "tag", "categories": "category", "authors": "author", "locations": "location",
          "languages": "language", "year": "archive"}  # fmt: skip


def slugify(name: str) -> str:
    """Return the part of an address or label that ABlog makes of *name*."""
    text = re.sub(r"[^\w\s-]", "", unicodedata.normalize("NFKD", name)).strip().lower()
    return re.sub(r"[-\s]+", "-", text)


def named_pages(
    path: str, generated: Mapping[str, tuple[str, str]], keys: Mapping[tuple[str, str], str], own: str = ""
) -> dict[str, str]:
    """Return the pages in the folder *path* by the labels that ABlog has for them.

    *generated*: the kind and label of what each page lists; *keys*: those of authors, places and
    languages, by the kind and the name;
    *own*: the document of the author's that stands in the place of the list of all notes.
    """
    named = {}
    for label, end in _LISTS.items():
        if f"{path}/{end}" in generated:
            named[label] = f"{path}/{end}"
        elif end == "index" and own:
            named[label] = own
    if f"{path}/archive" in generated:
        named["blog-archives"] = f"{path}/archive"
    for page, kind, label in _single(generated):
        for name in dict.fromkeys((label, keys.get((kind, label), ""))):
            if name:
                named.setdefault(f"{FORMER[kind]}-{slugify(name)}", page)
    return named


def former_pages(
    path: str, generated: Mapping[str, tuple[str, str]], keys: Mapping[tuple[str, str], str], own: str = ""
) -> dict[str, str]:
    """Return the pages in the folder *path* by the names that ABlog has for them; as for the others."""
    lists = {"archive": "index", "drafts": "index", "tag": "tags/index", "category": "categories/index",
             "author": "authors/index", "location": "locations/index",
             "language": "languages/index"}  # fmt: skip
    former = {
        f"{path}/{name}": f"{path}/{end}" for name, end in lists.items() if f"{path}/{end}" in generated
    }
    if f"{path}/index" in generated:
        former[path] = f"{path}/index"
    elif own:
        former |= dict.fromkeys((f"{path}/archive", f"{path}/drafts"), own)
    for page, kind, label in _single(generated):
        # Years have the same address.
        for name in (label, keys.get((kind, label), "")):
            if name and kind != "year":
                former.setdefault(f"{path}/{FORMER[kind]}/{slugify(name)}", page)
    return former


def former_folder(path: str, kind: str, label: str) -> str:
    """Return the folder in *path* with the feeds that ABlog has for a list; empty if it has none."""
    if kind == "year":
        return f"{path}/{label}"
    return f"{path}/{FORMER[kind]}/{slugify(label)}" if kind in FORMER and slugify(label) else ""


def _single(generated: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the first page of each tag, category, author and year, with its kind and label."""
    for page, (kind, label) in sorted(generated.items()):
        if kind in FORMER and label and not re.search(r"/page/\d+$", page):
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


def feeds(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the value of ``notes_feeds`` that the options of ABlog in *values* mean; empty for the default.

    *path*: the folder of the lists, with the feed of all posts and those beside it.
    """
    feeds: dict[str, Any] = {}
    length = values.get("blog_feed_length")
    if isinstance(length, int) and length > 0:
        feeds["entries"] = length
    if values.get("blog_feed_fulltext") is True:
        feeds["full"] = True
    templates = values.get("blog_feed_templates")
    others = [each for each in templates if each != "atom"] if isinstance(templates, Mapping) else []
    if others:
        feeds["addresses"] = {f"{path}/{name}.xml": "atom" for name in others}
    return feeds
