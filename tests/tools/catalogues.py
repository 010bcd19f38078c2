"""Collect the messages of the package, and bring the catalogues of its translations up to date.

Run ``python tests/tools/catalogues.py``: every catalogue in ``locales`` gets the messages that it lacks,
empty, and loses those that the package no longer has. With a language, as in ``catalogues.py pl``, only its
catalogue is brought up to date, or begun.
"""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from sphinx_research_notes.languages import AXIS, CITO, DOMAIN, LOCALES, STATUS
from sphinx_research_notes.model.cito import PROPERTIES, words_of
from sphinx_research_notes.model.statuses import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = LOCALES.parent
#: The names by which our code and our templates call gettext. In code, ``_`` is Sphinx's.
IN_CODE = {"gettext": None, "gettext_noop": None, "ngettext": (1, 2)}
IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}

HEADER = """\
# {name}
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def template() -> Catalog:
    """Return all messages of the package, without translations."""
    catalog = Catalog(project="sphinx-research-notes", charset="utf-8")
    code = extract_from_dir(PACKAGE, [("**.py", "python")], keywords=IN_CODE)
    # Not by name: Babel before 2.15 may not find it.
    method: Any = babel_extract
    templates = extract_from_dir(
        PACKAGE, [("**.html", method)], {"**": {"silent": "false"}}, keywords=IN_TEMPLATES
    )
    for _, _, message, _, _ in (*code, *templates):
        catalog.add(message)
    for axis, labels in SHIPPED.items():
        catalog.add(axis.capitalize(), context=AXIS)
        for label in labels:
            if not label.word.isdigit():
                catalog.add(label.word, context=STATUS)
                catalog.add(label.meaning)
    for reason in PROPERTIES:
        catalog.add(words_of(reason), context=CITO)
    return catalog


def read(language: str) -> Catalog:
    """Return the catalogue of *language*; an empty one if there is none."""
    file = path(language)
    if not file.is_file():
        return Catalog(locale=language, project="sphinx-research-notes", charset="utf-8", fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def path(language: str) -> Path:
    """Return the file of the catalogue of *language*."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(file.parents[1].name for file in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def update(language: str) -> None:
    """Bring the catalogue of *language* up to date with the package."""
    catalog = read(language)
    catalog.update(template(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    file = path(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    # No places and no dates: they would change with every line of code, and every time.
    messages = BytesIO()
    write_po(messages, catalog, width=100, no_location=True, omit_header=True)
    name = Locale.parse(language).get_display_name("en")
    header = HEADER.format(name=name, language=language, plurals=catalog.plural_forms)
    file.write_text(header + messages.getvalue().decode(), "utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:] or languages():
        update(each)
