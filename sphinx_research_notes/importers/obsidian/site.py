"""Read a vault of Obsidian, and plan the new site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..markdown.source import Source
from ..records import CopiedFile, Finding, NotImportable, Outcome, Page, Plan, TextFile
from ..site_conf import MYST, Site, conf_py
from .front import rewrite_front_matter
from .links import Links
from .markup import rewrite
from .quartz import address_of
from .vault import read_vault

if TYPE_CHECKING:
    from pathlib import Path

    from ..records import Options
    from .vault import Note, Vault


def recognizes(source: Path) -> bool:
    """Whether *source* is a vault."""
    return (source / ".obsidian").is_dir()


def read(source: Path, options: Options) -> Plan:
    """Return what is to be written for the vault in *source*; raises NotImportable, and OSError."""
    if not source.is_dir():
        raise NotImportable(f"expected the folder of a vault, found {source}; nothing has been written")
    vault = read_vault(source, options)
    if not vault.notes:
        raise NotImportable(f"expected notes (*.md) in {source}, found none; nothing has been written")
    links = Links(vault)
    for note in vault.notes:
        links.collect_blocks(note.front.body, note)
    findings = [Finding(Outcome.LEFT_OUT, "file", path, None, why) for path, why in vault.left_out.items()]
    texts = []
    for number, note in enumerate(vault.notes):
        options.progress(number, len(vault.notes))
        texts.append(_text(note, vault, links, findings))
    copied = [CopiedFile(path, source / path) for path in vault.files if path in links.used]
    findings += (
        Finding(Outcome.LEFT_OUT, "file", path, None, "no note shows it or links to it")
        for path in vault.files
        if path not in links.used
    )
    index = TextFile("index.md", f"---\nkind: page\n---\n\n# {source.resolve().name}\n\n```{{notes}}\n```\n")
    has_index = any(note.path == "index.md" for note in vault.notes)
    requirements = TextFile("requirements.txt", "sphinx-research-notes\n")
    return Plan(
        "Obsidian",
        (conf_py(_site(vault, source)), *([] if has_index else [index]), requirements, *texts, *copied),
        tuple(_page(note, vault) for note in vault.notes),
        tuple(findings),
    )


def _page(note: Note, vault: Vault) -> Page:
    is_draft = note.front.is_true("draft")
    return Page(note.path, note.path, "" if is_draft else _address(note, vault), is_draft)


def _site(vault: Vault, source: Path) -> Site:
    """Return what the settings of the vault, or of Quartz, say of the site."""
    quartz = vault.quartz
    return Site(
        title=(quartz and quartz.title) or source.resolve().name,
        url=quartz.url if quartz else "",
        language=(quartz and quartz.language) or "en",
        permalink="quartz" if quartz else "",
        feeds={"index.xml": "rss"} if quartz and quartz.url else {},
        match=("**",),
        exclude=("requirements.txt",),
        myst=(*MYST, "tasklist"),
        readme=any(note.path == "README.md" for note in vault.notes),
        more={} if vault.strict_line_breaks else {"notes_line_breaks": True},
        source="a garden of Quartz" if quartz else "a vault of Obsidian",
    )


def _address(note: Note, vault: Vault) -> str:
    """Return the old address of *note*; empty if it is known only to where it was published."""
    if vault.quartz:
        return address_of(note.docname)
    permalink = note.front.text_of("permalink").strip("/")
    return f"/{permalink}" if permalink else ""


def _text(note: Note, vault: Vault, links: Links, findings: list[Finding]) -> TextFile:
    """Return the file that *note* becomes."""
    front = note.front
    findings += front.findings(note.path)
    if front.fault:
        findings.append(Finding(Outcome.CHANGED, "front matter", note.path, 1, "a draft: it cannot be read"))
        front.put("draft", True)
    source = Source(front.body, note.path, front.body_line)
    tags = rewrite(source, note, links)
    findings += rewrite_front_matter(note, vault, tags)
    findings += source.findings
    body = source.restored().strip("\n")
    if front.text_of("permalink") in {"/", "index"} and note.path != "index.md":
        front.drop("permalink")
        findings.append(
            Finding(Outcome.CHANGED, "permalink", note.path, None, "the home page lists the notes")
        )
    if note.path == "index.md" and "kind" not in front.values:
        front.put("kind", "page")
    head = front.written()
    return TextFile(note.path, "\n".join(filter(None, (head, f"{body}\n" if body else ""))), note.path)
