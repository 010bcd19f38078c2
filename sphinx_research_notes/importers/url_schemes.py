"""Links with a scheme that MyST takes for the name of a target, such as ``tel:`` and ``irc:``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .records import TextFile
from .site_conf import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .records import Plan

#: Those that MyST knows by itself.
_KNOWN = ("http", "https", "mailto", "ftp")
#: Schemes without ``//`` after them; any other word and a colon may be the name of a file.
_OTHERS = {"tel", "sms", "geo", "doi", "urn", "news", "sip", "sips", "skype", "xmpp", "magnet", "callto"}
_LINK = re.compile(
    r"(?:\]\(<?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?)(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?P<slashes>//)?",
    re.MULTILINE,
)
_ANCHORS = re.compile(r"^myst_heading_anchors = .*\n", re.MULTILINE)


def with_schemes(plan: Plan) -> Plan:
    """Return *plan* with the schemes of its links in the configuration, where MyST doesn't know them."""
    texts = (
        file.text
        for file in plan.files
        if isinstance(file, TextFile) and file.target.endswith((".md", ".ipynb"))
    )
    more = sorted(_schemes(texts))
    if not more:
        return plan
    line = f"myst_url_schemes = {literal([*_KNOWN, *more])}\n"
    files = tuple(
        replace(file, text=_ANCHORS.sub(lambda match: f"{match[0]}{line}", file.text, count=1))
        if isinstance(file, TextFile) and file.target == "conf.py"
        else file
        for file in plan.files
    )
    return replace(plan, files=files)


def _schemes(texts: Iterable[str]) -> set[str]:
    return {
        match["scheme"]
        for text in texts
        for match in _LINK.finditer(text)
        if match["scheme"] not in _KNOWN
        and (match["slashes"] or match["scheme"].lower() in {*_KNOWN, *_OTHERS})
        and match["scheme"].lower() not in {"javascript", "vbscript"}
    }
