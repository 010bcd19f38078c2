"""What the last check has found, for the documents that the next one need not read or write again.

A build says what is wrong with a document only while it reads and writes it. Kept in a file beside the
doctrees, which is removed while a build is under way: without it, everything is built again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ... import __version__
from .findings import Finding, Severity
from .links import Link

if TYPE_CHECKING:
    from pathlib import Path

#: Increment when a check changes.
VERSION = 1


@dataclass(slots=True)
class Memory:
    """Findings by what they are about."""

    #: What was found while each document was read.
    read: dict[str, list[Finding]] = field(default_factory=dict)
    #: What was said while the page of each document was written.
    written: dict[str, list[Finding]] = field(default_factory=dict)
    #: The links on that page.
    links: dict[str, list[Link]] = field(default_factory=dict)
    #: What was said in steps that a build leaves out if nothing has changed, by the name of the step.
    steps: dict[str, list[Finding]] = field(default_factory=dict)
    #: The states of the ``.bib`` files, which are parsed only after they have changed.
    bibfiles: dict[str, list[int]] = field(default_factory=dict)

    def all_links(self) -> list[Link]:
        """Return the links of all pages."""
        return [link for _, links in sorted(self.links.items()) for link in links]

    def save(self, path: Path) -> None:
        """Write it to *path*."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"version": _version(), **asdict(self)}), "utf-8")


def take(path: Path) -> Memory | None:
    """Read the memory at *path*, and remove the file; None if there is none that this version can use."""
    try:
        data = json.loads(path.read_text("utf-8"))
        path.unlink()
        if data.pop("version") != _version():
            return None
        for name in ("read", "written", "steps"):
            data[name] = {key: [_finding(each) for each in found] for key, found in data[name].items()}
        data["links"] = {key: [Link(**each) for each in links] for key, links in data["links"].items()}
        return Memory(**data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _finding(data: dict[str, Any]) -> Finding:
    return Finding(**data | {"severity": Severity(data["severity"])})


def _version() -> str:
    return f"{__version__}/{VERSION}"
