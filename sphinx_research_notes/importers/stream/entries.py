"""Write the updates of a stream as entries."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..files import one_line
from ..markdown.code import set_code_aside
from ..markdown.dollars import rewrite_formulas

if TYPE_CHECKING:
    from ..markdown.source import Source

#: Larger numbers are milliseconds: as seconds, they would be after the year 5000.
_MILLISECONDS = 100_000_000_000
_TITLE = re.compile(r"\A[ ]{0,3}\#{1,6}[ \t]+(?P<title>[^\n]*?)[ \t]*\#*[ \t]*(?:\n+|\Z)")
#: What has a meaning at the start of a line in MyST, and none in Markdown.
_MYST = re.compile(
    r"^(?P<before>[ ]{0,3})(?P<sign>%|\+(?=\+\+)|\((?=[^()\s]+\)=[ ]*$)|:(?=::))", re.MULTILINE
)


@dataclass(slots=True)
class Update:
    """One update of a stream."""

    seconds: float
    moment: datetime
    text: str
    #: In the file, from 1.
    line: int = 1
    #: The id of its entry.
    anchor: str = ""


def moment_of(value: Any) -> datetime | None:
    """Return the time that *value*, in seconds or milliseconds since 1970, stands for; None if it is none."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
    try:
        moment = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year > 1 else None


def as_text(update: Update, source: Source) -> str:
    """Return *update* as the directive ``entry``; *source* has its text, and gets the findings."""
    title = ""
    if found := _TITLE.match(source.text):
        title = one_line(found["title"])
        source.changed("heading on the first line", 0, f"the title is {title!r}")
        source.sub(_TITLE, lambda match: "")
    set_code_aside(source)
    rewrite_formulas(source, single=False)
    source.sub(_MYST, lambda match: f"{match['before']}\\{match['sign']}")
    body = source.restored().strip("\n")
    longest = max((len(each) for each in re.findall(r"`{3,}", body)), default=2)
    fence = "`" * (longest + 1)
    head = [f"{fence}{{entry}} {update.moment:%Y-%m-%d %H:%M:%S}Z", f":id: {update.anchor}"]
    head += [f":title: {title}"] if title else []
    return "\n".join([*head, "", *([body] if body else []), fence, ""])
