"""Take values from data that somebody else's program wrote: nothing here fails, whatever it is given."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from ...model.dates import DateError, parse_when
from ...model.urls import web_address
from ..entry import text_of
from ..sanitize import in_one_line
from ..thread_file import UnreadableError
from ..times import machine_time

if TYPE_CHECKING:
    from ...model.dates import When
    from .records import SourceFile

#: Data nested deeper than this is not looked into.
MAX_DEPTH = 60


def json_of(file: SourceFile) -> Any:
    """Return the data in *file*; raises UnreadableError. Several values, one a line, are a list."""
    try:
        return json.loads(file.text)
    except json.JSONDecodeError as error:
        lines = [line for line in file.text.splitlines() if line.strip()]
        if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
            try:
                return [json.loads(line) for line in lines]
            except ValueError:
                pass
        raise UnreadableError(f"invalid JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise UnreadableError("invalid JSON: nested too deeply") from None


def mapping(value: object) -> Mapping[str, Any]:
    """Return *value* if it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Any]:
    """Return the items of a list, or of what GraphQL writes for one: ``{nodes: […]}``, ``{edges: […]}``."""
    if isinstance(value, Mapping):
        if isinstance(value.get("edges"), list):
            return [mapping(each).get("node") for each in value["edges"]]
        value = value.get("nodes")
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return *value* as text if it is a string or a number, else empty."""
    return text_of(value) or ""


def line(value: object) -> str:
    """Return *value* as text on one line."""
    return in_one_line(text(value))


def pick(data: Mapping[str, Any], *keys: str) -> str:
    """Return the first of *keys* that has text, on one line."""
    return next(filter(None, (line(data.get(key)) for key in keys)), "")


def address(value: object) -> str:
    """Return *value* if it is a web address, else empty."""
    found = line(value)
    return web_address(f"https:{found}" if found.startswith("//") else found)


def number(value: object) -> int:
    """Return *value* as a number that is not negative; 0 for anything else."""
    found = text(value).strip()
    return int(found) if re.fullmatch("[0-9]{1,9}", found) else 0


def flag(value: object) -> bool:
    """Whether *value* says yes; what is neither yes nor no does, since it is asked whether to hide."""
    return text(value).strip().lower() not in {"", "0", "false", "no", "off"} or value is True


def moment(value: object) -> When | None:
    """Return the day or moment that *value*, in any usual form, means; in UTC if it doesn't say."""
    found = text(value).strip()
    if not found or found.startswith("0000"):
        return None
    try:
        return machine_time(found, UTC) or parse_when(found, UTC)
    except DateError:
        return None


def identifier(prefix: str, value: object) -> str:
    """Return the id of a comment: *prefix*, and the letters and digits of *value*; empty without any."""
    found = re.sub(r"[^A-Za-z0-9_-]+", "-", line(value)).strip("-")[:80]
    return f"{prefix}-{found}" if found else ""
