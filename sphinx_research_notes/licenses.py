"""Licences by their SPDX ids: what readers call them, and where their text is."""

from __future__ import annotations

import re

from .note import License

_CREATIVE = re.compile(
    r"CC-(?P<kind>BY(?:-NC)?(?:-SA|-ND)?)-(?P<version>[1-4]\.[05])(?:-(?P<port>[A-Z]{2}|IGO))?",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)"
    r"|publicdomain/zero)/(?P<version>\d\.\d)/?",
    re.IGNORECASE,
)
#: Ids that have no version, or that many write in another letter case; see https://spdx.org/licenses/.
_KNOWN = {
    each.casefold(): each
    for each in """
    0BSD AFL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause
    BSL-1.0 CDLA-Permissive-2.0 EPL-2.0 EUPL-1.2 FSFAP GFDL-1.3-only GFDL-1.3-or-later GPL-2.0-only
    GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ISC LGPL-2.1-only LGPL-2.1-or-later
    LGPL-3.0-only LGPL-3.0-or-later LPPL-1.3c MIT MIT-0 MPL-2.0 NCSA OFL-1.1 ODbL-1.0 ODC-By-1.0
    OSL-3.0 PDDL-1.0 PostgreSQL PSF-2.0 Python-2.0 Ruby Unlicense Vim WTFPL X11 Zlib
    """.split()
}
#: Others have a version: ``EPL-1.0``, ``LPPL-1.3c``, ``GPL-3.0-only``, ``BSD-3-Clause``.
_VERSIONED = re.compile(r"[A-Za-z][A-Za-z-]*-\d[\w.]*(?:-[A-Za-z-]+)?", re.ASCII)


def license_of(text: str) -> License:
    """The licence that *text* names.

    Creative Commons licences get their deed's address, other SPDX ids their page at spdx.org (see
    https://spdx.org/licenses/); free words stay a name without an address.
    """
    text = text.strip()
    if match := _CREATIVE.fullmatch("-".join(text.replace("-", " ").split())):
        kind, version, port = match["kind"].upper(), match["version"], match["port"] or ""
        path = f"{kind.lower()}/{version}/" + (f"{port.lower()}/" if port else "")
        name = f"CC {kind} {version} {port.upper()}".strip()
        return License(name, f"https://creativecommons.org/licenses/{path}")
    if text.upper() in {"CC0-1.0", "CC0", "CC0 1.0"}:
        return License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    if match := _DEED.fullmatch(text):
        kind = f"CC {match['kind'].upper()}" if match["kind"] else "CC0"
        return License(f"{kind} {match['version']}", text)
    if text.startswith(("http://", "https://")):
        return License("License", text)
    if spdx := _KNOWN.get(text.casefold()) or (text if _VERSIONED.fullmatch(text) else ""):
        return License(spdx, f"https://spdx.org/licenses/{spdx}.html")
    return License(text)
