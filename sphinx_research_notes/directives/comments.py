"""``{comments}``, and the thread given in front matter: read with the note, shown on its page."""

from __future__ import annotations

import posixpath
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import placeholder
from ..extension_points import additions_to
from ..math.renderer import why_not_shown
from ..model.faults import failure
from ..state.project_files import OutsideError, project_file
from ..state.read_state import read_state
from ..visibility.hidden_files import is_hidden

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..comments import Thread

#: The class of a thread from front matter, which follows the text of its note.
TAIL = "note-thread"


def thread_nodes(
    env: BuildEnvironment, name: str, location: tuple[str, int | None] | str
) -> list[nodes.Element]:
    """Return the thread in the file *name*, relative to the current document, as a placeholder.

    The document then depends on the file. If the file cannot be read or is outside the project, there is a
    warning and no thread.
    """
    if not notes_config(env.config).comments:
        return []
    if (file := _read_file(env, name, location)) is None:
        return []
    relative, path, text = file
    # Loaded with the first thread: most sites have none, and most builds read none.
    from ..comments import read_thread, thread_from

    zone = notes_config(env.config).zone
    if read := additions_to(env.config).importers.get(path.suffix.lower()):
        try:
            data = read(text)
        except Exception as error:  # An importer may raise anything.
            message = f"thread file {name!r}: {failure(read, error)}; leaving it out"
            warn("extension", message, location)
            return []
        thread, faults = thread_from(data, zone)
    else:
        thread, faults = read_thread(text, path.name, zone)
    for fault in faults:
        # A location without a colon would be taken for a docname.
        where = f"{path}:{fault.line or 1}"
        warn(fault.subtype, fault.message, where)
    report_formulas(thread, env.config, str(path))
    number = env.new_serialno("notes-thread")
    anchor = "comments" if number == 0 else f"comments-{number + 1}"
    pictures = _pictures(env, thread, relative)
    return [placeholder(kind="thread", thread=thread, anchor=anchor, file=relative, pictures=pictures)]


def _pictures(env: BuildEnvironment, thread: Thread, file: str) -> dict[str, str]:
    """Return the pictures of the authors in *thread*, from the thread *file*, that are files of the project.

    The document then depends on them, also on those that aren't there yet.
    """
    found: dict[str, str] = {}
    for name in dict.fromkeys(comment.avatar for comment in thread.all if comment.avatar):
        with suppress(OSError):
            relative, path = project_file(
                env, f"/{posixpath.join(posixpath.dirname(file), name)}", env.docname
            )
            env.note_dependency(relative)
            if is_hidden(env, path):
                read_state(env).hide(env, path)
            elif path.is_file():
                env.images.add_file(env.docname, relative)
                found[name] = relative
    return found


def _read_file(
    env: BuildEnvironment, name: str, location: tuple[str, int | None] | str
) -> tuple[str, Path, str] | None:
    """Return the name, path and text of the file *name*; None, with a warning, if it cannot be shown."""
    try:
        relative, path = project_file(env, name, env.docname)
        env.note_dependency(relative)
        if is_hidden(env, path):
            read_state(env).hide(env, path)
            warn("visibility", f"no comments shown: {name!r} is hidden", location)
            return None
        return relative, path, path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        expected = "a thread file in UTF-8"
    except OutsideError:
        expected = "a thread file inside the project"
    except OSError:
        expected = "a readable thread file"
    warn("comments", f"expected {expected}, got {name!r}; showing no comments", location)
    return None


class Comments(SphinxDirective):
    """A frozen thread from a data file, given as argument."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        return list(thread_nodes(self.env, self.arguments[0].strip(), self.get_location()))


class AppendThread(SphinxTransform):
    """Appends the thread given in front matter to its note; runs after NoteTitle (5)."""

    def apply(self, **kwargs: Any) -> None:
        front = read_state(self.env).front
        if front is None or not isinstance(front.comments, str) or not front.comments:
            return
        section = next((c for c in self.document.children if isinstance(c, nodes.section)), None)
        location = read_state(self.env).location_of(self.env.docname, "comments")
        with suppress(OSError):  # Reported below.
            name, _ = project_file(self.env, front.comments, self.env.docname)
            if any(node.get("file") == name for node in self.document.findall(placeholder)):
                return  # Placed by the author.
        threads = thread_nodes(self.env, front.comments, location)
        if section is not None:
            for node in threads:
                holder = nodes.container("", node, classes=[TAIL], is_div=True)
                section += holder


def report_formulas(thread: Thread, config: Config, path: str) -> None:
    """Report the formulas of *thread*, from the file *path*, that pages show as TeX."""
    queue = list(thread.comments)
    for comment in queue:  # The list grows.
        queue += comment.replies
        for formula in comment.formulas:
            if reason := why_not_shown(formula.tex, config, display=formula.display):
                warn("math", f"{comment.id}: {reason}", f"{path}:{comment.line or 1}")
