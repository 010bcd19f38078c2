"""The site's own includes, and conditions and loops in texts, with python-liquid if it is installed.

The package is in the extra ``import`` (https://jg-rp.github.io/liquid/). Only what the source tells is used:
a template that asks for the time is left alone.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..files import read_text
from .calls import ARGUMENTS, Call
from .drops import typed
from .expressions import Scope, Unknown
from .filters import add_filters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_INCLUDE = re.compile(rf"\{{%-?\s*include(?:_cached)?\s+(?P<args>{ARGUMENTS})\s*-?%\}}")
#: Where a condition or a loop begins or ends.
PART = re.compile(r"\{%-?\s*(?P<end>end)?(?P<name>if|unless|for|case|tablerow)\b[^%]*%\}")
#: Comments of an include often show how it is included; one in ``raw`` is text.
_COMMENT = re.compile(
    r"(?P<raw>\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\})"
    r"|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}",
    re.DOTALL,
)
#: A filter in the head of a loop, which Jekyll's Liquid passes over.
_FILTERED = re.compile(r"(?P<head>\{%-?\s*for\s+[\w-]+\s+in\s+[\w.\[\]-]+)\s*\|[^%]*(?=-?%\})")
#: Links to the pages before and after, which the theme makes here.
TURNS = re.compile(r"\bpaginator\.|\bpage\.(?:next|previous)\b")
#: Where an include sets variables for what follows it.
_SETS = re.compile(r"\{%-?\s*(?:assign|capture)\b")
#: The tags of Liquid; those of Jekyll and of plug-ins are read afterwards.
_LIQUIDS = (
    "assign|break|capture|case|comment|continue|cycle|decrement|echo|else|elsif|for|if|ifchanged|increment|"
    "liquid|raw|render|tablerow|unless|when|include"
)
_OTHER = re.compile(rf"\{{%(?P<inside>-?\s*(?!(?:end)?(?:{_LIQUIDS})\b)\w[^%]*)%\}}")
_BEFORE, _AFTER = "\uf8b0", "\uf8b1"
#: An argument of an include, in its text.
_ARGUMENT = re.compile(r"\binclude\.([\w-]+)")
#: Other forms of a picture, which plug-ins make when the site is built, and what is done if one isn't there.
_SOURCE = re.compile(r"<source\b[^<>]*\bsrcset\s*=[^<>]*>|\s+on(?:error|load)=(?:\"[^\"]*\"|'[^']*')")
#: Includes of themes that sites use without having them, as far as they show something of a site.
_OF_THEMES = {
    "archive-single.html": (
        '<div><a href="{{ post.url }}">{{ post.title }}</a>'
        "{% if post.excerpt %}<p>{{ post.excerpt | strip_html | truncate: 160 }}</p>{% endif %}</div>\n"
    ),
}
#: An argument in the name of another include.
_NAMED = re.compile(r"(?<=[\w/])\{\{\s*include\.([\w-]+)\s*\}\}(?=[\w./]{0,80}[\w=\s-]{0,80}%\})")
#: A text where the name of a filter is expected; elsewhere texts stay.
_NAMELESS = re.compile(r"\|\s*(?:\"[^\"]*\"|'[^']*')(?=\s*(?:\||-?[%}]\}))|(?P<text>\"[^\"]*\"|'[^']*')")
#: Something that is no value as the argument of a filter.
_NO_VALUE = re.compile(r"(?<=:)\s*#(?=\s*(?:\||-?[%}]\}))")
#: Words that python-liquid takes for its own after a dot, too.
_RESERVED = re.compile(r"(?<=\w)\.(limit|offset|cols|reversed)\b")
_OF_HTML = re.compile(r"<!--.*?-->", re.DOTALL)
_IN_BRACES = re.compile(r"\{[%{][^{}]*[%}]\}")
#: Longer ones are no templates.
_LARGEST = 200_000
#: Limits, and what Jekyll's Liquid lets pass.
_LIBERTIES = {"loop_iteration_limit": 200_000, "logical_parentheses": True}
_ENDLESS = "includes that include one another"
_DEEPEST, _MOST = 5, 200
QUOTES = ("'", '"')
MISSING = "needs python-liquid: pip install 'sphinx-research-notes[import]'"


class Untold:
    """What the source doesn't tell: the time of a build, or the text of a page within that text."""

    def __str__(self) -> str:
        """Raise Unknown."""
        raise Unknown("it asks for the time, or for the text of the page")

    __len__ = __iter__ = __html__ = __str__


UNTOLD = Untold()


@dataclass
class Templates:
    """What Liquid makes of templates of the site in *source*."""

    source: Path
    #: What templates call ``site``; the configuration if empty.
    site: dict[str, Any] = field(default_factory=dict)
    #: Why the last one could not be filled in.
    why: str = field(default="", init=False)
    _endless: set[str] = field(default_factory=set, init=False)

    @cached_property
    def _environment(self) -> Any:
        """The environment of python-liquid; None if that isn't installed."""
        try:
            from liquid import Environment
        except ImportError:
            return None
        limited = type("Limited", (Environment,), dict(_LIBERTIES))
        environment = limited()
        add_filters(environment)
        return environment

    def texts(self) -> Iterator[str]:
        """Yield the texts of all layouts and includes; raises OSError."""
        for folder in ("_layouts", "_includes"):
            for file in sorted((self.source / folder).rglob("*")):
                if file.suffix in {".html", ".liquid", ".md", ".htm"} and file.stat().st_size < _LARGEST:
                    yield read_text(file)

    def plugins(self) -> Iterator[str]:
        """Yield the texts of the site's own plug-ins; raises OSError."""
        for file in sorted((self.source / "_plugins").rglob("*.rb")):
            if file.stat().st_size < _LARGEST:
                yield read_text(file)

    def include(self, name: str, arguments: Mapping[str, Any], scope: Scope) -> str | None:
        """Return what the include *name* gives as HTML; None if that cannot be told."""
        self.why = ""
        text = self._text_of(name)
        if text is None:
            return None
        if name in self._endless:
            self.why = _ENDLESS
            return None
        text = _NAMED.sub(lambda each: str(arguments.get(each[1], each[0])), text)
        names = {name: _argument(0, name) for name in arguments}
        text = _ARGUMENT.sub(lambda each: names.get(each[1], _argument(0, "")), text)
        own = {**scope.own, **{names[name]: value for name, value in arguments.items()}}
        made = self.filled(text, Scope(scope.site, scope.page, scope.base, scope.url, own))
        if self.why == _ENDLESS:
            self._endless.add(name)
        return made

    def value(self, expression: str, scope: Scope, setting: str = "") -> str | None:
        """Return what *expression* shows after the tags *setting*; None if that cannot be told."""
        root = re.split(r"[^\w]", expression.strip(), maxsplit=1)[0]
        if root not in {"site", "page", *scope.own} and not setting:
            return None
        if re.match(r"site\.(?:github|time)\b", expression.strip()):
            return None
        return self.filled(f"{setting}{{{{ {expression} }}}}", scope)

    def with_includes(self, template: str) -> str:
        """Return *template* with the texts of its includes in it, as far as they are there."""
        try:
            return self._whole(template, itertools.count(1))
        except Unknown:
            return template

    def setting(self, tag: str) -> str:
        """Return *tag*, an include, so that only what it sets is left of it; empty if it sets nothing."""
        call = _INCLUDE.fullmatch(tag)
        named = Call.read("include", call["args"], None, is_block=False, indent="") if call else None
        text = (named and self._text_of(named.included)) or ""
        return f"{{% capture _ %}}{tag}{{% endcapture %}}" if _SETS.search(text) else ""

    @property
    def can_fill(self) -> bool:
        """Whether python-liquid is installed."""
        return self._environment is not None

    def _text_of(self, name: str) -> str | None:
        """Return the text of the include *name*, of the site or of a common theme; None if there is none."""
        folder = (self.source / "_includes").resolve()
        file = (folder / name).resolve()
        return read_text(file) if folder in file.parents and file.is_file() else _OF_THEMES.get(name)

    def filled(self, template: str, scope: Scope) -> str | None:
        """Return what *template* gives; None if that cannot be told."""
        try:
            text = self._whole(template, itertools.count(1))
            if TURNS.search(text):
                return ""
            if self._environment is None:
                raise Unknown(MISSING)
            site = {**(self.site or scope.site), "time": UNTOLD}
            page = {"content": UNTOLD, "excerpt": UNTOLD, **typed(scope.page)}
            given = {"site": site, "page": page, **scope.own}
            made = self._environment.from_string(text).render(jekyll={"environment": "production"}, **given)
        except Exception as error:  # python-liquid has a hierarchy of its own in each major version
            self.why = " ".join(str(error).split())[:100]
            return None
        made = str(made).replace(_BEFORE, "{%").replace(_AFTER, "%}")
        if not _OF_HTML.sub("", made).strip():  # nothing that anybody has seen
            return ""
        return re.sub(r"\n(?:[ \t]*\n)+", "\n", _SOURCE.sub("", made)).strip()

    def _whole(self, template: str, numbers: Iterator[int], depth: int = 0) -> str:
        """Return *template* with the text of its includes in it, and without tags of Jekyll's own."""
        text = (
            _COMMENT.sub(lambda match: match["raw"] or "", template) if "endcomment" in template else template
        )
        text = _INCLUDE.sub(lambda match: self._inlined(match, numbers, depth), text)
        text = _IN_BRACES.sub(lambda match: _strict(match[0]), text)
        return _OTHER.sub(rf"{_BEFORE}\g<inside>{_AFTER}", text)

    def _inlined(self, match: re.Match[str], numbers: Iterator[int], depth: int) -> str:
        """Return the text of an include; its arguments are variables with names that no other has."""
        call = Call.read("include", match["args"], None, is_block=False, indent="")
        number = next(numbers)
        if number > _MOST or depth > _DEEPEST:
            raise Unknown(_ENDLESS)
        text = self._text_of(call.included)
        if text is None:
            # One of the theme: it is read afterwards, with the values that its arguments have in this place.
            given = (f"{name}={_quoted(value)}" for name, value in call.named.items())
            return f"{_BEFORE} include {' '.join((call.included, *given))} {_AFTER}"
        names = {name: _argument(number, name) for name in call.named}
        assigned = "".join(f"{{% assign {names[name]} = {value} %}}" for name, value in call.named.items())
        text = _ARGUMENT.sub(lambda each: names.get(each[1], _argument(number, "")), text)
        return assigned + self._whole(text, numbers, depth + 1)


def _strict(tag: str) -> str:
    """Return a *tag* without what Jekyll's Liquid passes over, and other parsers don't."""
    tag = _FILTERED.sub(r"\g<head> ", tag)
    if "|" in tag:
        tag = _NAMELESS.sub(lambda match: match["text"] or "", tag)
        tag = _NO_VALUE.sub(' ""', tag)
    return _RESERVED.sub(r'["\1"]', tag.replace(".[", "["))


def _quoted(value: str) -> str:
    """Return an argument in quotation marks: a variable becomes what it shows."""
    return value if value[:1] in QUOTES else f'"{{{{ {value} }}}}"'


def _argument(number: int, name: str) -> str:
    """Return the variable for the argument *name* of an include; without a name, one without a value."""
    return f"of_include_{number}_{name.replace('-', '_')}"


def blocks_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the outermost conditions and loops in *text* start and end."""
    depth, start = 0, 0
    for match in PART.finditer(text):
        if match["end"]:
            depth -= 1
            if depth == 0:
                yield start, match.end()
            depth = max(depth, 0)
        else:
            start = match.start() if depth == 0 else start
            depth += 1
