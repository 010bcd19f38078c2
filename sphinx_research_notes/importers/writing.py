"""Write the files of a plan. Nothing that is there is ever overwritten: a second run changes nothing."""

from __future__ import annotations

import filecmp
import shutil
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from .records import CopiedFile, TextFile

if TYPE_CHECKING:
    from pathlib import Path

    from .records import Plan


@dataclass(frozen=True, slots=True)
class Written:
    """What was done with the files of a plan, by their targets."""

    written: tuple[str, ...] = ()
    #: There already, with this content.
    unchanged: tuple[str, ...] = ()
    #: There already with another content, and left as they are.
    different: tuple[str, ...] = ()


def write(plan: Plan, folder: Path, *, dry: bool = False) -> Written:
    """Write the files of *plan* into *folder*, and return what was done; with *dry*, what would be.

    Raises OSError, also for a target outside of *folder*, which no importer should ask for.
    """
    written: list[str] = []
    unchanged: list[str] = []
    different: list[str] = []
    root = folder.resolve()
    for file in plan.files:
        target = folder / file.target
        if root not in target.resolve().parents:
            raise PermissionError(1, "expected a path in the new site", file.target)
        if target.exists() or target.is_symlink():
            (unchanged if _is_same(target, file) else different).append(file.target)
            continue
        written.append(file.target)
        if not dry:
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, file)
    return Written(tuple(written), tuple(unchanged), tuple(different))


def _is_same(target: Path, file: TextFile | CopiedFile) -> bool:
    if not target.is_file():
        return False
    if isinstance(file, CopiedFile):
        return filecmp.cmp(target, file.source, shallow=False)
    return target.read_bytes() == file.text.encode()


def _put(target: Path, file: TextFile | CopiedFile) -> None:
    """Write *target* under another name first: a run that is stopped leaves no half of a file.

    No other run has this name, and it isn't too long where that of *target* isn't.
    """
    part = target.with_name(f".{token_hex(8)}.part")
    try:
        if isinstance(file, CopiedFile):
            shutil.copyfile(file.source, part)
        else:
            part.write_bytes(file.text.encode())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
