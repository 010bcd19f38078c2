"""Keep pages public that everybody could read, and that have a tag which may hide a note here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..frontmatter.visibility import readings
from .front_matter import read_front_matter
from .records import Finding, Outcome, TextFile

if TYPE_CHECKING:
    from .records import CopiedFile, Plan

_HIDING = {"draft", "private"}
_KEYS = ("tags", "tag", "keywords")


def kept_public(plan: Plan) -> Plan:
    """Return *plan* with ``visibility: public`` in the pages that would be hidden by a tag alone."""
    public = {page.target for page in plan.pages if page.address and not page.is_draft}
    findings: list[Finding] = []
    files: list[TextFile | CopiedFile] = []
    for file in plan.files:
        new = file
        if isinstance(file, TextFile) and file.target in public and file.target.endswith(".md"):
            new = _public(file, findings)
        files.append(new)
    if not findings:
        return plan
    return replace(plan, files=tuple(files), findings=(*plan.findings, *findings))


def _public(file: TextFile, findings: list[Finding]) -> TextFile:
    head = file.text[: file.text.find("\n---", 3) + 1]
    if not re.search("draft|private", head, re.IGNORECASE):
        return file
    front = read_front_matter(file.text)
    named = [part for key in _KEYS for tag in front.list_of(key) for part in (tag, *tag.split())]
    tags = [tag for tag in named if readings(tag) & _HIDING]
    if not tags or front.fault or "visibility" in front.values:
        return file
    line = next(front.lines[key] for key in _KEYS if key in front.lines)
    front.put("visibility", "public")
    detail = "with visibility: public, as the page was; here the tag alone would hide it"
    findings.append(Finding(Outcome.CHANGED, f"tag {tags[0]}", file.source or file.target, line, detail))
    return replace(file, text=f"{front.written()}{front.body}")
