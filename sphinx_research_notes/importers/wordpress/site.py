"""Find the export of a site made with WordPress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archives import is_archive, names_in, read_files
from ..exports import HEAD, MARK, is_export
from ..extra import needing_extra
from ..records import NotImportable

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import Options, Plan


def recognizes(source: Path) -> bool:
    """Whether *source* is an export of WordPress, or a folder or archive with some."""
    if is_archive(source):
        names = [name for name in names_in(source) if name.lower().endswith(".xml")]
        return any(
            MARK in data[:HEAD] for data in read_files(source, lambda name: name in names[:1]).values()
        )
    files = [source] if source.is_file() else sorted(source.glob("*.xml"))
    return any(is_export(file) for file in files if file.suffix.lower() == ".xml")


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the export in *source*; raises NotImportable, and OSError."""
    uploads: dict[str, Path] = {}
    if source.is_file() and not is_archive(source):
        files = {source.name: source.read_bytes()}
        folder = source.parent / "uploads"
        if not folder.is_dir():
            folder = source.parent / "wp-content" / "uploads"
        if folder.is_dir():
            uploads = {name: folder / name for name in names_in(folder, options.without)}
    else:
        files = read_files(source, lambda name: name.lower().endswith(".xml"), options.without)
        files = {name: data for name, data in files.items() if MARK in data[:HEAD]}
        if not is_archive(source):
            uploads = _uploads(source, options)
    if not files:
        raise NotImportable(
            f"expected an export of WordPress (Tools, Export) in {source}, found none; "
            "nothing has been written"
        )
    plan: Plan = needing_extra("wordpress.planning").plan(files, uploads, options)
    return plan


def _uploads(source: Path, options: Options) -> dict[str, Path]:
    """Return the uploads in *source* by their paths below ``uploads``, or from a folder for a year on."""
    found: dict[str, Path] = {}
    for name in names_in(source, options.without):
        before, sign, inside = name.rpartition("uploads/")
        if sign and (not before or before.endswith("/")):
            found.setdefault(inside, source / name)
        elif name[:4].isdigit() and name[4:5] == "/":
            found.setdefault(name, source / name)
    return found
