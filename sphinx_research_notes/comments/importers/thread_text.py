"""Write thread files, and add to one that was written here before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from ..sanitize import scrub
from ..thread_file import UnreadableError, load
from .markup import as_kept, as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from .records import ForeignComment

#: The first line of a thread file that was written here.
HEAD = (
    "# Kept by research-notes: what is imported later is added. To hide a comment, write `deleted: true`.\n"
)
_ORDER = ("id", "parent", "anchor", "author", "date", "edited", "url", "reactions", "deleted", "body", "html")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}|0")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Written:
    """A thread file as it should be."""

    text: str
    #: How many comments it has, how many of these are new, and how many are now hidden that weren't.
    number: int = 0
    new: int = 0
    hidden: int = 0


def data_of(comment: ForeignComment) -> dict[str, Any]:
    """Return *comment* as data of a thread file."""
    date = comment.published.iso if comment.published else None
    # Links that led to a comment go on leading to its place, even if it was removed.
    data: dict[str, Any] = {
        "id": comment.id,
        "parent": comment.parent,
        "anchor": comment.anchor,
        "date": date,
    }
    if comment.withheld:
        data["deleted"] = "true"
    else:
        author = {"name": comment.author, "url": comment.author_url, "avatar": comment.avatar}
        author = {key: value for key, value in author.items() if value}
        body = comment.body.strip("\n") or as_markdown(comment.html)
        data |= {
            "author": author if author.keys() - {"name"} else comment.author,
            "edited": comment.edited.iso if comment.edited else None,
            "url": comment.url,
            "reactions": {label: str(count) for label, count in comment.reactions.items()},
            "body": body,
            "html": "" if body else as_kept(comment.html),
        }
    return {key: data[key] for key in _ORDER if data.get(key)}


def new_thread(comments: Iterable[ForeignComment], source: str = "") -> Written:
    """Return the text of a thread file with *comments*; *source*: the URL where the thread was."""
    listed = [data_of(each) for each in comments]
    return Written(_composed(source, listed), len(listed), len(listed))


def with_comments(text: str, comments: Iterable[ForeignComment], withheld: Set[str]) -> Written | None:
    """Return the thread file *text* with those of *comments* that it hasn't; None if it wasn't written here.

    Comments that it has stay as they are; those that are *withheld* now, by their ids, lose all but their
    place.
    """
    try:
        data = load(text, "thread.yml")
    except UnreadableError:
        return None
    held = data.get("comments") if isinstance(data, Mapping) else None
    listed = [dict(each) for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []
    source = str(data.get("source") or "") if isinstance(data, Mapping) else ""
    # What differs from what would be written here was edited by hand in a way that would be lost.
    if not text.startswith(HEAD) or _composed(source, listed) != text:
        return None
    hidden = 0
    for place, each in enumerate(listed):
        if each.get("id") in withheld and not each.get("deleted"):
            kept = {key: each[key] for key in ("id", "parent", "anchor", "date") if key in each}
            listed[place] = kept | {"deleted": "true"}
            hidden += 1
    known = {each.get("id") for each in listed}
    added = [data_of(each) for each in comments if each.id not in known]
    names = known | {each["id"] for each in added}
    for each in added:
        if each.get("parent") not in names:
            each.pop("parent", None)
    return Written(_composed(source, listed + added), len(listed + added), len(added), hidden)


def still_shown(text: str, withheld: Set[str]) -> list[str]:
    """Return the ids of comments in the thread file *text* that are *withheld* now, and shown by it."""
    try:
        data = load(text, "thread.yml")
    except UnreadableError:
        return []
    held = data.get("comments") if isinstance(data, Mapping) else data
    listed = [each for each in held if isinstance(each, Mapping)] if isinstance(held, list) else []
    return [str(each["id"]) for each in listed if each.get("id") in withheld and not each.get("deleted")]


class _Dumper(yaml.SafeDumper):
    """Writes a thread file as a person would."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" in value:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    for pattern, tag in ((_NUMBER, "int"), (_DATE, "timestamp")):
        if pattern.fullmatch(value):
            return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", value)
    if value == "true":
        return dumper.represent_scalar("tag:yaml.org,2002:bool", value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value)


def _flow(dumper: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.MappingNode:
    inline = bool(value) and not set(value) & {"id", "comments", "body", "html"}
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=inline)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _flow)


def _composed(source: str, listed: list[dict[str, Any]]) -> str:
    data = {**({"source": source} if source else {}), "comments": _ordered(listed)}
    return HEAD + yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )


def _ordered(listed: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return *listed* with its keys in the usual order, and in texts nothing that a file can't hold."""
    return [
        {
            key: _clean(each[key])
            for key in (*_ORDER, *(key for key in each if key not in _ORDER))
            if key in each
        }
        for each in listed
    ]


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {scrub(str(key)): _clean(each) for key, each in value.items()}
    if not isinstance(value, str):
        return value
    # A block of text can be read only without spaces at the ends of its lines; two are a line break.
    return re.sub(r"(?<=\S) {2,}\n(?=\S)", "\\\\\n", scrub(value)).rstrip() if "\n" in value else scrub(value)
