"""The names that conf.py gives a value, which Sphinx keeps to itself (``Config._raw_config``).

A misspelt option is in no public list: Sphinx knows the options that extensions declare, and ignores all
other names. Checked on Sphinx 8.2 to 9.2; where there is no such attribute, no name is known and none is
complained of. It can go when ``Config`` names what it has ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.config import Config


def names_in_conf(config: Config) -> set[str]:
    """The names in conf.py that stand for a value, not for a function or a class."""
    raw: Any = getattr(config, "_raw_config", {})
    return {name for name, value in raw.items() if isinstance(name, str) and not callable(value)}
