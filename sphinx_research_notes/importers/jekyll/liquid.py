"""Liquid in the text of a document: what it would have become, written in Markdown.

Jekyll runs Liquid before Markdown, also over code; of that, :mod:`.in_code` takes what is sure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.code import language_of, set_code_aside
from ..records import Outcome
from .calls import ARGUMENTS, Call
from .expressions import Unknown
from .figures import figure_of
from .in_code import fill_in_code
from .octopress import rewrite_code
from .pages import as_markdown
from .post_lists import rewrite_post_lists
from .tags import FORMULAS, TAGS
from .templates import PART, blocks_in

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

#: Comments; one in ``raw`` is text, and one that nothing closes ends with the file.
_COMMENT = re.compile(
    r"(?P<raw>\{%-?\s*raw\s*-?%\}.*?(?:\{%-?\s*endraw\s*-?%\}|\Z))"
    r"|\{%-?\s*comment\s*-?%\}.*?(?:\{%-?\s*endcomment\s*-?%\}[ \t]*\n?|\Z)|\{%-?\s*\#.*?%\}",
    re.DOTALL,
)
_OF_HTML = re.compile(r"<!--.*?-->", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(?P<text>.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_DELIMITER = re.compile(r"\{\{|\}\}|\{%|%\}")
_HIGHLIGHT = re.compile(
    r"^(?P<indent>[ \t]*)\{%-?\s*highlight\s+(?P<args>[^%]*?)\s*-?%\}[ \t]*\n?(?P<code>.*?)"
    r"[ \t]*\{%-?\s*endhighlight\s*-?%\}",
    re.DOTALL | re.MULTILINE,
)
TAG = re.compile(rf"\{{%-?\s*(?P<name>[\w-]+)(?![\w-])(?P<args>{ARGUMENTS})\s*-?%\}}")
_END = re.compile(r"\{%-?\s*end")
_VARIABLE = re.compile(r"\{\{-?\s*(?P<expression>(?:\"[^\"]*\"|'[^']*'|[^{}\"'])*?)\s*-?\}\}")
#: What sets a variable, without showing anything.
_SETTINGS = re.compile(
    rf"\{{%-?\s*assign\s{ARGUMENTS}-?%\}}|(?P<include>\{{%-?\s*include(?:_cached)?\s{ARGUMENTS}-?%\}})"
    r"|\{%-?\s*capture\s[^%]*%\}(?:[^{}]|\{\{[^{}]*\}\})*\{%-?\s*endcapture\s*-?%\}"
)
_SET = re.compile(r"\{%-?\s*assign\s+(?P<name>\w+)\s*=")
#: A variable as an argument.
_GIVEN = re.compile(r"[\w-]+\s*=\s*([a-zA-Z_]\w*)(?![\w\"'])")
#: A box with a text in Markdown that has been captured.
_CAPTURED = re.compile(
    r"(?P<start><div\b[^<>]*)>\s*\{\{\s*(?P<name>\w+)\s*\|\s*markdownify\s*\}\}\s*</div>", re.IGNORECASE
)
#: How a block begins that is no HTML.
_OF_MARKDOWN = re.compile(r"\s*(?::::|```|!?\[|\$\$|> )")
_SCRIPT = re.compile(r"<(?P<tag>script|style)\b[^>]*>.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_SCRIPT_END = re.compile("</(?:script|style)", re.IGNORECASE)
_ROOT = re.compile(r"(?:\"\"|'')\s*\|\s*(?:relative|absolute)_url")
_CONTROL = {"if", "unless", "for", "case", "tablerow", "else", "elsif", "when", "break", "continue"}


def run_liquid(source: Source, context: Context) -> None:
    """Rewrite the tags and variables in *source*, which has all of its code afterwards aside."""
    _take_comments_out(source)
    source.sub(_OF_HTML, lambda match: _divided(source, match), closing="-->")
    # Beginnings without any end would each be searched to the end of the text.
    if "endraw" in source.text:
        source.sub(_RAW, lambda match: _raw(source, match))
    if "endhighlight" in source.text:
        source.sub(_HIGHLIGHT, lambda match: _highlight(source, match))
    if context.templates is not None:
        folder = str(context.scope.site.get("code_dir") or "downloads/code")
        rewrite_code(source, context.templates.source / folder)
    set_code_aside(source, html=context.is_html, whole=True)
    fill_in_code(source, context)
    if not context.is_html:
        source.sub(_CAPTURED, _boxed)
    rewrite_post_lists(source, context)
    _blocks(source, context)
    _paired(source, context)
    source.sub(TAG, lambda match: _tag(source, context, match), closing="%}")
    source.sub(_VARIABLE, lambda match: _variable(source, context, match), closing="}}")


def _boxed(match: re.Match[str]) -> str:
    return f'{match["start"]} markdown="1">\n{{{{ {match["name"]} }}}}\n</div>'


def _take_comments_out(source: Source) -> None:
    def replace(match: re.Match[str]) -> str | None:
        if match["raw"]:
            return None
        source.found(Outcome.LEFT_OUT, "{% comment %}", match.start(), "nobody has seen it on the old site")
        begins_line = not source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        # The end of a line with a text must stay, or the paragraph would go on.
        return "" if begins_line or not match[0].endswith("\n") else "\n"

    source.sub(_COMMENT, replace)


def _divided(source: Source, match: re.Match[str]) -> str | None:
    """Return the tags in a comment of HTML in which a block only begins or ends: Liquid reads them there."""
    tags = list(PART.finditer(match[0]))
    whole = sum(end - start for start, end in blocks_in(match[0]))
    if sum(-1 if each["end"] else 1 for each in tags) == 0 and (whole or not tags):
        return None
    source.found(Outcome.LEFT_OUT, "comment within a block of Liquid", match.start(), match[0][:60])
    return "".join(each[0] for each in tags)


def _raw(source: Source, match: re.Match[str]) -> str:
    source.changed("{% raw %}", match.start())
    return _DELIMITER.sub(lambda each: source.aside(each[0]), match["text"])


def _highlight(source: Source, match: re.Match[str]) -> str:
    """Return a fence, or a directive if lines are numbered or emphasized."""
    language, _, rest = match["args"].strip().partition(" ")
    code = match["code"].rstrip()
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall(r"`{3,}", code) or ["``"]))
    options = []
    if re.search(r"\blinenos\b", rest):
        options.append(":linenos:")
    if lines := re.search(r"""hl_lines\s*=\s*["']([\d\s,]+)["']""", rest):
        options.append(f":emphasize-lines: {', '.join(lines[1].replace(',', ' ').split())}")
    name = language_of(language) or "text"
    info = f"{{code-block}} {name}" if options else name
    head = "\n".join((f"{fence}{info}", *options, *([""] if options else [])))
    source.changed("{% highlight %}", match.start())
    indent = match["indent"]
    lines_of_code = code.strip("\n").split("\n")
    # In a list, the code need not be indented for Liquid, but for Markdown.
    if indent and not all(line.startswith(indent) or not line.strip() for line in lines_of_code):
        lines_of_code = [indent + line for line in lines_of_code]
    text = "\n".join((indent + head.replace("\n", f"\n{indent}"), *lines_of_code, f"{indent}{fence}"))
    return source.aside(text)


def _blocks(source: Source, context: Context) -> None:
    """Replace conditions and loops by what they give, as far as the source tells."""
    parts = []
    before = 0
    settings = ""
    for start, end in _filled_spans(source.text) if context.templates else ():
        settings += "".join(
            context.templates.setting(match[0]) if match["include"] and context.templates else match[0]
            for match in _SETTINGS.finditer(source.text, before, start)
        )
        before = end
        template = source.restored(source.text[start:end])
        made = context.templates.filled(settings + template, context.scope) if context.templates else None
        name = re.split(r"\W+", template, maxsplit=2)[1]
        if made is None and name == "include":
            continue  # it is read with the other tags
        if made is None:
            source.unknown(f"{{% {name} %}}", start, context.templates.why if context.templates else "")
        else:
            source.changed(f"{{% {name} %}}", start, "what it gave")
            parts.append((start, end, made))
    source.replace_parts(parts)


def _filled_spans(text: str) -> list[tuple[int, int]]:
    """Return where conditions and loops are, and includes that are given a variable, which may be no text."""
    blocks = list(blocks_in(text))
    set_here = {match["name"] for match in _SET.finditer(text)}
    includes = [
        match.span()
        for match in TAG.finditer(text, 0, text.rfind("%}") + 2 if set_here else 0)
        if match["name"].startswith("include") and set_here.intersection(_GIVEN.findall(match["args"]))
    ]
    at = 0
    alone = []
    for start, end in includes:
        while at < len(blocks) and blocks[at][1] <= start:
            at += 1
        if at == len(blocks) or end <= blocks[at][0]:
            alone.append((start, end))
    return sorted(blocks + alone)


def _paired(source: Source, context: Context) -> None:
    """Rewrite tags with a text between them, the inner ones first."""
    pair = re.compile(
        rf"{TAG.pattern}(?P<content>(?:(?!\{{%-?\s*(?:end)?(?P=name)\b).)*?)\{{%-?\s*end(?P=name)\b[^%]*%\}}",
        re.DOTALL,
    )
    for _ in range(5):
        before = source.text
        if not _END.search(before):
            break
        source.sub(pair, lambda match: _tag(source, context, match, match["content"]), closing="%}")
        if source.text == before:
            break


def _tag(source: Source, context: Context, match: re.Match[str], content: str | None = None) -> str | None:
    """Return what a tag becomes; None, and a finding, if it isn't understood."""
    before = source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = source.text[match.end() : source.text.find("\n", match.end())]
    is_block = not before.strip() and not after.strip()
    call = Call.read(match["name"], match["args"], content, is_block=is_block, indent=before)
    place = match.start()
    if content is None and call.name.startswith("end") and call.name != "endfor":
        return None
    new = context.by_table(call)
    if new is None and (handler := TAGS.get(call.name)):
        new = handler(call, context)
    if new is None and call.name == "include":
        new = figure_of(call, context)
        new = context.by_include(call) if new is None else new
        new = figure_of(call, context, whole=True) if new is None else new
    if new is None and call.name in _CONTROL:
        return None  # it has been reported as a whole
    if new is None:
        source.unknown(f"{{% {call.title} %}}", place, context.why)
        context.why = ""
        return None
    source.changed(f"{{% {call.title} %}}", place, context.why)
    context.why = ""
    if context.is_html and _OF_MARKDOWN.match(new):
        return source.aside(as_markdown(new))
    if new.lstrip().startswith("```{bibliography}"):
        return f"\n{source.aside(new.strip())}\n"
    # No pass may take a formula or a script for prose.
    return (
        source.aside(new) if call.name in FORMULAS else _SCRIPT.sub(lambda each: source.aside(each[0]), new)
    )


def _variable(source: Source, context: Context, match: re.Match[str]) -> str | None:
    expression = match["expression"]
    try:
        value = context.scope.text(expression)
    except Unknown as error:
        made = context.templates.value(expression, context.scope) if context.templates else None
        if made is not None:
            source.changed(f"{{{{ {re.split(r'[|]', expression)[0].strip()} }}}}", match.start())
            return made
        name = re.split(r"[|\s]", expression.strip())[0] or expression
        source.unknown(f"{{{{ {name} }}}}", match.start(), str(error))
        return None
    following = source.text[match.end() : match.end() + 1]
    if re.fullmatch(r"site\.(?:github\.)?url", expression.strip()) and following not in {"/", "{"}:
        value = context.scope.url
    if _ROOT.fullmatch(expression.strip()) and following.strip(")\"'#?"):
        value = ""  # the path to a post or a file follows, which says from where
    source.changed(f"{{{{ {re.split(r'[|]', expression)[0].strip()} }}}}", match.start())
    return value
