"""The tags of Tufte-Jekyll (https://github.com/clayh53/tufte-jekyll): notes and figures in the margin."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ..files import one_line
from ..markdown.directives import figure, image, indented

if TYPE_CHECKING:
    from collections.abc import Callable

    from .calls import Call
    from .context import Context

#: More is no call of a tag.
_LONGEST = 5_000
#: Where the figures of each tag stand, as a class.
_FIGURES = {"maincolumn": "", "fullwidth": "full", "marginfigure": "margin"}


def _given(call: Call) -> list[str]:
    """Return the arguments, which the tags read as a shell does; none if it could not."""
    try:
        return shlex.split(call.raw) if len(call.raw) < _LONGEST else []
    except ValueError:  # a quotation mark that nothing closes
        return []


def _note(call: Call, context: Context) -> str | None:
    """Return the mark of a footnote, which stands in the margin here; its text goes to the end."""
    match _given(call):
        case [_, said] if said.strip():
            text = one_line(said)
        case _:
            return None
    if context.is_html:
        return f"({text})"
    label = f"note-{len(context.footnotes) + 1}"
    context.footnotes.append(f"[^{label}]: {text}")
    return f"[^{label}]"


def _figure(call: Call, context: Context) -> str | None:
    given = _given(call)
    if call.name == "marginfigure":  # its first argument is a name
        given = given[1:]
    if not given or not given[0].strip():
        return None
    source = given[0] if re.match(r"[a-z][\w+.-]*:|/", given[0]) else f"/{given[0]}"
    caption = one_line(given[1]) if len(given) > 1 else ""
    classes = _FIGURES[call.name]
    if not caption:
        return image(source, classes=classes)
    made = indented(figure(source, caption, classes=classes), call.indent)
    return made if call.is_block else f"\n\n{made}\n\n"


def _epigraph(call: Call, context: Context) -> str | None:
    text, *rest = [each.strip() for each in _given(call)] or [""]
    if not text:
        return None
    by = [
        f":{name}: {one_line(value)}"
        for name, value in zip(("by", "source"), rest, strict=False)
        if value.strip()
    ]
    made = "\n".join(("```{epigraph}", *by, "", text, "```"))
    return made if call.is_block else f"\n\n{made}\n\n"


def _new_thought(call: Call, context: Context) -> str | None:
    given = _given(call)
    return given[0] if len(given) == 1 else None


#: By name; each returns None if it cannot tell.
TUFTE: dict[str, Callable[[Call, Context], str | None]] = {
    **dict.fromkeys(("sidenote", "marginnote"), _note),
    **dict.fromkeys(_FIGURES, _figure),
    "epigraph": _epigraph,
    "newthought": _new_thought,
}
