"""Read the table of posts in an export of Substack."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..archives import is_archive, names_in, read_files
from ..extra import needing_extra
from ..files import decoded
from ..records import NotImportable

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import Options, Plan

_TABLE = "posts.csv"


@dataclass(frozen=True, slots=True)
class Post:
    """A line of the table, with its text."""

    #: The file with the text, relative to the source; the table itself if there is none.
    file: str
    #: In the table, from 1.
    line: int
    slug: str
    number: str
    title: str
    subtitle: str
    date: datetime | None
    is_published: bool
    #: ``newsletter``, ``podcast``, ``thread``, ``page``.
    kind: str
    #: ``everyone``, ``only_paid``, ``only_free``, ``founding``.
    audience: str
    podcast: str
    html: str

    @property
    def is_public(self) -> bool:
        """Whether everybody could read it."""
        return self.is_published and self.audience == "everyone"


def recognizes(source: Path) -> bool:
    """Whether *source* is an export of Substack."""
    if is_archive(source):
        return _table_in(names_in(source)) != ""
    return (source / _TABLE).is_file() and (source / "posts").is_dir()


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the export in *source*; raises NotImportable, and OSError."""
    names = names_in(source, options.without) if source.is_dir() or is_archive(source) else []
    table = _table_in(names)
    if not table:
        raise NotImportable(
            f"expected an export of Substack with {_TABLE} in {source}, found none; nothing has been written"
        )
    folder = table.removesuffix(_TABLE)
    # Nothing else is read: there are the addresses of subscribers beside it.
    files = read_files(
        source,
        lambda name: name == table or (name.startswith(f"{folder}posts/") and name.endswith(".html")),
        options.without,
    )
    posts = posts_in(files, table)
    images = (
        {}
        if is_archive(source)
        else {PurePosixPath(name).name: source / name for name in names if _is_image(name)}
    )
    plan: Plan = needing_extra("substack.planning").plan(posts, images, options)
    return plan


def _table_in(names: list[str]) -> str:
    return next((name for name in names if name == _TABLE or name.endswith(f"/{_TABLE}")), "")


def _is_image(name: str) -> bool:
    return re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", name, re.IGNORECASE) is not None


def posts_in(files: dict[str, bytes], table: str) -> list[Post]:
    """Return the posts in *files*: those of the *table*, and texts that it doesn't name."""
    folder = table.removesuffix(_TABLE)
    text = decoded(files[table]).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if "post_id" not in (reader.fieldnames or ()):
        raise NotImportable(f"expected a column post_id in {table}, found none; nothing has been written")
    posts = []
    used = set()
    for row in reader:
        values = {
            name: (value or "").strip()
            for name, value in row.items()
            if isinstance(name, str) and not isinstance(value, list)
        }
        key = values.get("post_id", "")
        if not key:
            continue
        file = _file_of(key, folder, files)
        used.add(file)
        posts.append(_post(key, values, file or table, reader.line_num, decoded(files[file]) if file else ""))
    others = sorted(name for name in files if name.endswith(".html") and name not in used)
    posts += (_post(PurePosixPath(file).stem, {}, file, 1, decoded(files[file])) for file in others)
    return posts


def _file_of(key: str, folder: str, files: dict[str, bytes]) -> str:
    exact = f"{folder}posts/{key}.html"
    if exact in files:
        return exact
    number, sign, _ = key.partition(".")
    if sign:
        # Another text of this number may be one that nobody was to read.
        return ""
    # Some tables have the number alone.
    start = f"{folder}posts/{number}."
    found = [name for name in files if name.startswith(start)]
    return found[0] if len(found) == 1 else ""


def _post(key: str, values: dict[str, str], file: str, line: int, html: str) -> Post:
    name = PurePosixPath(file).stem if file.endswith(".html") else key
    number, _, slug = name.partition(".")
    return Post(
        file=file,
        line=line,
        slug=slug or key.partition(".")[2],
        number=number,
        title=values.get("title", ""),
        subtitle=values.get("subtitle", ""),
        date=_date(values.get("post_date", "")),
        is_published=values.get("is_published", "").lower() == "true",
        kind=values.get("type", "") or "newsletter",
        audience=values.get("audience", ""),
        podcast=values.get("podcast_url", ""),
        html=html,
    )


def _date(text: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (date if date.tzinfo else date.replace(tzinfo=UTC)).replace(microsecond=0)
