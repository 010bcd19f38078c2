"""Audio and video that raw HTML may play in an e-book, into which Sphinx copies no downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: Media types by file name extension. An e-book may contain no other downloads
#: (https://www.w3.org/TR/epub-33/#sec-core-media-types).
MEDIA = {
    ".flac": "audio/flac", ".m4a": "audio/mp4", ".mp3": "audio/mpeg", ".oga": "audio/ogg",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".wav": "audio/wav",
    ".m4v": "video/mp4", ".mov": "video/quicktime", ".mp4": "video/mp4", ".ogv": "video/ogg",
    ".webm": "video/webm", ".vtt": "text/vtt",
}  # fmt: skip


def in_book(env: BuildEnvironment) -> dict[str, Path]:
    """Return the media files that raw HTML may play in an e-book, as source files by path in the book."""
    files = {}
    for source, (_, name) in env.dlfiles.items():
        if Path(name).suffix.lower() in MEDIA:
            files[f"_downloads/{Path(name).as_posix()}"] = Path(env.srcdir, source)
    return files
