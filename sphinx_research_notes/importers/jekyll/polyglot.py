"""Sites in several languages, as jekyll-polyglot (https://github.com/untra/polyglot) makes them.

Documents of a language other than the default one are below its code, such as ``/es/about/``; there, what
isn't translated is shown as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from .config import Config
    from .documents import Document


def place_languages(documents: Sequence[Document], config: Config) -> Iterator[Finding]:
    """Give *documents* their languages and addresses, and yield what was done."""
    languages = _languages(config)
    if not languages:
        return
    default = config.text("default_lang") or languages[0]
    from_path = config.text("lang_from_path").lower() == "true" or config.values.get("lang_from_path") is True
    by_address: dict[str, Document] = {}
    for document in documents:
        lang = document.front.text_of("lang") or str(document.defaults.get("lang") or "")
        if not lang and from_path:
            lang = next((step for step in document.path.split("/") if step in languages), "")
        document.lang = lang if lang in languages else default
        if document.lang == default and document.address:
            by_address.setdefault(document.address, document)
    for document in documents:
        if document.lang == default or not document.address:
            continue
        document.original = by_address.get(document.address)
        document.address = f"/{document.lang}{document.address}"
        if "lang" not in document.front.values:
            document.front.put("lang", document.lang)
            yield Finding(Outcome.CHANGED, "front matter: lang", document.path, None, "from its folder")


def mark_translations(documents: Sequence[Document]) -> None:
    """Say in the front matter of notes which one they translate."""
    for document in documents:
        original = document.original
        if original is not None and document.is_note and "translation_of" not in document.front.values:
            document.front.put("translation_of", f"/{original.target.rpartition('.')[0]}")


def untranslated(
    shown: Sequence[Document], config: Config, there: Container[str]
) -> Iterator[tuple[str, Document]]:
    """Yield the addresses at which published documents were shown in place of a translation.

    *there*: the addresses of all documents.
    """
    languages = _languages(config)
    default = config.text("default_lang") or next(iter(languages), "")
    for document in shown:
        if not document.address or document.lang != default:
            continue
        for lang in languages:
            old = f"/{lang}{document.address}"
            if lang != default and old not in there:
                yield old, document


def _languages(config: Config) -> list[str]:
    found = config.values.get("languages")
    plugins = [str(each) for key in ("plugins", "gems") for each in (config.values.get(key) or [])]
    is_used = "jekyll-polyglot" in plugins or config.text("default_lang")
    return [str(each) for each in found] if isinstance(found, list) and is_used else []
