"""Read a project of Sphinx with ABlog, and plan the same without it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...frontmatter.encodings import encoding_fault
from ...model.patterns import matches
from ..documents import paths_in
from ..files import decoded, read_text
from ..markdown.source import Source
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile, named_from_source
from ..site_conf import requirements
from .conf_text import ConfText
from .config import CONF, SUFFIXES, Config, folder_of, read_config
from .lists import rewrite_lists
from .outside import Outside, shown_in
from .posts import as_note, directive_in, is_rst, read_post
from .sections import divide

if TYPE_CHECKING:
    from pathlib import Path

    from ..documents import Document
    from ..records import Options

#: What builds leave behind.
_MADE = {"_build", "_website", "__pycache__", "node_modules", "jupyter_execute"}
_NEEDED = "requirements.txt"


def recognizes(source: Path) -> bool:
    """Whether *source* has a ``conf.py`` that names ABlog."""
    return source.is_dir() and folder_of(source) is not None


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the project in *source*; raises NotImportable, and OSError."""
    if not source.is_dir():
        raise NotImportable(f"expected the folder of a project, found {source}; nothing has been written")
    config = read_config(source)
    outside = Outside(config, source)
    outside.find()
    conf = ConfText(config, lost=frozenset(outside.lost))
    files: list[TextFile | CopiedFile] = [
        outside.renamed(conf.written()),
        *outside.files(options, _is_skipped),
    ]
    pages, findings = [], [*conf.findings, *outside.findings]
    if config.is_dirhtml:
        detail = "addresses end in a slash, as they did, with research-notes build -b dirhtml"
        findings.append(Finding(Outcome.KEPT, "builder dirhtml", CONF, None, detail))
    paths = [path for path in paths_in(config.folder, options, _is_skipped) if path != CONF]
    for number, path in enumerate(paths):
        options.progress(number, len(paths))
        if path == _NEEDED:
            files.append(_requirements(read_text(config.folder / path)))
        elif path.endswith(_suffixes(config)) and not config.is_excluded(path):
            pages.append(_page(path, config, files, findings))
        else:
            files.append(CopiedFile(path, config.folder / path))
    if _NEEDED not in paths:
        outer = next((each for each in (source / _NEEDED, source / "docs" / _NEEDED) if each.is_file()), None)
        files.append(_requirements(read_text(outer)) if outer else requirements())
    builder = "dirhtml" if config.is_dirhtml else "html"
    plan = Plan("ABlog", tuple(files), tuple(pages), tuple(findings), builder)
    return named_from_source(plan, config.folder.relative_to(source).as_posix())


def _suffixes(config: Config) -> tuple[str, ...]:
    """Return the suffixes of documents."""
    given = config.values.get("source_suffix")
    named = (
        [given] if isinstance(given, str) else list(given) if isinstance(given, (list, tuple, dict)) else []
    )
    return tuple(each for each in (*SUFFIXES[:3], *map(str, named)) if each)


def _is_skipped(path: str) -> bool:
    name = path.rstrip("/").rpartition("/")[2]
    return name.startswith(".") or (path.endswith("/") and name in _MADE)


def _requirements(text: str) -> TextFile:
    """Return the old requirements with this package instead of ABlog."""
    changed = re.sub(r"(?mi)^ablog(?![\w.-]).*$", "sphinx-research-notes", text)
    if "sphinx-research-notes" not in changed:
        changed = f"{changed.rstrip()}\nsphinx-research-notes\n".lstrip()
    return TextFile(_NEEDED, changed, _NEEDED)


def _page(path: str, config: Config, files: list[TextFile | CopiedFile], findings: list[Finding]) -> Page:
    """Add the file that the document at *path* becomes, and return its page."""
    file = config.folder / path
    docname = path[: -len(next(each for each in _suffixes(config) if path.endswith(each)))]
    address = f"/{config.uri(docname)}"
    if path.endswith(".ipynb"):
        files.append(CopiedFile(path, file))
        return Page(path, path, address)
    data = file.read_bytes()
    before = decoded(data)
    if shown := list(shown_in(path, before, config.folder)):
        known = {each.target for each in files}
        files += [each for each in shown if each.target not in known]
    document = read_post(path, before)
    document.target = path
    text = _text(document, config, findings)
    normal = before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    is_same = text == normal and encoding_fault(data) is None
    files.append(CopiedFile(path, file) if is_same else TextFile(path, text, path))
    return Page(path, path, "" if document.is_draft else address, document.is_draft)


def _text(document: Document, config: Config, findings: list[Finding]) -> str:
    """Return the text that *document* becomes."""
    front = document.front
    before = front.body
    findings += divide(document, config) if not front.fault else []
    post = directive_in(document)
    is_matched = any(matches(document.docname, each) for each in config.patterns)
    findings += front.findings(document.path)
    if front.fault:
        detail = "the file stays as it is, and hidden"
        findings.append(Finding(Outcome.KEPT, "front matter", document.path, 1, detail))
    elif post or is_matched or "blogpost" in {name.lower() for name in front.values}:
        findings += as_note(document, post, config, is_matched=is_matched)
    rst = is_rst(document.path)
    source = Source(front.body, document.path, front.body_line)
    rewrite_lists(source, rst=rst)
    findings += source.findings
    if rst:
        return source.text
    head = front.written()
    if source.text == before and front.is_there:
        return f"{head}{source.text}"
    return f"{head}\n{source.text.lstrip(chr(10))}" if head and not front.is_there else f"{head}{source.text}"
