"""The process that builds while ``research-notes serve`` runs: one application, which builds again and again.

It reads a line of JSON for each build that is wanted, and writes one for each that is done. Another
configuration needs another process, and so does a build that has failed.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..._upstream.repeated_builds import FreshStart, Watch
from ..building import opened
from ..site_folder import SiteFolder
from .standing_warnings import StagedWarnings, StandingWarnings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..building import Session
    from .previewer import Previewer

#: What Sphinx is told, so that drafts are shown.
TAGS = ["drafts"]


class WarmSite:
    """A site that is open, and built as often as is wanted. The folder is then as after a clean build."""

    def __init__(self, session: Session, written: StagedWarnings, previewer: Previewer | None = None) -> None:
        """*written*: where the session writes its warnings; *previewer*: is started anew after each build."""
        self._app = session.app
        self._previewer = previewer
        self._written = written
        self._start = FreshStart(session.app)
        self._watch = Watch(session.app)
        self._standing = StandingWarnings(session.site.source, session.app.env.path2doc)

    def build(self) -> dict[str, Any]:
        """Build what has changed; return the warnings that hold now."""
        self._watch.begin()
        self._app.build()
        self._standing.add(self._written.take(), self._watch.looked, self._app.env.all_docs)
        # The next build begins with less, and the previewer with it.
        self._start.put_back()
        if self._previewer is not None:
            self._previewer.renew(self._app)
        return {"kind": "built", "warnings": [asdict(each) for each in self._standing.all()]}

    def opened(self) -> dict[str, Any]:
        """Return the folders to watch, and the files and folders whose change needs another process."""
        config, source = self._app.config, Path(self._app.confdir)
        theme: Any = getattr(self._app.builder, "theme", None)
        themes = [] if theme is None else [Path(each) for each in theme.get_theme_dirs()]
        templates = [Path(source, each) for each in config.templates_path] + themes
        fixed = [source / "conf.py", *templates, *_own_modules()]
        statics = [Path(source, each) for each in (*config.html_static_path, *config.html_extra_path)]
        read = {
            Path(self._app.srcdir, each) for found in self._app.env.dependencies.values() for each in found
        }
        watched = {Path(self._app.srcdir), source, *statics, *(each.parent for each in {*fixed, *read})}
        return {
            "kind": "opened",
            "watched": sorted(
                str(each.resolve()) for each in watched if each.is_dir() and not _installed(each)
            ),
            "fixed": sorted(str(each.resolve()) for each in fixed if not _installed(each)),
        }


def _own_modules() -> set[Path]:
    """Return the files of modules that are not installed: extensions of the site itself."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return {Path(file) for file in files if file and not _installed(Path(file))}


def _installed(path: Path) -> bool:
    """Return whether *path* is a part of Python, or was installed."""
    parts = path.resolve().parts
    return "site-packages" in parts or "dist-packages" in parts or os.path.dirname(os.__file__) in str(path)  # noqa: PTH120


def main() -> None:
    """Build the site whose folder and build folder are the arguments, whenever a line comes in.

    One more argument asks for a previewer: the descriptor of the socket where it answers.
    """
    # Extensions may print; what they print is no answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    code = 0
    source, build, *more = sys.argv[1:]
    previewer = _previewer(int(more[0]), answers.fileno()) if more else None
    try:
        for record in _records(SiteFolder(Path(source), Path(build)), previewer):
            answers.write(json.dumps(record) + "\n")
            answers.flush()
            code = int(record["kind"] == "failed")
    except BrokenPipeError:
        # The server is gone; what was built is whole. What is left to say at the end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
        code = 1
    finally:
        if previewer is not None:
            previewer.end()
    sys.exit(code)


def _previewer(descriptor: int, answers: int) -> Previewer:
    """Return a previewer that is asked at the socket *descriptor*; *answers*: where the worker answers."""
    from .previewer import Previewer

    return Previewer(socket.socket(fileno=descriptor), apart=[answers])


def _records(site: SiteFolder, previewer: Previewer | None) -> Iterator[dict[str, Any]]:
    """Build *site* for each line that comes in; yield what is to be said."""
    written = StagedWarnings()
    try:
        with opened(site, "html", written, tags=TAGS) as session:
            warm = WarmSite(session, written, previewer)
            yield warm.opened()
            for _ in sys.stdin:
                yield warm.build()
                yield warm.opened()
    except click.ClickException as error:
        yield {"kind": "failed", "message": error.message}
    except BrokenPipeError:
        raise
    except Exception as error:
        yield {"kind": "failed", "message": f"expected the build to end, got {type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
