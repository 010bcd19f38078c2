"""The report of an import: every construct that was changed, kept or not understood, as text and as JSON."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from .records import CopiedFile, Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .records import Plan
    from .writing import Written

#: In this order: what asks for a look comes first.
_ORDER = (Outcome.UNKNOWN, Outcome.LEFT_OUT, Outcome.CHANGED, Outcome.KEPT)


def as_text(plan: Plan, written: Written | None = None, *, dry: bool = False) -> Iterator[str]:
    """Yield the lines of the report: by outcome and construct, with counts and every place.

    *written*: what has been done with the files; *dry*: what would be.
    """
    begun = "Would be imported" if dry else "Imported"
    yield f"{begun} from {plan.origin}: {', '.join(_of_pages(plan))}"
    if written and written.different:
        yield ""
        yield f"There with other content, and left as it was ({counted(len(written.different), 'file')})"
        yield from (f"    {target}" for target in written.different)
    for outcome in _ORDER:
        groups = _by_construct(plan, outcome)
        if not groups:
            continue
        yield ""
        yield f"{str(outcome).capitalize()} ({counted(sum(map(len, groups.values())), 'time')})"
        for construct, found in groups.items():
            yield f"  {construct} ({len(found):,})"
            for each in found:
                yield f"    {_place(each)}{f': {each.detail}' if each.detail else ''}"


def summary(plan: Plan) -> Iterator[str]:
    """Yield a line for each construct that asks for a look: how often, and where it is first."""
    for outcome in (Outcome.UNKNOWN, Outcome.LEFT_OUT):
        for construct, found in _by_construct(plan, outcome).items():
            detail = f" ({found[0].detail})" if found[0].detail else ""
            first = f"{'first ' if len(found) > 1 else ''}at {_place(found[0])}{detail}"
            yield f"{outcome}: {construct}, {counted(len(found), 'time')}, {first}"


def as_json(plan: Plan, written: Written, *, dry: bool = False) -> dict[str, Any]:
    """Return the report as plain values; *written*: what has been done, with *dry* what would be."""
    return {
        "origin": plan.origin,
        "dry_run": dry,
        "counts": {str(outcome): plan.counts()[outcome] for outcome in _ORDER},
        "files": {
            "written": list(written.written),
            "unchanged": list(written.unchanged),
            "different": list(written.different),
        },
        "pages": [
            {
                "source": page.source,
                "target": page.target,
                "address": page.address or None,
                "draft": page.is_draft,
            }
            for page in plan.pages
        ],
        "findings": [
            {
                "outcome": str(each.outcome),
                "construct": each.construct,
                "file": each.file,
                "line": each.line,
                "detail": each.detail or None,
            }
            for each in plan.findings
        ],
    }


def counted(number: int, word: str) -> str:
    """Return *number* with *word*, in the plural if it has one."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def _of_pages(plan: Plan) -> Iterator[str]:
    """Yield what there is of each kind."""
    drafts = sum(page.is_draft for page in plan.pages)
    copied = sum(isinstance(each, CopiedFile) for each in plan.files)
    yield counted(len(plan.pages), "page")
    if drafts:
        yield f"{counted(drafts, 'draft')} of them"
    yield f"{counted(copied, 'file')} as they are" if copied != 1 else "1 file as it is"


def _by_construct(plan: Plan, outcome: Outcome) -> dict[str, list[Finding]]:
    """Return the findings with *outcome*, the most frequent construct first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for each in plan.findings:
        if each.outcome is outcome:
            groups[each.construct].append(each)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {name: sorted(found, key=lambda each: (each.file, each.line or 0)) for name, found in ordered}


def _place(found: Finding) -> str:
    return f"{found.file}:{found.line}" if found.line else found.file
