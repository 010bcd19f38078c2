"""Licences by their SPDX ids: what readers call them, and where their text is."""

from __future__ import annotations

import re

from .note import License

_CREATIVE = re.compile(r"CC[- ](BY(?:-NC)?(?:-SA|-ND)?)[- ](\d\.\d)", re.IGNORECASE)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def license_of(text: str) -> License:
    """The licence that *text* names.

    Creative Commons licences get their deed's address, other SPDX ids their page at spdx.org (see
    https://spdx.org/licenses/); free words stay a name without an address.
    """
    text = text.strip()
    if match := _CREATIVE.fullmatch(text.replace("CC BY", "CC-BY")):
        kind, version = match[1].upper(), match[2]
        deed = f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
        return License(f"CC {kind} {version}", deed)
    if text.upper() in {"CC0-1.0", "CC0", "CC0 1.0"}:
        return License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    if text.startswith(("http://", "https://")):
        return License("License", text)
    if _SPDX.fullmatch(text) and any(c.isdigit() or c == "-" for c in text) or text in {"MIT", "ISC"}:
        return License(text, f"https://spdx.org/licenses/{text}.html")
    return License(text)
