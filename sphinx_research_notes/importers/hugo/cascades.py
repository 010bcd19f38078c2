"""What the pages of folders, and the site, say of all the pages below them: ``cascade``."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .config import Config
    from .documents import Document


def cascade(documents: list[Document], config: Config) -> None:
    """Give each document what the sections above it, and the site, cascade."""
    # Language, or None for all; folder; target; values.
    rules: list[tuple[str | None, str, dict[str, Any], dict[str, Any]]] = []
    for given, lang, folder in [(config.at("cascade"), None, "")] + [
        (each.value("cascade"), each.lang, "/".join(PurePosixPath(each.path).parts[:-1]))
        for each in documents
        if each.is_list
    ]:
        for rule in given if isinstance(given, list) else [given]:
            if isinstance(rule, dict):
                target = rule.get("target") or rule.get("_target") or {}
                values = {
                    key: value for key, value in rule.items() if key not in {"target", "_target", "params"}
                }
                more = rule.get("params")
                values |= more if isinstance(more, dict) else {}
                rules.append((lang, folder, target if isinstance(target, dict) else {}, values))
    rules.sort(key=lambda rule: len(rule[1]))
    for document in documents:
        for lang, folder, target, values in rules:
            is_below = not folder or document.path.startswith(f"{folder}/")
            if is_below and lang in {None, document.lang} and _is_meant(document, target, config):
                document.cascade.update(values)


def _is_meant(document: Document, target: dict[str, Any], config: Config) -> bool:
    """Whether *document* is among those that a cascade is for."""
    kind = "home" if document.path.startswith("_index.") else "section" if document.is_list else "page"
    kinds = re.findall(r"\w+", str(target.get("kind", "")))
    path = str(target.get("path", "")).strip("{}")
    if kinds and kind not in kinds:
        return False
    wanted = {"lang": document.lang or config.default, "environment": "production"}
    if any(
        not fnmatch(value, str(target[name]).lower()) for name, value in wanted.items() if target.get(name)
    ):
        return False
    patterns = [
        re.escape(each).replace(r"\*\*", ".*").replace(r"\*", "[^/]*") for each in path.split(",") if each
    ]
    page = f"/{document.path.removesuffix(document.suffix)}"
    return not patterns or any(re.fullmatch(each, page) for each in patterns)
