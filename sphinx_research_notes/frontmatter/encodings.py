"""What a file's bytes say: UTF-8, or what else editors and shells on Windows make of a text. Pure."""

from __future__ import annotations

from ..model.faults import Fault

#: The marks at the head of a file that is not UTF-8, the longer before the shorter that it begins with.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"), (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"),
)  # fmt: skip


def text_of(data: bytes) -> str:
    """The text in *data*, as far as it can be told: enough to see what is hidden, whatever wrote it."""
    for mark, codec, _ in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    # Wide letters without a mark: what hides is ASCII.
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").decode("utf-8", "replace")


def encoding_fault(data: bytes) -> Fault | None:
    """What is wrong with the *data* of a file, where it is not a text in UTF-8."""
    for mark, _, called in _MARKS:
        if data.startswith(mark):
            return Fault("encoding", f"expected UTF-8, found {called}", 1)
    place = data.find(b"\0")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start if place < 0 else min(place, error.start)
    if place < 0:
        return None
    # Of two bytes for each letter, nearly every second one is zero.
    wide = data.count(b"\0") > len(data) // 4
    found = "UTF-16 without its mark" if wide else f"byte 0x{data[place : place + 1].hex()}"
    line = data.count(b"\n", 0, place) + 1
    return Fault("encoding", f"expected UTF-8, found {found}", line)
