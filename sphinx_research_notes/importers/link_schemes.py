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
#: Those that people link to; others, such as ``javascript:``, stay no links.
_OTHERS = frozenset(
    "bitcoin callto facetime feed ftps gemini geo git gopher irc irc6 ircs lightning magnet matrix "
    "mms news nntp obsidian rtsp sftp sip sips skype slack sms spotify ssh steam svn tel telnet tg "
    "urn vscode webcal whatsapp xmpp zotero".split()
)
_LINK = re.compile(
    r"(?:\]\(<?|^\[[^\]\n]+\]:[ ]+<?)(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE | re.MULTILINE
)


def with_schemes(plan: Plan) -> Plan:
    """Return *plan* with a ``conf.py`` that names the further schemes of the links in its Markdown."""
    found = {
        match["scheme"].lower()
        for file in plan.files
        if isinstance(file, TextFile) and file.target.endswith((".md", ".ipynb"))
        for match in _LINK.finditer(file.text)
    }
    schemes = sorted(found & _OTHERS)
    if not schemes:
        return plan
    line = f"myst_url_schemes = {literal([*_KNOWN, *schemes])}  # schemes of links\n"
    files = tuple(_naming(file, line) if isinstance(file, TextFile) else file for file in plan.files)
    return replace(plan, files=files)


def _naming(file: TextFile, line: str) -> TextFile:
    """Return *file* with *line* if it is the configuration, and has no such line."""
    if file.target != "conf.py" or "myst_url_schemes" in file.text:
        return file
    return replace(file, text=f"{file.text.rstrip()}\n{line}")
