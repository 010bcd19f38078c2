"""Licences by SPDX identifier: their display names, and the addresses of their texts."""

from __future__ import annotations

import re

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from .note import License
from .suggestions import one_typo

#: Versions 1.0 to 4.0, some ported to a country's law (``CC-BY-SA-3.0-DE``).
_CREATIVE = re.compile(
    r"CC-(?P<kind>BY(?:-NC)?(?:-SA|-ND)?|BY-ND-NC|SA)-(?P<version>1\.0|2\.[015]|[34]\.0)"
    r"(?:-(?P<port>[A-Z]{2}|IGO))?",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?|by-nd-nc|sa)"
    r"|publicdomain/(?P<dedication>zero|mark))/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2}|igo))?"
    r"(?:/(?:deed(?:\.\w+)?|legalcode(?:\.\w+)?)?)?",
    re.IGNORECASE,
)
#: Not licences; each has a single version.
_DEDICATIONS = {
    "CC0-1.0": License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-PDM-1.0": License("Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
}
_SHORT = {"CC0": "CC0-1.0", "CC-0": "CC0-1.0", "CC-0-1.0": "CC0-1.0", "PDM": "CC-PDM-1.0"}
#: Identifiers suggested for near misses, the latest version of each licence first.
_KNOWN = {
    each: re.sub(r"[\W_]", "", each.lower())
    for each in (
        *(f"CC-{kind}-{version}" for version in ("4.0", "3.0", "2.5", "2.0", "1.0")
          for kind in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND")),
        "CC0-1.0", "MIT", "MIT-0", "Apache-2.0", "GPL-3.0-only", "GPL-2.0-only", "GPL-3.0-or-later",
        "LGPL-3.0-only", "LGPL-2.1-only", "AGPL-3.0-only", "MPL-2.0", "BSD-3-Clause", "BSD-2-Clause", "ISC",
        "Unlicense", "Zlib", "EUPL-1.2", "OFL-1.1", "GFDL-1.3-only", "WTFPL", "ODbL-1.0",
    )
}  # fmt: skip
#: A single word with a version in it, or a Creative Commons licence: meant as an identifier.
_LIKE_AN_ID = re.compile(
    r"(?!LicenseRef-)[A-Z][\w.+]*(?:-[\w.+]+)*-v?\d[\w.+]*(?:-[\w.+]+)*|CC[ -]BY(?:[ -][\w.]+)*",
    re.ASCII | re.IGNORECASE,
)


def license_of(text: str) -> License:
    """Return the licence named by *text*.

    Creative Commons licences link to their deed, other SPDX identifiers to their page at
    https://spdx.org/licenses/; any other text is a name without an address.
    """
    text = text.strip()
    hyphened = "-".join(text.replace("-", " ").split()).upper()
    if match := _CREATIVE.fullmatch(hyphened):
        return _creative(match["kind"], match["version"], match["port"] or "")
    if dedication := _DEDICATIONS.get(_SHORT.get(hyphened, hyphened)):
        return dedication
    if match := _DEED.fullmatch(text):
        if match["dedication"]:
            name = "CC0" if match["dedication"].lower() == "zero" else "Public Domain Mark"
            return License(f"{name} {match['version']}", text)
        return License(_creative(match["kind"], match["version"], match["port"] or "").name, text)
    if text.startswith(("http://", "https://")):
        return License("License", text)
    if spdx := _spdx(text) or _spdx("-".join(text.split())):
        return License(spdx, f"https://spdx.org/licenses/{spdx}.html")
    return License(text)


def license_fault(licence: License) -> str:
    """Return a message if *licence* looks like an SPDX identifier but isn't one; otherwise empty."""
    if licence.url:
        return ""
    near = _near_id(licence.name)
    if not near and not _LIKE_AN_ID.fullmatch(licence.name):
        return ""
    hint = f"; did you mean {near!r}?" if near else " (see https://spdx.org/licenses/);"
    return f"unknown SPDX identifier {licence.name!r}{hint} shown as is"


def _near_id(text: str) -> str:
    """Return the well-known identifier closest to *text*: equal except for punctuation, or one typo away."""
    letters = _squeezed(text)
    if len(letters) < 3 or len(letters) > 30:
        return ""
    for near in (str.__eq__, _is_slip):
        for known, squeezed in _KNOWN.items():
            bare = squeezed.removesuffix("only")
            if any(near(letters, each) for each in (squeezed, bare, bare.removesuffix("0"))):
                return known
    return ""


def _is_slip(letters: str, known: str) -> bool:
    """Whether *letters* is a typo for *known*; a short one may be a word, so only swapped letters count."""
    return one_typo(letters, known) and (len(known) > 4 or sorted(letters) == sorted(known))


def _squeezed(text: str) -> str:
    """Return only the letters and digits of *text*, in lower case."""
    return re.sub(r"[\W_]|(?<=l)v(?=\d)", "", text.lower()).replace("cco", "cc0")


def _creative(kind: str, version: str, port: str) -> License:
    """Return a Creative Commons licence with the address of its deed."""
    kind, port = kind.upper(), port.upper()
    # Version 1.0 had these two in the other order.
    folder = "by-nd-nc" if version == "1.0" and kind in {"BY-NC-ND", "BY-ND-NC"} else kind.lower()
    path = f"{folder}/{version}/" + (f"{port.lower()}/" if port else "")
    return License(f"CC {kind} {version} {port}".strip(), f"https://creativecommons.org/licenses/{path}")


def _spdx(text: str) -> str:
    """Return *text* as a canonical SPDX identifier; empty if it isn't one, or is an expression of several."""
    if not re.fullmatch(r"[\w.+-]+", text, re.ASCII) or text.lower().startswith("licenseref-"):
        return ""
    try:
        return str(canonicalize_license_expression(text)).removesuffix("+")
    except (InvalidLicenseExpression, ValueError):
        return ""
