"""What raw HTML may play in an e-book, where Sphinx puts no downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: What pages play, with its type. Other files have no place in an e-book
#: (https://www.w3.org/TR/epub-33/#sec-core-media-types).
MEDIA = {
    ".flac": "audio/flac", ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".oga": "audio/ogg",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav",
    ".m4v": "video/mp4", ".mov": "video/quicktime", ".mp4": "video/mp4", ".ogv": "video/ogg",
    ".webm": "video/webm", ".vtt": "text/vtt",
}  # fmt: skip


def in_book(env: BuildEnvironment) -> dict[str, Path]:
    """What raw HTML may play in an e-book, each with its source: Sphinx puts no downloads there."""
    found = {}
    for source, (_, name) in env.dlfiles.items():
        if Path(name).suffix.lower() in MEDIA:
            found[f"_downloads/{Path(name).as_posix()}"] = Path(env.srcdir, source)
    return found
