"""The scripts that Sphinx copies for the language of a site.

There is no public list of them: only a private method of ``StandaloneHTMLBuilder`` tells whether
``translations.js`` is copied. No upstream issue is known; its title could be "Let builders list the static
files that they copy". Checked on Sphinx 8.2 to 9.2; on a version without that method, a ``translations.js``
is always assumed to be Sphinx's. It can go when builders list the files that they copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def language_copies(builder: Any) -> set[str]:
    """Return the scripts that *builder* copies for the site's language, relative to the output folder."""
    indexer = getattr(builder, "indexer", None)
    scripts = {
        f"_static/{Path(path).name}" for path in (indexer.get_js_stemmer_rawcodes() if indexer else ())
    }
    translations = getattr(builder, "_get_translations_js", lambda: True)
    return scripts | ({"_static/translations.js"} if translations() else set())
