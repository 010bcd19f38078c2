"""Files, pictures, languages and lists of pages, as templates see them."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from .gotemplates.list_functions import ordered
from .gotemplates.values import Params, Thing, Unknown, as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from .config import Config
    from .documents import Document


class File(Thing):
    """The file of a page."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def member(self, name: str) -> Any:
        """Return a part of its path; raises Unknown."""
        path = PurePosixPath(self.document.path)
        found = {
            "Path": str(path), "LogicalName": path.name, "BaseFileName": path.stem, "Ext": path.suffix[1:],
            "TranslationBaseName": path.stem, "ContentBaseName": self.document.name,
            "Dir": f"{path.parent}/" if str(path.parent) != "." else "",
        }  # fmt: skip
        if name not in found:
            raise Unknown(f".File.{name}")
        return found[name]


class Resource(Thing):
    """A file beside a page, or one of the site. Pictures are shown as they are."""

    __slots__ = ("address", "name", "read")

    def __init__(self, name: str, address: str, read: Callable[[str], str | None]) -> None:
        self.name = name
        self.address = address
        #: Returns the text of the file; None if it has none.
        self.read = read

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        if name in {"RelPermalink", "Permalink"}:
            return self.address
        if name in {"Name", "Title"}:
            return self.name
        if name == "Content" and (text := self.read(self.name)) is not None:
            return text
        if name in {"Width", "Height"}:
            return ""
        if name == "ResourceType":
            return "image"
        if name in {"Resize", "Fit", "Fill", "Crop", "Process", "Filter"}:
            return lambda *args: self
        raise Unknown(f".{name}")


class Resources(Thing):
    """The files beside a page."""

    __slots__ = ("file", "names", "read")

    def __init__(
        self,
        file: Callable[[str], str],
        names: Callable[[], list[str]],
        read: Callable[[str], str | None],
    ) -> None:
        #: Returns the address of a file; empty if there is none.
        self.file = file
        #: Returns the names of the pictures.
        self.names = names
        #: Returns the text of a file; None if it has none.
        self.read = read

    def get(self, name: Any) -> Resource | None:
        """Return the file *name*; None if there is none."""
        found = self.file(as_text(name))
        return Resource(as_text(name), found, self.read) if found else None

    def match(self, pattern: Any) -> list[Resource]:
        """Return the pictures whose names have *pattern*."""
        wanted = as_text(pattern).replace("**", "*").lower()
        return [each for name in self.names() if fnmatch(name.lower(), wanted) and (each := self.get(name))]

    def _by_type(self, kind: Any) -> list[Resource]:
        if kind != "image":
            raise Unknown(f"files of the type {kind}")
        return self.match("*")

    def member(self, name: str) -> Any:
        """Return one of its methods; raises Unknown."""
        if name == "Get":
            return self.get
        if name == "Match":
            return self.match
        if name == "GetMatch":
            return lambda pattern: self.get(pattern) or next(iter(self.match(pattern)), None)
        if name == "ByType":
            return self._by_type
        raise Unknown(f".Resources.{name}")


class PageList(list[Any], Thing):
    """A list of pages."""

    __slots__ = ()

    def member(self, name: str) -> Any:
        """Return it in another order; raises Unknown."""
        if name == "Reverse":
            return PageList(self[::-1])
        if name == "Len":
            return len(self)
        if name in {"ByTitle", "ByLinkTitle", "ByWeight", "ByDate"}:
            keys = {"ByTitle": "Title", "ByLinkTitle": "LinkTitle", "ByWeight": "Weight", "ByDate": "Date"}
            return ordered(self, keys[name])
        if name == "ByParam":
            return lambda key: ordered(self, f"Params.{key}")
        raise Unknown(f".{name}")


class Language(Thing):
    """A language of the site."""

    __slots__ = ("code", "config")

    def __init__(self, code: str, config: Config) -> None:
        self.code = code
        self.config = config

    def member(self, name: str) -> Any:
        """Return its code, its name, its direction or its parameters; raises Unknown."""
        own = f"languages.{self.code}"
        if name in {"Lang", "LanguageCode", "Locale"}:
            return self.code
        if name in {"Direction", "LanguageDirection"}:
            return self.config.text(f"{own}.direction", f"{own}.languagedirection") or "ltr"
        if name in {"Label", "LanguageName"}:
            return self.config.text(f"{own}.label", f"{own}.languagename")
        if name == "Params":
            return Params(self.config.at(f"{own}.params") or {})
        raise Unknown(f".Language.{name}")
