"""Convert the sizes of tables, columns, figures and images from inline styles to classes.

docutils writes inline styles (``visit_colspec``, ``visit_figure``, ``visit_table``, ``image_size`` in
``_html_base``, up to 0.22), which a content security policy such as ``style-src 'self'`` forbids. In our
theme there is a class for each digit of a size, with rules in ``css/sizes.css``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...build.assets import is_ours

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_STYLED = re.compile(r'<(col|table|figure|img|video|iframe|object)\b([^<>]*) style="([^"<>]*)"([^<>]*)>')
_SIZE = re.compile(r"(\d*\.?\d+)(%|[a-z]*)", re.IGNORECASE)
#: Absolute units, in pixels.
_ABSOLUTE = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
}
#: The classes of the other units in the stylesheet.
_UNITS = {"%": "w-pc", **{unit: f"w-{unit}" for unit in ("em", "ex", "ch", "rem", "vw", "vh")}}
_MAX_SIZE = 999.9


def without_styles(body: str) -> str:
    """Convert sizes in *body*, the HTML of a page, to classes; other styles are kept."""
    return _STYLED.sub(_restyled, body) if ' style="' in body else body


def width_classes(value: str) -> list[str]:
    """Return the classes for a width such as ``33.3%``; none for an invalid width or unsupported unit."""
    size = _SIZE.fullmatch(value.strip())
    if size is None:
        return []
    unit = size[2].lower()
    if unit not in _ABSOLUTE and unit not in _UNITS:
        return []
    tenths = round(min(float(size[1]) * _ABSOLUTE.get(unit, 1), _MAX_SIZE) * 10)
    hundreds, tens, ones, tenths = (tenths // step % 10 for step in (1000, 100, 10, 1))
    digits = zip("htod", (hundreds, tens, ones, tenths), strict=True)
    units = [_UNITS[unit]] if unit in _UNITS else []
    return ["w", *units, *([f"w-{place}{digit}" for place, digit in digits if digit] or ["w-o0"])]


def _restyled(match: re.Match[str]) -> str:
    tag, before, style, after = match.groups()
    classes: list[str] = []
    attributes, kept = "", []
    for declaration in filter(None, (each.strip() for each in style.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        size = _SIZE.fullmatch(value)
        if name == "width" and (width := width_classes(value)):
            classes = width
        elif name == "height" and tag == "img" and size and size[2].lower() in _ABSOLUTE:
            attributes = f' height="{round(float(size[1]) * _ABSOLUTE[size[2].lower()])}"'
        else:
            kept.append(f"{declaration};")
    rest = before + attributes + (f' style="{" ".join(kept)}"' if kept else "") + after
    if classes and ' class="' in rest:
        return f"<{tag}{rest}>".replace(' class="', f' class="{" ".join(classes)} ', 1)
    return f"<{tag}" + (f' class="{" ".join(classes)}"' if classes else "") + f"{rest}>"


def sizes_to_classes(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: convert sizes to classes in our theme."""
    if is_ours(app) and app.builder.name != "epub" and context.get("body"):
        context["body"] = without_styles(str(context["body"]))
