"""Write ``conf.py`` of a project of ABlog anew: its lines stay, but for what only ABlog reads.

Plain values get the names that they have here. A statement that needs ABlog itself becomes a comment, as does
each that uses what it assigned.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...model.ablog import KEPT, USED, feeds
from ..files import one_line
from ..records import Finding, Outcome, TextFile
from ..site_conf import literal
from .conf_code import RENAMED, bound, is_python, is_text, names_to_keep, needs
from .config import CONF, OPTIONS, target_of

if TYPE_CHECKING:
    from .config import Config

_EXTENSION = "sphinx_research_notes"
#: Options that have another form here.
_REWRITTEN = {"blog_authors": "notes_authors", "blog_post_pattern": "notes_match"}
#: Options that become parts of ``notes_feeds``.
_FEEDS = ("blog_feed_fulltext",)
_TEMPLATES = frozenset(
    f"{name}.html" for name in ("archives", "authors", "categories", "languages", "locations", "postcard",
                                "recentposts", "tagcloud")
)  # fmt: skip
_LONGEST = 100


@dataclass(slots=True)
class ConfText:
    """One ``conf.py`` on its way."""

    config: Config
    #: Templates that don't come along.
    lost: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    _edits: list[tuple[int, int, str]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _has_extension: bool = False
    #: Options of ABlog that keep their names, which other statements use.
    _fixed: frozenset[str] = frozenset()

    def written(self) -> TextFile:
        """Return the new file, and collect what was done."""
        text, values = self.config.text, self.config.values
        lines = text.split("\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        assigned = {target_of(each) for each in self.config.tree.body}
        self._fixed = names_to_keep(self.config.tree)
        gone = self._needing_ablog()
        for statement in self.config.tree.body:
            if statement in gone:
                self._comment_out(statement)
            else:
                self._edit(statement, assigned)
        done = text
        before = len(text)
        for start, end, new in sorted(self._edits, reverse=True):
            # What is on one line with a statement that has become a comment is a comment, too.
            if end <= before:
                done, before = done[:start] + new + done[end:], start
        if not is_python(done):
            done = text
            self._found(Outcome.UNKNOWN, "conf.py", None, "it stays as it was; take ABlog out by hand")
        if "blog_path" in values and not isinstance(values["blog_path"], str):
            self._found(Outcome.UNKNOWN, "blog_path", None, "expected a text")
        return TextFile(CONF, f"{done.rstrip()}\n\n{self._added(assigned)}", CONF)

    def _place(self, line: int, column: int) -> int:
        """Return the place in the text of a *column*, which Python counts in bytes."""
        start = self._starts[line - 1]
        row = self.config.text[start : self._starts[line] - 1]
        return start + len(row.encode()[:column].decode("utf-8", "ignore"))

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        end = self._place(node.end_lineno or node.lineno, node.end_col_offset or 0)
        return self._place(node.lineno, node.col_offset), end

    def _replace(self, node: ast.expr | ast.stmt, new: str) -> None:
        self._edits.append((*self._span(node), new))

    def _found(self, outcome: Outcome, name: str, line: int | None, detail: str) -> None:
        short = one_line(detail)
        short = short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…"
        self.findings.append(Finding(outcome, name, CONF, line, short))

    def _needing_ablog(self) -> set[ast.stmt]:
        """Return the statements that need the package, or what such a statement assigns."""
        gone: set[ast.stmt] = set()
        names = {"ablog"}
        while True:
            more = {each for each in self.config.tree.body if each not in gone and needs(each, names)}
            if not more:
                return gone
            gone |= more
            names |= {name for each in more for name in bound(each)}

    def _comment_out(self, statement: ast.stmt) -> None:
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        last = statement.end_lineno or statement.lineno
        start, end = self._starts[first - 1], self._starts[last] - 1
        rows = self.config.text[start:end].split("\n")
        self._edits.append((start, end, "\n".join(f"# {row}".rstrip() for row in rows)))
        self._found(Outcome.UNKNOWN, "conf.py: what needs ABlog", first, f"it is a comment now: {rows[0]}")

    def _edit(self, statement: ast.stmt, assigned: set[str]) -> None:
        """Change what *statement* says, if ABlog reads it."""
        name = target_of(statement)
        self._names_in(statement, name)
        if name in OPTIONS:
            self._option(statement, name, assigned)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)) or name:
            pass
        elif not is_text(statement):
            self._found(Outcome.KEPT, "conf.py: code", statement.lineno, "it runs as before")

    def _names_in(self, statement: ast.stmt, name: str) -> None:
        """Change names of options and of ABlog's extension and templates in *statement*."""
        about_extensions = any(
            isinstance(each, ast.Name) and each.id == "extensions" for each in ast.walk(statement)
        )
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in RENAMED:
                if node.id not in self._fixed:
                    self._replace(node, RENAMED[node.id])
            elif isinstance(node, ast.Constant) and node.value == "ablog" and about_extensions:
                self._replace(node, f'"{_EXTENSION}"')
                self._has_extension = True
                self._found(Outcome.CHANGED, "extension ablog", node.lineno, _EXTENSION)
            elif isinstance(node, (ast.List, ast.Tuple)) and name == "html_sidebars":
                self._without(node)

    def _without(self, node: ast.List | ast.Tuple) -> None:
        """Take ABlog's templates out of the list *node*, with the lines that only have them."""
        text, kept_since = self.config.text, None
        for place, each in enumerate(node.elts):
            if not isinstance(each, ast.Constant) or not self._is_template(str(each.value)):
                kept_since = None
                continue
            self._found(Outcome.LEFT_OUT, "template of ABlog", each.lineno, str(each.value))
            start, end = self._span(each)
            start = start if kept_since is None else kept_since
            kept_since = start
            if place + 1 < len(node.elts):
                end = self._span(node.elts[place + 1])[0]
            else:
                # A comma before it does no harm.
                end += text[end : end + 1] == ","
                row = text.rfind("\n", 0, start) + 1
                if not text[row:start].strip() and text[end : end + 1] == "\n":
                    start, end = row, end + 1
            self._edits = [edit for edit in self._edits if edit[0] != kept_since or edit[2]]
            self._edits.append((start, end, ""))

    def _is_template(self, name: str) -> bool:
        folders = self.config.list_of("templates_path")
        is_own = any((self.config.folder / folder / name).is_file() for folder in folders)
        if name in self.lost:
            return True
        return not is_own and (name.startswith("ablog/") or name in _TEMPLATES)

    def _option(self, statement: ast.stmt, name: str, assigned: set[str]) -> None:
        """Change the statement that assigns the option *name* of ABlog."""
        new, line = RENAMED.get(name) or _REWRITTEN.get(name, ""), statement.lineno
        value = self.config.values.get(name)
        if name in KEPT or name in self._fixed or (value is None and name in USED and name not in RENAMED):
            self._found(Outcome.KEPT, name, line, "it is read as it is")
            return
        if name in RENAMED and new not in assigned:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target  # type: ignore[attr-defined]
            self._replace(target, new)
            if name == "blog_baseurl" and isinstance(value, str) and not value:
                self._found(Outcome.KEPT, name, line, "it is empty: there are no feeds")
        elif name in _REWRITTEN and new not in assigned and value is not None:
            self._drop_inner(statement)
            given = _authors(value) if name == "blog_authors" else list(self.config.patterns)
            self._replace(statement, f"{new} = {literal(given)}")
        elif name in _FEEDS:
            self._remove(statement)
        else:
            self._remove(statement)
            said = ast.get_source_segment(self.config.text, statement) or name
            self._found(
                Outcome.LEFT_OUT, name, line, f"{_why(name, new in assigned and bool(new))}; it was {said}"
            )
            return
        self._found(Outcome.CHANGED, name, line, new or "notes_feeds")

    def _drop_inner(self, statement: ast.stmt) -> None:
        """Forget what was to be changed within *statement*."""
        start, end = self._span(statement)
        self._edits = [each for each in self._edits if not start <= each[0] <= each[1] <= end]

    def _remove(self, statement: ast.stmt) -> None:
        self._drop_inner(statement)
        start, end = self._span(statement)
        is_whole = self.config.text[end : end + 1] in {"\n", ""} and start in self._starts
        self._edits.append((start, end + 1 if is_whole else end, "" if is_whole else "None"))

    def _added(self, assigned: set[str]) -> str:
        """Return the lines that follow the old ones."""
        config, values = self.config, self.config.values
        is_there = any(
            isinstance(each, ast.Name) and each.id == "extensions" for each in ast.walk(config.tree)
        )
        lines = [f'extensions {"+=" if is_there else "="} ["{_EXTENSION}"]'] * (not self._has_extension)
        lines.append("# The labels and the addresses of the lists that ABlog made go on working.")
        lines.append("notes_ablog = True")
        if "blog_path" not in assigned and "notes_path" not in assigned:
            lines.append(f"notes_path = {literal(config.path)}")
        if not {"blog_post_pattern", "notes_match"} & assigned:
            lines.append("notes_match = []  # notes say so: kind: note")
        if "notes_future" not in assigned:
            lines.append('notes_future = "hide"')
        if (given := feeds(values, config.path)) and "notes_feeds" not in assigned:
            lines.append(f"notes_feeds = {literal(given)}")
        return "\n".join(lines) + "\n"


def _why(name: str, is_set: bool) -> str:
    if is_set:
        return "the option of the same meaning is set"
    if name in {"blog_authors", "blog_post_pattern"}:
        return "expected plain values"
    if name.startswith("disqus"):
        return "threads are kept in files here"
    return "there is no such option here"


def _authors(value: Any) -> Any:
    """Return authors as they are here; ABlog has pairs of a name and an address."""
    if not isinstance(value, dict):
        return {}
    authors = {}
    for key, each in value.items():
        pair = list(each) if isinstance(each, (list, tuple)) else [each]
        name, url = str(pair[0] if pair and pair[0] else key), pair[1] if len(pair) > 1 else None
        authors[str(key)] = {"name": name, "url": str(url)} if url else {"name": name}
    return authors
