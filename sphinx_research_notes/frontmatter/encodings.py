"""Detect text that is not UTF-8, as editors and shells on Windows write it. Pure."""

from __future__ import annotations

from ..model.faults import Fault

#: Byte-order marks of encodings other than UTF-8, longer ones first.
_BOMS = (
    (b"\xff\xfe\0\0", "utf-32", "UTF-32"), (b"\0\0\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"), (b"\xfe\xff", "utf-16", "UTF-16"),
)  # fmt: skip


def text_of(data: bytes) -> str:
    """Decode *data* as well as possible: enough to recognize hidden parts in any encoding."""
    for bom, codec, _ in _BOMS:
        if data.startswith(bom):
            return data.decode(codec, "replace")
    # UTF-16 without a byte-order mark: the syntax that hides a part is ASCII.
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").decode("utf-8", "replace")


def encoding_fault(data: bytes) -> Fault | None:
    """Return a fault if *data* is not text in UTF-8."""
    for bom, _, name in _BOMS:
        if data.startswith(bom):
            return Fault("encoding", f"expected UTF-8, got {name}", 1)
    place = data.find(b"\0")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start if place < 0 else min(place, error.start)
    if place < 0:
        return None
    # In UTF-16, nearly every second byte of Latin text is zero.
    is_utf16 = data.count(b"\0") > len(data) // 4
    actual = "UTF-16 without a byte-order mark" if is_utf16 else f"byte 0x{data[place : place + 1].hex()}"
    line = data.count(b"\n", 0, place) + 1
    return Fault("encoding", f"expected UTF-8, got {actual}", line)
