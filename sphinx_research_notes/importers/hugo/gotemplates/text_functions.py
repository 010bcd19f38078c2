"""Functions of Hugo for text (https://gohugo.io/functions/strings/)."""

from __future__ import annotations

import hashlib
import html
import json
import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...markdown.emoji import emoji_of
from ...markdown.headings import github_id
from ..addresses import urlized
from .patterns import may_take_long
from .values import LONGEST, Safe, Thing, Unknown, as_text

if TYPE_CHECKING:
    from collections.abc import Callable

#: Longer expressions, and texts that they are looked for in, aren't tried: they may take for ever.
_LONGEST_PATTERN, _LONGEST = 200, 10_000
#: The most values in one that is shown as JSON.
_MOST_VALUES = 100_000
#: The widest that a value may be filled up to.
_WIDEST = 1000
_TAG = re.compile(r"<[^<>]*>")
_VERB = re.compile(
    r"%(?:\[(?P<place>\d+)\])?(?P<flags>[-+# 0]*)(?P<width>\d*)(?:\.(?P<precision>\d+))?(?P<verb>[a-zA-Z%])"
)


def safe(value: Any) -> Safe:
    """Return *value* as HTML."""
    return Safe(as_text(value))


def plainify(value: Any) -> str:
    """Return *value* without elements of HTML."""
    return html.unescape(_TAG.sub("", as_text(value)))


def replace(text: Any, old: Any, new: Any, limit: int = -1) -> str:
    """Return *text* with *old* replaced."""
    return as_text(text).replace(as_text(old), as_text(new), limit)


def _pattern(expression: Any, text: Any) -> re.Pattern[str]:
    given, searched = as_text(expression), as_text(text)
    if len(given) > _LONGEST_PATTERN or len(searched) > _LONGEST or may_take_long(given, searched):
        raise Unknown("a regular expression that may take long")
    if re.search(
        r"\[:\^?\w+:\]", given
    ):  # Classes such as ``[[:alpha:]]``, which Python takes for something else.
        raise Unknown(f"the regular expression {given}")
    try:
        return re.compile(given)
    except re.error:
        raise Unknown(f"the regular expression {given}") from None


def replace_pattern(expression: Any, new: Any, text: Any, limit: int = -1) -> str:
    """Return *text* with what matches *expression* replaced."""
    by = re.sub(r"\$\{?(\w+)\}?", r"\\g<\1>", as_text(new).replace("\\", r"\\"))
    return _pattern(expression, text).sub(by, as_text(text), count=max(limit, 0))


def find_pattern(expression: Any, text: Any, limit: int = -1) -> list[str]:
    """Return what matches *expression* in *text*."""
    found = [match[0] for match in _pattern(expression, text).finditer(as_text(text))]
    return found if limit < 0 else found[:limit]


def find_groups(expression: Any, text: Any, limit: int = -1) -> list[list[str]]:
    """Return what matches *expression* in *text*, with its groups."""
    found = [
        [match[0], *(each or "" for each in match.groups())]
        for match in _pattern(expression, text).finditer(as_text(text))
    ]
    return found if limit < 0 else found[:limit]


def substr(text: Any, start: int, length: int | None = None) -> str:
    """Return a part of *text*."""
    given = as_text(text)
    start = max(start + len(given), 0) if start < 0 else start
    if length is None:
        return given[start:]
    return given[start : start + length] if length >= 0 else given[start:length]


def humanize(value: Any) -> str:
    """Return *value* with spaces, and a capital at its beginning."""
    text = as_text(value)
    if re.fullmatch(r"\d+", text):
        return text + {"1": "st", "2": "nd", "3": "rd"}.get(text[-1] if text[-2:-1] != "1" else "", "th")
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"[-_]+", " ", text)).strip().lower()
    return words[:1].upper() + words[1:]


def singularize(value: Any) -> str:
    """Return *value* in the singular, by the common rules of English."""
    text = as_text(value)
    for pattern, new in (
        (r"(?<=[^aeiou])ies$", "y"),
        (r"(?<=ss|sh|ch)es$|(?<=x)es$", ""),
        (r"(?<![su])s$", ""),
    ):
        if re.search(pattern, text):
            return re.sub(pattern, new, text)
    return text


def title(value: Any) -> str:
    """Return *value* with capitals at the beginnings of its words."""
    return re.sub(r"(?:^|(?<=[\s-]))\w", lambda match: match[0].upper(), as_text(value))


def emojified(value: Any) -> str:
    """Return *value* with emoji for their names."""
    text = re.sub(r":([\w+-]+):", lambda match: emoji_of(match[1]) or match[0], as_text(value))
    return Safe(text) if isinstance(value, Safe) else text


def printf(form: Any, *args: Any) -> str:
    """Return *args* in the *form* of Go's ``Printf``; raises Unknown."""
    given = iter(args)

    def verb(match: re.Match[str]) -> str:
        if match["verb"] == "%":
            return "%"
        value = args[int(match["place"]) - 1] if match["place"] else next(given, None)
        width = int(match["width"] or 0)
        if max(width, int(match["precision"] or 0)) > _WIDEST:
            raise Unknown(f"the form {match[0]}")
        made = _verb(match, value)
        if "-" in match["flags"]:
            return made.ljust(width)
        return made.rjust(width, "0" if "0" in match["flags"] and match["verb"] in "dfx" else " ")

    return _VERB.sub(verb, as_text(form))


def _verb(match: re.Match[str], value: Any) -> str:
    kind = match["verb"]
    if kind in "sv":
        return as_text(value)
    if kind == "q":
        return json.dumps(as_text(value), ensure_ascii=False)
    if kind == "d":
        return str(int(value))
    if kind == "f":
        return f"{float(value):.{match['precision'] or 6}f}"
    if kind in "xX" and isinstance(value, int):
        return format(value, kind)
    if kind == "t":
        return as_text(bool(value))
    raise Unknown(f"the form %{kind}")


def joined(*parts: Any) -> str:
    """Return a path of *parts*."""
    steps = [as_text(each) for part in parts for each in (part if isinstance(part, list) else [part])]
    return posixpath.normpath("/".join(each for each in steps if each)).replace("//", "/") if steps else ""


def address_of(base: Any, *steps: Any) -> str:
    """Return *base* with *steps* after it."""
    return "/".join([as_text(base).rstrip("/"), *(as_text(each).strip("/") for each in steps)])


class Parsed(Thing):
    """The parts of an address."""

    __slots__ = ("parts", "text")

    def __init__(self, address: Any) -> None:
        self.text = as_text(address)
        self.parts = urlsplit(self.text)

    def member(self, name: str) -> Any:
        """Return one of its parts."""
        if name == "IsAbs":
            return bool(self.parts.scheme)
        if name == "String":
            return self.text
        names = {"Path": "path", "Fragment": "fragment", "RawQuery": "query", "Scheme": "scheme",
                 "Host": "netloc", "Hostname": "hostname"}  # fmt: skip
        if name in names:
            return getattr(self.parts, names[name]) or ""
        raise Unknown(f".{name}")


def _digest(kind: str) -> Callable[[Any], str]:
    return lambda value: hashlib.new(kind, as_text(value).encode(), usedforsecurity=False).hexdigest()


def repeated(count: Any, text: Any) -> str:
    """Return *text* some times; raises Unknown."""
    given = as_text(text)
    if int(count) * len(given) > LONGEST:
        raise Unknown("a text that is too long")
    return given * int(count)


def as_json(*args: Any) -> Safe:
    """Return a value as JSON; the first of two arguments says how, which shows nothing else."""
    left = [args[-1]]
    for seen, each in enumerate(left):  # Lists in lists may be one and the same, over and over.
        if seen > _MOST_VALUES:
            raise Unknown("a value that is too large")
        left += each.values() if isinstance(each, dict) else each if isinstance(each, (list, tuple)) else ()
    return Safe(json.dumps(args[-1], ensure_ascii=False, separators=(",", ":"), sort_keys=True))


_STRINGS: dict[str, Any] = {
    "Chomp": lambda text: as_text(text).rstrip("\r\n"),
    "Contains": lambda text, part: as_text(part) in as_text(text),
    "ContainsNonSpace": lambda text: bool(as_text(text).strip()),
    "Count": lambda part, text: as_text(text).count(as_text(part)),
    "CountRunes": lambda text: len("".join(as_text(text).split())),
    "CountWords": lambda text: len(as_text(text).split()),
    "FindRE": find_pattern, "FindRESubmatch": find_groups,
    "FirstUpper": lambda text: as_text(text)[:1].upper() + as_text(text)[1:],
    "HasPrefix": lambda text, part: as_text(text).startswith(as_text(part)),
    "HasSuffix": lambda text, part: as_text(text).endswith(as_text(part)),
    "Repeat": repeated,
    "Replace": replace, "ReplaceRE": replace_pattern,
    "RuneCount": lambda text: len(as_text(text)),
    "SliceString": lambda text, start=0, end=None: as_text(text)[start:end],
    "Split": lambda text, sign: as_text(text).split(as_text(sign)) if sign else list(as_text(text)),
    "Substr": substr, "Title": title,
    "ToLower": lambda text: as_text(text).lower(), "ToUpper": lambda text: as_text(text).upper(),
    "Trim": lambda text, signs: as_text(text).strip(as_text(signs)),
    "TrimLeft": lambda signs, text: as_text(text).lstrip(as_text(signs)),
    "TrimPrefix": lambda part, text: as_text(text).removeprefix(as_text(part)),
    "TrimRight": lambda signs, text: as_text(text).rstrip(as_text(signs)),
    "TrimSpace": lambda text: as_text(text).strip(),
    "TrimSuffix": lambda part, text: as_text(text).removesuffix(as_text(part)),
}  # fmt: skip
#: By name; the names without a dot are those that Hugo has as shorter ones.
TEXT: dict[str, Any] = {
    **{f"strings.{name}": function for name, function in _STRINGS.items()},
    "chomp": _STRINGS["Chomp"], "countrunes": _STRINGS["CountRunes"], "countwords": _STRINGS["CountWords"],
    "findRE": find_pattern, "findRESubmatch": find_groups, "hasPrefix": _STRINGS["HasPrefix"],
    "hasSuffix": _STRINGS["HasSuffix"], "lower": _STRINGS["ToLower"], "replace": replace,
    "replaceRE": replace_pattern, "slicestr": _STRINGS["SliceString"], "split": _STRINGS["Split"],
    "strings.Humanize": humanize, "substr": substr, "title": title, "trim": _STRINGS["Trim"],
    "upper": _STRINGS["ToUpper"],
    **dict.fromkeys(
        ("safeHTML", "safeURL", "safeCSS", "safeJS", "safeHTMLAttr", "safe.HTML", "safe.URL", "safe.CSS",
         "safe.JS", "safe.HTMLAttr"), safe),
    **dict.fromkeys(("htmlEscape", "transform.HTMLEscape"), lambda text: html.escape(as_text(text))),
    **dict.fromkeys(("htmlUnescape", "transform.HTMLUnescape"), lambda text: html.unescape(as_text(text))),
    **dict.fromkeys(("plainify", "transform.Plainify"), plainify),
    **dict.fromkeys(("emojify", "transform.Emojify"), emojified),
    **dict.fromkeys(("humanize", "inflect.Humanize"), humanize),
    **dict.fromkeys(("singularize", "inflect.Singularize"), singularize),
    **dict.fromkeys(("urlize", "urls.URLize"), lambda text: urlized(as_text(text))),
    **dict.fromkeys(("anchorize", "urls.Anchorize"), lambda text: github_id(as_text(text))),
    **dict.fromkeys(("urls.Parse",), Parsed), "urls.JoinPath": address_of,
    **dict.fromkeys(("printf", "fmt.Printf"), printf),
    **dict.fromkeys(("print", "fmt.Print"), lambda *args: "".join(map(as_text, args))),
    **dict.fromkeys(("println", "fmt.Println"), lambda *args: " ".join(map(as_text, args)) + "\n"),
    "path.Join": joined, "path.Base": lambda path: posixpath.basename(as_text(path).rstrip("/")),
    "path.BaseName": lambda path: posixpath.splitext(posixpath.basename(as_text(path)))[0],
    "path.Ext": lambda path: posixpath.splitext(as_text(path))[1],
    "path.Dir": lambda path: posixpath.dirname(as_text(path)) or ".", "path.Clean": joined,
    **dict.fromkeys(("md5", "crypto.MD5", "hash.MD5"), _digest("md5")),
    **dict.fromkeys(("sha1", "crypto.SHA1"), _digest("sha1")),
    **dict.fromkeys(("sha256", "crypto.SHA256"), _digest("sha256")),
    **dict.fromkeys(("jsonify", "encoding.Jsonify"), as_json),
}  # fmt: skip
