"""The directive ``postlist`` becomes ``notes``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..records import Outcome

if TYPE_CHECKING:
    from ..markdown.source import Source

_NAMES = {"tags": "tag", "category": "category", "author": "author"}
#: What only ABlog's own directive can do, which goes on working.
_OWN = ("format", "date", "list-style", "expand", "excerpts", "location", "language")
_RST = re.compile(
    r"^\.\.[ \t]+postlist::[ \t]*(?P<number>\d*)[ \t]*\n(?P<options>(?:[ \t]+:[\w-]+:.*(?:\n|\Z))*)",
    re.MULTILINE,
)
#: Code comes first, so that a directive in it isn't found.
_FENCE = re.compile(
    r"""^(?P<sign>(?P<mark>[`~:])(?P=mark){2,})\{postlist\}[ \t]*(?P<number>\d*)[ \t]*\n
    (?P<options>(?:[ \t]*:[\w-]+:.*\n|[ \t]*\n)*)(?P=sign)[ \t]*$
    |^[ ]{0,3}(?P<code>`{3,}|~{3,})[^\n]*\n(?:.*\n)*?[ ]{0,3}(?P=code)[`~]*[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
_OPTION = re.compile(r"[ \t]*:([\w-]+):[ \t]*(.*)")


def rewrite_lists(source: Source, *, rst: bool) -> None:
    """Rewrite the lists in *source*; one that asks for more than ours can do stays, and works as it is."""
    source.sub(_RST if rst else _FENCE, lambda match: _written(source, match, rst=rst))


def _written(source: Source, match: re.Match[str], *, rst: bool) -> str | None:
    if not rst and match["code"]:
        return None
    given = {found[1].lower(): found[2].strip() for found in _OPTION.finditer(match["options"])}
    number = match["number"]
    is_one = not any("," in value for value in given.values())
    if not is_one or given.keys() & {*_OWN} or ("sort" in given and number):
        source.found(Outcome.KEPT, "directive postlist", match.start(), "it works as it is")
        return None
    if "number" in given:
        detail = f"ABlog doesn't read it; it was {given['number']}"
        source.found(Outcome.LEFT_OUT, "postlist: number", match.start(), detail)
    options = {_NAMES[name]: value for name, value in given.items() if name in _NAMES and value}
    options |= {"limit": number} if number else {}
    options |= {"sort": "oldest"} if "sort" in given else {}
    source.changed("directive postlist", match.start(), "notes")
    lines = [f":{name}: {value}" for name, value in options.items()]
    if rst:
        return "\n".join((".. notes::", *(f"   {line}" for line in lines))) + "\n"
    return "\n".join((f"{match['sign']}{{notes}}", *lines, match["sign"]))
