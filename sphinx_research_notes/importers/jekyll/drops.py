"""What templates know of a site: its posts, pages, collections and files, as Jekyll describes them.

See https://jekyllrb.com/docs/variables/. Values of front matter have their types here, as in Liquid.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from .documents import HTML, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .config import Config
    from .documents import Document

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_LIQUID = re.compile(r"\{%[^%]*%\}|\{\{[^{}]*\}\}|\{:[^{}\n]*\}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?P<point>\.\d+)?")


def in_html(text: str) -> str:
    """Return *text*, which is Markdown, in HTML."""
    return str(_MARKDOWN.render(text)).strip()


def typed(value: Any) -> Any:
    """Return a *value* of front matter, which is text, as YAML reads it."""
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    if not isinstance(value, str):
        return value
    if (low := value.lower()) in {"true", "false"}:
        return low == "true"
    number = _NUMBER.fullmatch(value)
    return value if number is None else float(value) if number["point"] else int(value)


class Drop(dict[str, Any]):
    """A document as templates see it; its text is only made when one asks for it."""

    def __init__(self, document: Document) -> None:
        """Take what *document* says of itself."""
        own = {name: typed(value) for name, value in document.front.values.items()}
        super().__init__({**document.defaults, **own})
        self._document = document
        address = document.address
        self.update(
            url=address, path=document.path, relative_path=document.path, slug=document.name,
            name=PurePosixPath(document.path).name, collection=document.kind,
            id=re.sub(r"\.html$|/$", "", address), categories=list(document.categories),
            tags=tags_of(document),
        )  # fmt: skip
        if document.date:
            self["date"] = document.date.moment
        if document.kind != "pages":
            words = (word.capitalize() for word in document.name.split("-") if word)
            self.setdefault("title", " ".join(words))

    def __missing__(self, name: str) -> Any:
        """Return the text as HTML; raises KeyError for any other key."""
        if name not in {"content", "excerpt"}:
            raise KeyError(name)
        text = _LIQUID.sub("", self._document.front.body).strip()
        if name == "excerpt":
            text = text.partition("\n\n")[0]
        self[name] = text if self._document.suffix in HTML else in_html(text)
        return self[name]


def published(documents: Sequence[Document], config: Config, now: datetime) -> list[Document]:
    """Return the *documents* that Jekyll publishes *now*: a template must show no others."""
    shown = [each for each in documents if each.kind != "drafts" and not each.is_hidden]
    if str(config.values.get("future", "")).lower() == "true":
        return shown
    return [each for each in shown if each.kind == "pages" or not each.date or each.date.moment <= now]


def site_values(config: Config, published: Sequence[Document], files: Iterable[str]) -> dict[str, Any]:
    """Return what templates call ``site``: the configuration, and all that is *published*."""
    drops: dict[str, list[Drop]] = {name: [] for name in config.collections}
    for each in published:
        drops.setdefault(each.kind, []).append(Drop(each))
    posts = sorted(drops.get("posts", ()), key=lambda each: str(each.get("date", "")), reverse=True)
    pages = drops.pop("pages", [])
    by_label: dict[str, dict[str, list[Drop]]] = {"tags": {}, "categories": {}}
    for post in posts:
        for kind, labels in by_label.items():
            for label in dict.fromkeys(post[kind]):
                labels.setdefault(str(label), []).append(post)
    collections = [
        {"label": name, "docs": found, "output": True, **config.collections.get(name, {})}
        for name, found in {**drops, "posts": posts}.items()
    ]
    return {
        **config.values, "data": config.data, **drops, "posts": posts, "related_posts": posts[:10],
        "pages": pages, "html_pages": pages, "collections": collections,
        "documents": [each for found in drops.values() for each in found],
        "static_files": [_file(path) for path in files], **by_label,
    }  # fmt: skip


def _file(path: str) -> dict[str, str]:
    pure = PurePosixPath(path)
    return {"path": f"/{path}", "name": pure.name, "basename": pure.stem, "extname": pure.suffix}


def labels_of(documents: Sequence[Document]) -> dict[str, tuple[str, ...]]:
    """Return all tags and categories of posts with a page, of *documents* that are published."""
    posts = [each for each in documents if each.kind == "posts" and each.address]
    tags = dict.fromkeys(tag for each in posts for tag in tags_of(each))
    categories = dict.fromkeys(label for each in posts for label in each.categories)
    return {"tags": tuple(tags), "categories": tuple(categories)}
