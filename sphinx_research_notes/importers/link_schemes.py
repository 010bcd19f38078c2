"""Links such as ``tel:…`` and ``irc://…``: MyST takes them for links to documents unless it knows the scheme.

https://myst-parser.readthedocs.io/en/latest/configuration.html
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .records import TextFile
from .site_conf import literal

if TYPE_CHECKING:
    from .records import Plan

#: Those that MyST knows.
_KNOWN = ("http", "https", "mailto", "ftp")
#: Those that people link to without ``//``; other words before a colon may be names of files.
_OTHERS = frozenset(
    "bitcoin callto doi facetime feed ftps gemini geo git gopher irc irc6 ircs lightning magnet matrix "
    "mms news nntp obsidian rtsp sftp sip sips skype slack sms spotify ssh steam svn tel telnet tg "
    "urn vscode webcal whatsapp xmpp zotero".split()
)
#: Those that a link on a page must not have.
_NEVER = frozenset({"file", "inv", "javascript", "myst", "path", "project", "vbscript"})
_LINK = re.compile(
    r"(?:\]\(<?|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?)(?P<scheme>[a-z][a-z0-9+.-]*):(?P<slashes>//)?",
    re.IGNORECASE | re.MULTILINE,
)


def with_schemes(plan: Plan) -> Plan:
    """Return *plan* with a ``conf.py`` that names the further schemes of the links in its Markdown."""
    schemes = sorted(
        {
            match["scheme"]
            for file in plan.files
            if isinstance(file, TextFile) and file.target.endswith((".md", ".ipynb"))
            for match in _LINK.finditer(file.text)
            if _is_missing(match["scheme"], has_slashes=bool(match["slashes"]))
        }
    )
    if not schemes:
        return plan
    line = f"myst_url_schemes = {literal([*_KNOWN, *schemes])}  # schemes of links\n"
    files = tuple(_naming(file, line) if isinstance(file, TextFile) else file for file in plan.files)
    return replace(plan, files=files)


def _is_missing(scheme: str, *, has_slashes: bool) -> bool:
    """Whether MyST doesn't know *scheme*, as it is written, and a link may have it."""
    lower = scheme.lower()
    is_one = lower in _OTHERS or lower in _KNOWN or has_slashes
    return is_one and lower not in _NEVER and scheme not in _KNOWN


def _naming(file: TextFile, line: str) -> TextFile:
    """Return *file* with *line* if it is the configuration, and has no such line."""
    if file.target != "conf.py" or "myst_url_schemes" in file.text:
        return file
    return replace(file, text=f"{file.text.rstrip()}\n{line}")
