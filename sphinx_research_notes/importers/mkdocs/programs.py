"""What programs made of a site: said where it is lost. Notebooks of mkdocs-jupyter are pages here, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..site_conf import Site
    from .config import Config

_JUPYTER = ("mkdocs-jupyter", "jupyter")
#: Plug-ins that make pages, or texts of pages, from something else than the pages' sources.
_MAKERS = (
    "gen-files", "mkdocstrings", "api-autonav", "autoapi", "mkdoxy", "coverage", "click", "markdown-exec",
    "table-reader", "swagger-ui-tag", "monorepo", "multirepo", "simple", "gallery", "bibtex",
)  # fmt: skip


def made_by_programs(config: Config) -> Iterator[Finding]:
    """Yield hooks, and plug-ins that make pages or texts: none of them is run."""
    hooks = config.values.get("hooks")
    why = "a program, which isn't run; what it made of pages isn't in the source"
    for each in hooks if isinstance(hooks, list) else []:
        yield Finding(Outcome.UNKNOWN, "hook", config.source, None, f"{each}: {why}")
    for name in _MAKERS:
        if config.options_of("plugins", name) is not None:
            yield Finding(Outcome.UNKNOWN, "plug-in", config.source, None, f"{name}: {why}")


def notebooks_in(config: Config, files: Iterable[str]) -> dict[str, str]:
    """Return the addresses of notebooks that were pages of the site, by their paths in its folder."""
    if config.options_of("plugins", *_JUPYTER) is None:
        return {}
    end = "/" if config.folders else ".html"
    found = {}
    for path in files:
        if path.endswith(".ipynb"):
            place = f"/{path.removesuffix('.ipynb')}{end}"
            found[path] = place.removesuffix(f"index{end}") if place.endswith(f"/index{end}") else place
    return found


def with_notebooks(site: Site, notebooks: Mapping[str, str]) -> Site:
    """Return *site* so that it shows *notebooks*, without running them."""
    if not notebooks:
        return site
    more = {**site.more, "nb_execution_mode": "off"}
    return replace(site, extensions=(*site.extensions, "myst_nb"), more=more)


def moved_notebooks(notebooks: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the former addresses of *notebooks*, each with its page here and its name."""
    pages = {path: f"{path.removesuffix('.ipynb')}.html" for path in notebooks}
    return {
        address: (pages[path], path)
        for path, address in notebooks.items()
        if address not in {f"/{pages[path]}", f"/{pages[path].removesuffix('index.html')}"}
    }
