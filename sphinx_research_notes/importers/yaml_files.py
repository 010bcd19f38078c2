"""Read YAML in which other programs have tags of their own, such as ``!ENV`` and ``!!python/name``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from .files import decoded
from .records import NotImportable

if TYPE_CHECKING:
    from pathlib import Path


class _Lenient(yaml.SafeLoader):
    """Takes values with unknown tags as text, and nothing as code."""


def _as_text(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else None


_Lenient.add_multi_constructor("!", _as_text)
_Lenient.add_multi_constructor("tag:yaml.org,2002:python/", _as_text)


#: A tab after a value, which PyYAML refuses, and js-yaml, which Quarto reads with, doesn't.
_TAB = re.compile(r"(?<=\S)[ ]*\t[ \t]*(?=#|$)", re.MULTILINE)


def read_yaml(file: Path) -> Any:
    """Return the content of *file*; raises NotImportable if it isn't YAML, and OSError."""
    try:
        # A loader that makes plain values only.
        return yaml.load(_TAB.sub(" ", decoded(file.read_bytes())), _Lenient) or {}
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise NotImportable(f"expected YAML in {file}, found {said}; nothing has been written") from None
