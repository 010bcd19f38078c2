"""The value of the option ``notes_live_comments``, and what each service's script is told. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .urls import host_of, site_address, web_address
from .values import Unusable, yes_or_no

if TYPE_CHECKING:
    from .note import Note

#: The services, each with its address, the keys that it needs and those that it may have.
_SERVICES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "giscus": (
        "https://giscus.app",
        ("repo", "repo_id", "category_id"),
        ("category", "reactions", "input", "url"),
    ),
    "utterances": ("https://utteranc.es", ("repo",), ("label", "url")),
    "isso": ("", ("url",), ()),
    "discourse": ("", ("url",), ()),
    "hypothesis": ("https://hypothes.is", (), ("url",)),
}
_REPO = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_EXAMPLE = "{'service': 'giscus', 'repo': 'ada/notes', 'repo_id': 'R_…', 'category_id': 'DIC_…'}"


@dataclass(frozen=True, slots=True)
class LiveComments:
    """Where readers discuss notes."""

    service: str
    #: Its address, without a slash at the end.
    url: str
    repo: str = ""
    repo_id: str = ""
    category: str = ""
    category_id: str = ""
    label: str = ""
    reactions: bool = True
    #: Whether the form stands above the comments: ``top`` or ``bottom``.
    input: str = "bottom"

    @property
    def host(self) -> str:
        """The host that a page asks once a reader wants to see the comments."""
        return host_of(self.url)

    def script(self, term: str, *, address: str, base: str, title: str, lang: str) -> dict[str, str]:
        """Return the attributes of the service's script.

        *term*: the id of the note; *address*: the URL of its page, and *base* that of the site, without a
        slash at its end; both are empty if they are not known.
        """
        if self.service == "giscus":
            return self._giscus(term, lang)
        if self.service == "utterances":
            label = {"label": self.label} if self.label else {}
            return {"src": f"{self.url}/client.js", "repo": self.repo, "issue-term": term, **label}
        if self.service == "isso":
            return {
                "src": f"{self.url}/js/embed.min.js",
                "data-isso": f"{self.url}/",
                "data-isso-id": term if term.startswith("/") else f"/{quote(term, safe='/:')}",
                "data-title": title,
                "data-isso-default-lang": lang.partition("_")[0],
            }
        if self.service == "discourse":
            # Discourse knows a page by its URL, and reads it there: of one that has moved, by its oldest.
            oldest = f"{base}{quote(term, safe='/:%')}" if base and term.startswith("/") else address
            page = web_address(term) or oldest
            return {"src": f"{self.url}/javascripts/embed.js", "data-url": f"{self.url}/", "data-page": page}
        return {"src": f"{self.url}/embed.js"}

    def _giscus(self, term: str, lang: str) -> dict[str, str]:
        category = {"data-category": self.category} if self.category else {}
        return {
            "src": f"{self.url}/client.js",
            "data-repo": self.repo,
            "data-repo-id": self.repo_id,
            **category,
            "data-category-id": self.category_id,
            "data-mapping": "specific",
            "data-term": term,
            "data-strict": "1",
            "data-reactions-enabled": "1" if self.reactions else "0",
            "data-emit-metadata": "0",
            "data-input-position": self.input,
            "data-lang": _of_giscus(lang),
        }

    def elsewhere(self, term: str, address: str) -> str:
        """Return where the discussion can be read without a script: a URL, or empty."""
        asked = quote(term, safe="")
        return {
            "giscus": f"https://github.com/{self.repo}/discussions?discussions_q={asked}",
            "utterances": f"https://github.com/{self.repo}/issues?q={asked}",
            "discourse": f"{self.url}/",
            "hypothesis": f"https://hyp.is/go?url={quote(address, safe='')}" if address else "",
        }.get(self.service, "")


#: What giscus calls languages that have several forms.
_FORMS = {"zh_CN": "zh-CN", "zh_TW": "zh-TW", "pt_BR": "pt", "pt": "pt"}


def _of_giscus(lang: str) -> str:
    return _FORMS.get(lang.replace("-", "_")) or lang.replace("-", "_").partition("_")[0]


def term_of(note: Note, place: str) -> str:
    """Return the name by which a service knows *note*, whatever happens to its page.

    That is its own id, or its DOI, or its oldest address: the first of its aliases, else its *place*.
    """
    if note.id or note.doi:
        return note.id or f"https://doi.org/{note.doi}"
    oldest = note.aliases[0] if note.aliases else place
    address = f"/{oldest}"
    return address.removesuffix("index.html") if address.endswith("/index.html") else address


def as_json(attributes: Mapping[str, str]) -> str:
    """Return *attributes* as the page has them."""
    return json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))


def read_live_comments(value: Any) -> LiveComments | None:
    """Return the service in the option's value: a mapping, or the name of one that needs nothing else.

    Raises :class:`Unusable`.
    """
    if value is None or value is False or value == "" or value == {}:
        return None
    given = {"service": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or given.get("service") not in _SERVICES:
        raise Unusable(f"a service among {', '.join(_SERVICES)}, as in {_EXAMPLE}", value)
    service = str(given["service"])
    usual, needed, others = _SERVICES[service]
    if unknown := [str(key) for key in given if key not in {"service", *needed, *others}]:
        raise Unusable(f"the keys {', '.join(('service', *needed, *others))} for {service}", unknown[0])
    if missing := [key for key in needed if not given.get(key)]:
        raise Unusable(f"{missing[0]!r} for {service}", dict(given))
    return LiveComments(service, **_checked(given, usual))


def _checked(given: Mapping[str, Any], usual: str) -> dict[str, Any]:
    """Return the values of a service; raises :class:`Unusable`."""
    url = site_address(str(given.get("url") or usual))
    if not url:
        raise Unusable("url: an http(s) URL", given.get("url"))
    values: dict[str, Any] = {"url": url}
    for key in ("repo", "repo_id", "category", "category_id", "label", "input"):
        if key in given:
            if not isinstance(given[key], str):
                raise Unusable(f"{key}: a string", given[key])
            values[key] = given[key].strip()
    if "repo" in values and not _REPO.fullmatch(values["repo"]):
        raise Unusable("repo: a repository such as 'ada/notes'", given["repo"])
    if values.get("input", "top") not in {"top", "bottom"}:
        raise Unusable("input: 'top' or 'bottom'", given["input"])
    if "reactions" in given:
        values["reactions"] = yes_or_no(given["reactions"], "reactions: True or False")
    return values
