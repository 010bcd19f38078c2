"""The works that documents cite, from ``.bib`` files, CSL and front matter, in one file."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..bibliography import Bibliography
from ..files import leads_out, read_text
from ..records import Finding, NotImportable, Outcome
from ..yaml_files import read_yaml
from .csl import bibtex
from .project import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..documents import Document
    from .project import Project

_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,{}=\"]+)\s*,")


@dataclass(slots=True)
class Works:
    """The bibliography of the new site, and what works are called in it."""

    source: Path
    project: Project
    findings: list[Finding]
    bibliography: Bibliography = field(default_factory=Bibliography)
    #: By file: the keys in it, and those that they have here.
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    def keys(self, document: Document, defaults: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        """Return the keys that *document* can cite by, and those here; *defaults*: metadata of folders."""
        keys: dict[str, str] = {}
        folders = ((each, defaults[each]) for each in sorted(defaults) if _is_in(document, each))
        for folder, values in (("", self.project.values), *folders, (document.folder, document.front.values)):
            for path in self._paths(folder, values):
                keys |= self._keys_of_file(path)
            if works := values.get("references"):
                keys |= self._added(bibtex(works), document.docname)
        return keys

    def _paths(self, folder: str, values: Mapping[str, Any]) -> Iterator[str]:
        website = values.get("website")
        given = [values, website] if isinstance(website, dict) else [values]
        for each in given:
            for name in texts_of(each.get("bibliography")):
                base = "" if name.startswith("/") else folder
                yield posixpath.normpath(posixpath.join(base, name.lstrip("/")))

    def _keys_of_file(self, path: str) -> dict[str, str]:
        if path not in self._known:
            self._known[path] = {}
            file = self.source / path
            text = self._text(file, path)
            if text is not None:
                self._known[path] = self._added(text, posixpath.dirname(path).rpartition("/")[2] or file.stem)
        return self._known[path]

    def _added(self, text: str, name: str) -> dict[str, str]:
        renamed = self.bibliography.add(
            text, re.sub(r"[^\w-]+", "-", name.removesuffix("/index").rpartition("/")[2])
        )
        return {key: renamed.get(key, key) for key in _KEY.findall(text)}

    def _text(self, file: Path, path: str) -> str | None:
        """Return the works in *file* as BibTeX; None if it cannot be read."""
        why = "it isn't there"
        if (
            file.is_file()
            and self.source.resolve() in file.resolve().parents
            and not leads_out(file, self.source)
        ):
            suffix = file.suffix.lower()
            try:
                if suffix in {".bib", ".bibtex", ".biblatex"}:
                    return read_text(file)
                if suffix == ".json":
                    return bibtex(json.loads(read_text(file)))
                if suffix in {".yaml", ".yml"}:
                    return bibtex(read_yaml(file))
                why = "expected BibTeX or CSL"
            except (ValueError, NotImportable) as error:
                why = " ".join(str(error).split())
        self.findings.append(Finding(Outcome.LEFT_OUT, "bibliography", path, None, why))
        return None


def _is_in(document: Document, folder: str) -> bool:
    return not folder or document.path.startswith(f"{folder}/")
