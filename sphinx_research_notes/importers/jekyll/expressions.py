"""Values of Liquid: what ``{{ site.title | escape }}`` says, as far as the source tells.

Filters are those of https://shopify.github.io/liquid/ and of Jekyll that texts of posts use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FILTER = re.compile(r"""\|(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")
_PART = re.compile(r"""\.?([\w-]+)|\[\s*(?:"([^"]*)"|'([^']*)'|(-?\d+))\s*\]""")
#: An argument of a tag: ``key="value"``, ``key=name``, or a value alone.
ARGUMENT = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'|,]+)|("[^"]*"|'[^']*'|[^\s,]+)""")


#: Where the site is, also in variables that Jekyll-Bootstrap and academicpages set for that.
_ROOTS = {"site.baseurl", "site.url", "site.github.url", "BASE_PATH", "base_path", "site.BASE_PATH"}


class Unknown(ValueError):
    """An expression whose value the source doesn't tell."""


@dataclass(slots=True)
class Scope:
    """The variables that a document can name."""

    site: Mapping[str, Any] = field(default_factory=dict)
    page: Mapping[str, Any] = field(default_factory=dict)
    #: The path that the site is below, and its address with it.
    base: str = ""
    url: str = ""
    #: Variables that the document sets itself.
    own: dict[str, Any] = field(default_factory=dict)

    def value(self, expression: str) -> Any:
        """Return the value of *expression*; raises Unknown."""
        first, *filters = _FILTER.split(expression.strip())
        value = self._operand(first.strip())
        for each in filters:
            name, _, given = each.strip().partition(":")
            if not (function := FILTERS.get(name.strip())):
                raise Unknown(f"the filter {name.strip()!r}")
            arguments = [self._operand(part.strip()) for part in _divided(given)] if given.strip() else []
            try:
                value = function(self, value, *map(_text, arguments))
            except (TypeError, IndexError, ValueError):
                raise Unknown(f"the filter {name.strip()!r}") from None
        return value

    def text(self, expression: str) -> str:
        """Return the value of *expression* as it is shown; raises Unknown."""
        value = self.value(expression)
        if isinstance(value, (dict, list)):
            raise Unknown("a value that isn't text")
        return _text(value)

    def _operand(self, text: str) -> Any:
        if len(text) > 1 and text[0] in "\"'" and text[0] == text[-1]:
            return text[1:-1]
        if re.fullmatch(r"-?\d+(?:\.\d+)?", text):
            return text
        if text in {"nil", "null", "blank", "empty"}:
            return ""
        # What is shown must be right: an address depends on where a page is, so that it is written as is.
        if text in _ROOTS and text not in self.own:
            return ""
        return self._variable(text)

    def _variable(self, text: str) -> Any:
        roots: dict[str, Any] = {"site": self.site, "page": self.page, **self.own}
        parts = [next(filter(None, match.groups())) for match in _PART.finditer(text)]
        if not parts or parts[0] not in roots or not re.fullmatch(r"[\w.\-\[\]\"']+", text):
            raise Unknown(f"the variable {text!r}")
        value = roots[parts[0]]
        for part in parts[1:]:
            try:
                value = value[int(part)] if isinstance(value, list) else value[part]
            except (KeyError, TypeError, ValueError, IndexError):
                raise Unknown(f"the variable {text!r}") from None
        return value


def _divided(text: str) -> list[str]:
    """Return the arguments of a filter."""
    return [each for each in re.split(r""",(?=(?:[^"']|"[^"]*"|'[^']*')*$)""", text) if each.strip()]


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _absolute(scope: Scope, value: Any) -> str:
    text = _text(value)
    return text if re.match(r"[a-z][\w+.-]*:|//|#", text) else f"/{text.lstrip('/')}"


def _on_text(function: Callable[[str], str]) -> Callable[..., str]:
    return lambda scope, value: function(_text(value))


#: By name; each gets the scope, the value, and its arguments as text.
FILTERS: dict[str, Callable[..., Any]] = {
    # Links within the site are written from its root: where that is, is the build's business.
    "relative_url": _absolute,
    "absolute_url": _absolute,
    "prepend": lambda scope, value, other: f"{other}{_text(value)}",
    "append": lambda scope, value, other: f"{_text(value)}{other}",
    "replace": lambda scope, value, old, new="": _text(value).replace(old, new),
    "replace_first": lambda scope, value, old, new="": _text(value).replace(old, new, 1),
    "remove": lambda scope, value, old: _text(value).replace(old, ""),
    "remove_first": lambda scope, value, old: _text(value).replace(old, "", 1),
    "default": lambda scope, value, other: value if value not in ("", None, False) else other,
    "downcase": _on_text(str.lower),
    "upcase": _on_text(str.upper),
    "capitalize": _on_text(str.capitalize),
    "strip": _on_text(str.strip),
    "lstrip": _on_text(str.lstrip),
    "rstrip": _on_text(str.rstrip),
    "strip_newlines": _on_text(lambda text: text.replace("\n", "")),
    "strip_html": _on_text(lambda text: re.sub(r"<[^>]*>", "", text)),
    "escape": _on_text(str),
    "xml_escape": _on_text(str),
    "markdownify": _on_text(str),
    "cgi_escape": _on_text(lambda text: quote(text, safe="")),
    "uri_escape": _on_text(lambda text: quote(text, safe="/:?=&#%")),
    "slugify": _on_text(lambda text: re.sub(r"[\W_]+", "-", text.lower()).strip("-")),
    "size": lambda scope, value: str(len(value)),
    "first": lambda scope, value: value[0],
    "last": lambda scope, value: value[-1],
    "join": lambda scope, value, mark=" ": mark.join(map(_text, value)) if isinstance(value, list) else value,
    "split": lambda scope, value, mark: _text(value).split(mark),
}
