"""Read the files of an export, which is a folder or a ZIP archive, without unpacking more than is needed."""

from __future__ import annotations

import os
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .files import why_left_alone
from .records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

#: No export has larger texts; an archive that claims so is made to fill memory.
LARGEST = 512 * 1024 * 1024


def is_archive(source: Path) -> bool:
    """Whether *source* is a ZIP archive."""
    return source.is_file() and source.suffix.lower() == ".zip" and zipfile.is_zipfile(source)


def names_in(source: Path, without: Collection[Path] = ()) -> list[str]:
    """Return the paths of all files in *source*, relative to it and with ``/``, in alphabetical order.

    *without*: folders that are no part of it. Paths of an archive that lead out of it are left out. Raises
    OSError, and NotImportable for an archive that cannot be read.
    """
    if is_archive(source):
        with _opened(source) as archive:
            names = [info.filename.replace("\\", "/") for info in archive.infolist()]
        return sorted(name for name in names if not name.endswith("/") and _is_inside(name))
    found = []
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(each for each in folders if Path(folder, each).resolve() not in without)
        files = (Path(folder, name) for name in names)
        found += [file.relative_to(source).as_posix() for file in files if not why_left_alone(file, source)]
    return sorted(found)


def read_files(
    source: Path, is_wanted: Callable[[str], bool], without: Collection[Path] = ()
) -> dict[str, bytes]:
    """Return the contents of the files in *source* whose paths are wanted; raises as :func:`names_in`."""
    names = dict.fromkeys(name for name in names_in(source, without) if is_wanted(name))
    if not is_archive(source):
        return {name: (source / name).read_bytes() for name in names}
    found: dict[str, bytes] = {}
    left = LARGEST
    with _opened(source) as archive:
        for info in archive.infolist():
            name = info.filename.replace("\\", "/")
            if name not in names:
                continue
            try:
                with archive.open(info) as file:
                    found[name] = file.read(left + 1)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
                raise NotImportable(
                    f"expected to read {name} in {source}, found {error}; nothing has been written"
                ) from None
            left -= len(found[name])
            if left < 0:
                raise NotImportable(
                    f"expected at most {LARGEST >> 20} MiB of text in {source}, found more; "
                    "nothing has been written"
                )
    return found


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError) as error:
        raise NotImportable(
            f"expected a ZIP archive in {source}, found {error}; nothing has been written"
        ) from None


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and ":" not in path.parts[0]
        and "__MACOSX" not in name
    )
