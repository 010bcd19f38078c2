"""Jekyll's own filters for python-liquid (https://jekyllrb.com/docs/liquid/filters/)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from .drops import in_html
from .expressions import FILTERS, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def add_filters(environment: Any) -> None:
    """Add the filters to an *environment* of python-liquid."""
    for name in ("relative_url", "absolute_url", "slugify", "xml_escape", "cgi_escape", "uri_escape"):
        environment.add_filter(name, partial(FILTERS[name], Scope()))
    for name, function in _FILTERS.items():
        environment.add_filter(name, function)
    environment.add_filter("where_exp", partial(_where_exp, environment))
    environment.add_filter("group_by_exp", partial(_group_by_exp, environment))


def _property(item: Any, name: Any) -> Any:
    for step in str(name).split("."):
        try:
            item = item[step]
        except (KeyError, TypeError, IndexError):
            return None
    return item


def _where(items: Any, name: Any, wanted: Any = None) -> list[Any]:
    found = []
    for item in _items(items):
        value = _property(item, name)
        several = value if isinstance(value, (list, tuple)) else [value]
        if (value is not None) if wanted is None else any(_text(each) == _text(wanted) for each in several):
            found.append(item)
    return found


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else []


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _result(environment: Any, name: str, expression: str) -> Callable[[Any], str]:
    """Return a function that says what *expression* is for a value of the variable *name*."""
    template = environment.from_string(f"{{{{ {expression} }}}}")
    return lambda item: str(template.render(**{name: item})).strip()


def _where_exp(environment: Any, items: Any, name: str, expression: str) -> list[Any]:
    template = environment.from_string(f"{{% if {expression} %}}1{{% endif %}}")
    return [item for item in _items(items) if str(template.render(**{str(name): item}))]


def _group_by_exp(environment: Any, items: Any, name: str, expression: str) -> list[dict[str, Any]]:
    return _groups(_items(items), _result(environment, str(name), expression))


def _group_by(items: Any, name: Any) -> list[dict[str, Any]]:
    return _groups(_items(items), lambda item: _text(_property(item, name) or ""))


def _groups(items: Iterable[Any], rule: Callable[[Any], str]) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for item in items:
        groups.setdefault(rule(item), []).append(item)
    return [{"name": name, "items": found, "size": len(found)} for name, found in groups.items()]


def _sort(items: Any, name: Any = None, nils: Any = "first") -> list[Any]:
    def value(item: Any) -> Any:
        return item if name is None else _property(item, name)

    found = [tuple(pair) for pair in items.items()] if isinstance(items, dict) else _items(items)
    nothing = [item for item in found if value(item) is None]
    rest = [item for item in found if value(item) is not None]
    try:
        rest.sort(key=value)
    except TypeError:
        rest.sort(key=lambda item: str(value(item)))
    return rest + nothing if nils == "last" else nothing + rest


def _dated(form: str) -> Callable[..., str]:
    def written(value: Any, *_: Any) -> str:
        if isinstance(value, str):
            value = datetime.fromisoformat(value.strip()[:10])
        if isinstance(value, date):
            return value.strftime(form)
        str(value)  # raises for what the source doesn't tell
        return ""

    return written


def _sentence(items: Any, word: str = "and") -> str:
    texts = [str(each) for each in _items(items)]
    if len(texts) < 3:
        return f" {word} ".join(texts)
    return f"{', '.join(texts[:-1])}, {word} {texts[-1]}"


def _jsonify(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


_FILTERS: dict[str, Callable[..., Any]] = {
    "where": _where,
    "find": lambda items, name, wanted: next(iter(_where(items, name, wanted)), None),
    "group_by": _group_by,
    "sort": _sort,
    "markdownify": lambda value: in_html(str(value or "")),
    "jsonify": _jsonify,
    "inspect": _jsonify,
    "date_to_string": _dated("%d %b %Y"),
    "date_to_long_string": _dated("%d %B %Y"),
    "date_to_xmlschema": _dated("%Y-%m-%dT%H:%M:%S+00:00"),
    "date_to_rfc822": _dated("%a, %d %b %Y %H:%M:%S +0000"),
    "number_of_words": lambda value, *_: len(str(value or "").split()),
    "array_to_sentence_string": _sentence,
    "normalize_whitespace": lambda value: " ".join(str(value or "").split()),
    "smartify": lambda value: value,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", str(value or "")),
    "to_integer": lambda value: int(value or 0),
    **dict.fromkeys(("bust_file_cache", "bust_css_cache", "emojify", "encode_email"), lambda value: value),
    "push": lambda items, item: [*_items(items), item],
    "unshift": lambda items, item: [item, *_items(items)],
    "pop": lambda items, number=1: _items(items)[: -int(number)],
    "shift": lambda items, number=1: _items(items)[int(number) :],
}
