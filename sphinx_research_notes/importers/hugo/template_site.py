"""The site, its data files and the call of a shortcode, as templates see them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from ..files import read_text, why_left_alone
from .calls import Bare
from .gotemplates.interpreter import Budget, Interpreter
from .gotemplates.layouts import with_moments
from .gotemplates.list_functions import Scratch, merged
from .gotemplates.number_functions import NUMBERS, Newest
from .gotemplates.values import Plain, Safe, Thing, Unknown, as_text, lowered
from .rendering import as_code, as_markdown
from .template_files import Language, Resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .calls import Call
    from .template_files import PageList
    from .template_pages import Page, Tree

_DATA = (".toml", ".yaml", ".yml", ".json")
#: Larger data isn't read, in bytes.
_LARGEST = 5_000_000


@cache
def _read(file: Path) -> Any:
    """Return what is in the data *file*; raises Unknown."""
    if file.stat().st_size > _LARGEST:
        raise Unknown(f"the data in {file.name} is too large")
    text = read_text(file)
    try:
        if file.suffix == ".toml":
            return with_moments(tomllib.loads(text))
        return json.loads(text) if file.suffix == ".json" else with_moments(yaml.safe_load(text))
    except (ValueError, TypeError, RecursionError, yaml.YAMLError):
        raise Unknown(f"the data in {file.name} can't be read") from None


class Data(Thing):
    """A folder of data files, of the site and its themes."""

    __slots__ = ("folders", "source")

    def __init__(self, folders: list[Path], source: Path) -> None:
        self.folders = folders
        self.source = source

    def member(self, name: str) -> Any:
        """Return the data of that name; None if there is none; raises Unknown."""
        if not re.fullmatch(r"[\w. -]+", name) or name.startswith("."):
            return None
        for folder in self.folders:
            for suffix in _DATA:
                file = folder / f"{name}{suffix}"
                if file.is_file() and not why_left_alone(file, self.source):
                    return _read(file)
        inside = [folder / name for folder in self.folders if (folder / name).is_dir()]
        return Data(inside, self.source) if inside else None


@dataclass(frozen=True, slots=True)
class Site(Thing):
    """The site."""

    tree: Tree
    source: Path
    #: The code of its language, if it isn't the default one.
    lang: str = ""

    def home(self) -> Page:
        """Return the home page; raises Unknown if it has no text of its own."""
        found = self.tree.sections.get((self.lang, ""))
        if found is None:
            raise Unknown("the home page has no page of its own")
        return self.tree.page(found)

    def find(self, *given: Any) -> Page | None:
        """Return the page at a path; None if readers could see none there."""
        path = as_text(given[-1])
        pages, bare = self.tree.pages, path.strip("/").lower()
        found = pages.by_path.get((self.lang, re.sub(r"(?:/_?index)?(?:\.md)?$", "", bare)))
        found = found or pages.by_name.get((self.lang, bare))
        return self.tree.page(found) if found and self.tree.is_public(found) else None

    def pages(self, kind: str = "") -> PageList:
        """Return all pages of the site in its language."""
        return self.tree.listed(
            each for inside in self.tree.inside.values() for each in inside
            if each.lang == self.lang and each.address and (not kind or each.is_list == (kind == "section"))
        )  # fmt: skip

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        config = self.tree.config
        if name == "Data":
            return Data([self.source / base / "data" for base in ("", *config.themes())], self.source)
        if name == "Params":
            given = (config.at(path) for path in ("params", f"languages.{self.lang}.params"))
            return lowered(merged(*(each for each in given if isinstance(each, dict))))
        if name in {"Pages", "RegularPages"}:
            return self.pages("page" if name == "RegularPages" else "")
        if name == "Sections":
            return self.home().pages("section")
        if name == "GetPage":
            return self.find
        if name == "Home":
            return self.home()
        if name in {"Language", "LanguageCode"}:
            code = self.lang or config.default
            return Language(code, config) if name == "Language" or self.lang else config.language
        if name in {"Title", "BaseURL", "Copyright"}:
            own = (f"languages.{self.lang}.{name.lower()}",) if self.lang else ()
            return config.text(*own, name.lower())
        raise Unknown(f"site.{name}")


class Hugo(Thing):
    """Hugo itself, when it builds a site for its readers."""

    __slots__ = ("site",)

    def __init__(self, site: Site) -> None:
        self.site = site

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        if name == "Data":
            return self.site.member("Data")
        known: dict[str, Any] = {"IsProduction": True, "IsServer": False, "IsDevelopment": False,
                                 "Environment": "production",
                 "Version": Newest()}  # fmt: skip
        if name not in known:
            raise Unknown(f"hugo.{name}")
        return known[name]


def _argument(text: str) -> str:
    return Plain(text) if isinstance(text, Bare) else text


class Shortcode(Thing):
    """A shortcode as its template sees it."""

    __slots__ = ("call", "kept", "number", "page", "site")

    def __init__(self, call: Call, page: Page, site: Site, number: int) -> None:
        self.call = call
        self.page = page
        self.site = site
        self.number = number
        self.kept = Scratch()

    def argument(self, key: Any) -> str:
        """Return an argument; empty if it isn't given."""
        return _argument(self.call.given.get(as_text(key), ""))

    def member(self, name: str) -> Any:
        """Return what *name* is of it; raises Unknown."""
        call = self.call
        is_named = any(not key.isdigit() for key in call.given)
        found: dict[str, Any] = {
            "Get": self.argument, "Page": self.page, "Site": self.site, "Name": call.name, "Position": "",
            "Scratch": self.kept, "Store": self.kept, "IsNamedParams": is_named, "Ordinal": self.number,
            "Ref": self.page.linked, "RelRef": self.page.linked,
        }  # fmt: skip
        if name == "Params":
            given = {key: _argument(each) for key, each in call.given.items()}
            return given if is_named else [given[key] for key in sorted(given, key=int)]
        if name in {"Inner", "InnerDeindent"}:
            return Safe((call.content or "").strip("\n"))
        if name not in found:
            raise Unknown(f".{name}")
        return found[name]


@dataclass(slots=True)
class Templates:
    """What is known of a site while its templates are run."""

    tree: Tree
    source: Path
    #: Returns the text of a partial; None if there is none.
    partial: Callable[[str], str | None]
    budget: Budget = field(default_factory=Budget)

    def shown(self, template: str, call: Call, page: Page, number: int) -> str:
        """Return what *template* shows for *call* on *page*; raises Unknown."""
        return self.run(template, Shortcode(call, page, self._site(page), number), page)

    def run(self, template: str, dot: Thing, page: Page) -> str:
        """Return what *template* shows for *dot* on *page*; raises Unknown."""
        named = self._named(self._site(page), page)
        return Interpreter(named, self.partial, self.budget).run(template, dot)

    def _site(self, page: Page) -> Site:
        return Site(self.tree, self.source, page.document.lang)

    def _number(self, precision: Any, value: Any) -> str:
        """Return *value* as people write it in English; raises Unknown for other languages."""
        if not self.tree.config.language.lower().startswith("en"):
            raise Unknown("lang.FormatNumber")
        return f"{NUMBERS['float'](value):,.{int(precision)}f}"

    def _translation(self, key: str, lang: str) -> str:
        """Return what a theme says for *key* in *lang*; raises Unknown."""
        for code in dict.fromkeys((lang, self.tree.config.default, "en")):
            for base in ("", *self.tree.config.themes()):
                found = Data([self.source / base / "i18n"], self.source).member(code)
                found = found.get(key) if isinstance(found, dict) else None
                found = found.get("other") if isinstance(found, dict) else found
                if isinstance(found, str) and "{{" not in found:
                    return found
        raise Unknown(f"the text for {key!r}")

    def _named(self, site: Site, page: Page) -> dict[str, Any]:
        config = self.tree.config

        def relative(path: Any) -> str:
            text = as_text(path)
            return text if re.match(r"[a-z][\w+.-]*:|//|#|/", text) else f"/{text}"

        def read(name: str) -> str | None:
            return self.tree.read(page.document, f"/{name.lstrip('/')}")

        def resource(name: Any) -> Resource | None:
            address = self.tree.file(page.document, f"/{as_text(name).lstrip('/')}")
            return Resource(as_text(name), address, read) if address else None

        def translated(key: Any, *given: Any) -> str:
            return self._translation(as_text(key), page.document.lang or config.default)

        def exists(name: Any) -> bool:
            file = self.source / as_text(name).lstrip("/")
            return ".." not in file.parts and file.is_file() and not why_left_alone(file, self.source)

        return {
            "site": site, "page": page, "hugo": Hugo(site), "resources.Get": resource,
            **dict.fromkeys(("relURL", "absURL", "relLangURL", "absLangURL", "urls.RelURL", "urls.AbsURL",
                             "urls.RelLangURL", "urls.AbsLangURL"), relative),
            "lang.FormatNumber": self._number,
            **dict.fromkeys(("i18n", "T", "lang.Translate"), translated),
            **dict.fromkeys(("fileExists", "os.FileExists"), exists),
            **dict.fromkeys(("markdownify", "transform.Markdownify"), as_markdown),
            **dict.fromkeys(("highlight", "transform.Highlight"), as_code),
            **dict.fromkeys(("ref", "relref", "urls.Ref", "urls.RelRef"),
                            lambda other, given: page.linked(given)),
            "templates.Exists": lambda name: bool(self.partial(as_text(name).removeprefix("partials/"))),
        }  # fmt: skip
