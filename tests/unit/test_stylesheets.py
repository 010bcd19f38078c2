"""The stylesheets as readers load them, and which of them a page links."""

from __future__ import annotations

import re

import pytest

from sphinx_research_notes.build.css_needs import alternatives, needs_of
from sphinx_research_notes.build.stylesheets import BOOK, FOLDER, minified, sheet_names, sheets, stylesheet
from sphinx_research_notes.html.used_sheets import link_used

#: A string, without line breaks.
STRING = re.compile(r'"[^"\n]*"')
#: What the name of a sheet of our theme is without what all have.
SHEETS = [re.sub(r"research-notes-?|\.css", "", name) for name in sheet_names("ours")]


def linked(body: str, head: str = "", html: str = "") -> list[str]:
    """Return the sheets that a page links."""
    links = "".join(
        f'\n<link rel="stylesheet" type="text/css" href="../_static/{name}?v=1" />'
        for name in sheet_names("ours")
    )
    page = link_used(f"<!DOCTYPE html>\n<html{html}><head>{links}{head}</head>\n<body>{body}</body></html>")
    assert body in page
    return re.findall(r'/research-notes-?(.*?)\.css\?v=1" />', page)


@pytest.mark.parametrize("name", sheet_names())
def test_only_rules_are_loaded(name: str) -> None:
    """Comments and needless space are left out, and every rule is kept."""
    text = stylesheet(name)
    assert "/*" not in text
    assert "*/" not in text
    assert not re.search(r"^\s|\n\s|  |[{;,] | [{;,]", STRING.sub('""', text))
    assert text.count("{") == text.count("}") > 3


def test_strings_are_kept() -> None:
    """No string in our files contains what is left out."""
    for path in FOLDER.glob("css/*.css"):
        code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert code.count('"') % 2 == 0, path
        assert [each for each in STRING.findall(code) if "*/" in each or "/*" in each] == [], path


def test_space() -> None:
    """Only space that means nothing is left out."""
    css = '/* a { } */\na :hover > b ,\n  i + i { margin: 0 calc(1px + 2px) ; content: "a: b ; } " ; }\n'
    assert minified(css) == 'a :hover>b,i + i{margin:0 calc(1px + 2px);content:"a: b ; } "}\n'


def test_every_file_has_a_sheet() -> None:
    """A new file must be added to a sheet explicitly."""
    themes = ("ours", "other", "formulas", "book")
    named = {file for theme in themes for each in sheets(theme) for file in each.files}
    assert named == {path.stem for path in FOLDER.glob("css/*.css")}
    assert sheets()[0].always


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("p", ["p"]),
        ("P.a > .b-c::before, #d:hover", ["#d", ".a .b-c p"]),
        (":is(li, .x) + a:not(.n, :has(.m)):nth-child(2)", [".x a", "a li"]),
        (
            "figure:has(> img, .w) :where(:is(a, b), i)",
            [f"{w} figure {x}" for w in (".w", "img") for x in "abi"],
        ),
        ('[class*=" w-"].w[hidden]', ["* w- .w"]),
        (".e em:lang(ja)", [".e em ~ja"]),
        (":root, ::selection", [""]),
        (".highlight > .copy", [".highlight"]),
    ],
)
def test_needs(selector: str, expected: list[str]) -> None:
    """A rule needs the elements and classes of one of its selectors; in doubt, nothing."""
    found = {frozenset(re.findall(r"\* ?[\w-]+|\S+", each)) for each in expected}
    assert alternatives(selector) == found


def test_needs_of_nested_rules() -> None:
    """Rules within groups and within other rules count, those within descriptors don't."""
    css = minified(
        "@media print { .a { color: red; & .b, &.c { top: 0; } .d { top: 0; } } }"
        "@page { @top-left { top: 0; } } @keyframes x { from { top: 0; } }"
        "@supports (a: b) { @media screen { i { top: 0; } } }"
    )
    assert needs_of(css) == {frozenset(each.split()) for each in (".a", ".a .b", ".a .c", ".a .d", "i")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Words, <code>code</code>, and <a class='citation'>a work</a>.</p><pre>as it is</pre>", ""),
        ("<table><tr><td>1</td></tr></table>", "figures"),
        ("<TABLE\n><TR><TD>1</TABLE>", "figures"),
        ('<p>\n<img src="a.png"\n class = align-left></p>', "figures"),
        ("<figure class='wide x'></figure>", "figures"),
        ('<img class="w w-pc w-h1">', "figures"),
        ('<div class="highlight-c"><div class="highlight"><pre>x</pre></div></div>', "code"),
        ('<div class="highlight-c"><div class="highlight"><i class="w"> </i></div></div>', "code"),
        ("<math><mi>x</mi></math>", "code"),
        ('<math><menclose notation="box"></menclose></math>', "code formulas-more"),
        ('<div class="admonition note"></div>', "docs"),
        ('<dl class="py function"><dt></dt></dl>', "docs"),
        ('<div class="sd-card"></div>', "companions"),
        ("<ul class=&#116;rail></ul>", "docs"),
        ('<figure class="epigraph"></figure>', "asides"),
        ('<article class="comment"></article>', "asides"),
        ('<span class="margin-body"></span>', "at-hand"),
        ('<span class="preview-card"></span>', "at-hand"),
        ('<span class="p">(</span>', ""),
        ('<main class="home front"><h1></h1></main>', "lists"),
        ('<a class="home" href="/">Home</a><main></main>', ""),
        ('<section class="year"><h2>2024</h2></section>', "lists"),
        ('<form class="search-form"></form>', "search"),
        ('<div id="search-results"></div>', "search"),
        ('<div class="note-filters"></div>', "filters"),
        ('<main class="plain"><em lang="ar-EG"></em></main>', "languages"),
        ('<main class="plain"><em lang="de"></em></main>', ""),
        # What a script makes is unknown.
        ('<p></p><script>document.write("<table>")</script>', " ".join(SHEETS[1:])),
        ('<script type="application/json">{}</script>', ""),
    ],
)  # fmt: skip
def test_pages_link_what_they_use(body: str, expected: str) -> None:
    """A page links the sheets that have a rule for something on it, and no others."""
    assert linked(body) == ["", *(each for each in SHEETS[1:] if each in expected.split())]


def test_scripts_in_the_head() -> None:
    """A script of the site that isn't known may make anything; ours, Sphinx's and other hosts' don't."""
    known = ("_static/copy.js", "../_static/doctools.js?v=1", "https://counter.example/count.js")
    head = "".join(f'<script defer src="{name}"></script>' for name in known)
    assert linked("<p></p>", head + '<script type="application/ld+json">{}</script>') == [""]
    assert linked("<p></p>", head + '<script src="_static/mine.js"></script>') == SHEETS
    assert linked("<p></p>", "<script>let x;</script>") == SHEETS


def test_languages_of_pages() -> None:
    """The language of the whole page counts, too."""
    assert linked('<main class="plain"></main>', html=' lang="zh-Hans"') == ["", "languages"]


def test_every_rule_can_be_reached() -> None:
    """A page that has what a rule needs links its sheet, whatever the rule."""
    for sheet in sheets()[1:]:
        short = re.sub(r"research-notes-?|\.css", "", sheet.name)
        for need in needs_of(stylesheet(sheet.name)):
            names = {each for each in need if each not in ("body", "html")} | set(sorted(sheet.only)[:1])
            page = "".join(_element(name) for name in sorted(names))
            assert short in linked(page), (sheet.name, need)


def _element(name: str) -> str:
    kind, rest = name[0], name[1:]
    attributes = {
        ".": f'class="{rest}"',
        "*": f'class="a{rest}b"',
        "#": f'id="{rest}"',
        "~": f'lang="{rest}"',
    }
    return f"<i {attributes[kind]}></i>" if kind in attributes else f"<{name}></{name}>"


def test_other_links_are_kept() -> None:
    """Links that are not ours, or not as Sphinx writes them, stay."""
    links = "<link href='x/research-notes-docs.css'><link href=\"mine-research-notes-docs.css\">"
    page = f"<head>{links}</head><body></body>"
    assert link_used(page) == page


def test_books_are_plain() -> None:
    """E-readers know no functions, nesting, at-rules or logical properties, and few selectors."""
    rules = re.findall(r"([^{}]*)\{([^{}]*)\}", stylesheet(BOOK))
    assert "".join(f"{selector}{{{text}}}" for selector, text in rules) == stylesheet(BOOK).strip()
    for selector, text in rules:
        assert re.fullmatch(
            r"(?:[a-z0-9.*>+, _-]|:(?:before|after|first-child|link|visited|hover)\b)+", selector
        ), selector
        for declaration in text.split(";"):
            name, _, value = declaration.partition(":")
            assert not re.search(r"^--|inline|block|inset|^direction$|unicode-bidi", name), declaration
            assert not re.search(r"[(]|[0-9](?!em|%|px|pt)[a-z]", re.sub(r"#\w+", "", value)), declaration
            # Shorthands of fonts need a size and a family that are known.
            assert name not in ("font", "inset", "gap", "grid", "all"), declaration
