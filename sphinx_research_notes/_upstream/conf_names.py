"""The names that conf.py assigns, including those that are not options.

Sphinx knows the options that extensions declare and ignores all other names, so a misspelt option is only in
the private ``Config._raw_config``. No upstream issue is known; its title could be "Expose or report names in
conf.py that match no option". Checked on Sphinx 8.2 to 9.2; on a version without that attribute, no
misspelling is reported. It can go when ``Config`` exposes the names that it ignores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.config import Config


def values_in_conf(config: Config) -> dict[str, Any]:
    """Return what conf.py assigns, by name, whether or not it is an option."""
    return dict(getattr(config, "_raw_config", {}))


def names_in_conf(config: Config) -> set[str]:
    """Return the names that conf.py assigns, without functions and classes."""
    raw: Any = getattr(config, "_raw_config", {})
    return {name for name, value in raw.items() if isinstance(name, str) and not callable(value)}
