"""The scripts that Sphinx copies for the language of a site, of which it has no list.

``StandaloneHTMLBuilder`` knows whether there is a ``translations.js`` by a private method alone. Checked on
Sphinx 8.2 to 9.2; where that is gone, the file counts as Sphinx's wherever it lies. It can go when builders
name the files that they copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def language_copies(builder: Any) -> set[str]:
    """The scripts that *builder* copies for the language of the site, from the output folder."""
    indexer = getattr(builder, "indexer", None)
    found = {f"_static/{Path(path).name}" for path in (indexer.get_js_stemmer_rawcodes() if indexer else ())}
    translations = getattr(builder, "_get_translations_js", lambda: True)
    return found | ({"_static/translations.js"} if translations() else set())
