"""How pages in our theme let tables scroll, pictures be enlarged and code be folded."""

from __future__ import annotations

import pytest

from sphinx_research_notes.html.transforms.wide import has_margin_figure, prepared

TABLE = '<table class="docutils"><tr><td>1</td></tr></table>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (TABLE, f'<div class="table-wrapper">{TABLE}</div>'),
        (
            '<table class="full x"></table>',
            '<div class="table-wrapper full"><table class="full x"></table></div>',
        ),
        # The inner one is in the scroller of the outer.
        (
            f"<table><tr><td>{TABLE}</table>",
            f'<div class="table-wrapper"><table><tr><td>{TABLE}</table></div>',
        ),
        (f'<div class="table-wrapper" tabindex="0">\n{TABLE}</div>', None),
        ('<table class="highlighttable"></table>', None),
        # Not balanced, and not there.
        (f"{TABLE}<table>", None),
        (f"</table>{TABLE}", None),
        ("<!-- <table> --><style>/* <table> */</style>", None),
    ],
)
def test_tables_are_wrapped(before: str, after: str | None) -> None:
    """A table that is in no other, and has no wrapper, gets one with its place; all else stays."""
    assert prepared(before) == (before if after is None else after)


@pytest.mark.parametrize(
    "html",
    [
        '<figure><a href="https://example.org/"><img alt="a" src="a.png" /></a></figure>',
        '<figure class="no-enlarge"><img alt="a" src="a.png" /></figure>',
        '<figure><img alt="a" /></figure>',
        "<figure><blockquote>a</blockquote></figure>",
    ],
)
def test_pictures_that_cannot_be_enlarged(html: str) -> None:
    """Links, those that the author has excepted, and what is no picture are left alone."""
    assert prepared(html) == html


def test_pictures_are_enlarged() -> None:
    """The figure takes place and size from its picture; a link to the file goes; ids are new."""
    link = '<a class="reference internal image-reference" href="a.png">'
    before = '<p id="enlarged-1"><figure class="align-right">\n'
    html = f'{before}{link}<img class="wide w w-t5" alt="a" src="a.png" />\n</a>'
    found = prepared(html)
    assert '<figure class="wide w w-t5 align-right">' in found
    assert (
        '<button type="button" class="enlarge" popovertarget="enlarged-2" title="Enlarge"><img alt="a"'
        in found
    )
    assert "<a" not in found
    sized = prepared('<figure class="w w-h1"><img class="w w-t5" src="a.png" /></figure>')
    assert '<figure class="w w-h1"><button type="button" class="enlarge w w-t5"' in sized
    assert 'aria-label="Enlarge"' in sized


def test_code_is_folded_and_output_named() -> None:
    """With the number of its lines; what only has a similar class stays."""
    code = (
        '<div class="{} highlight-python notranslate"><div class="highlight"><pre>a\nb\n</pre></div>\n</div>'
    )
    fold = code.format("fold")
    assert prepared(fold) == f'<details class="code-fold"><summary>Code (2 lines)</summary>{fold}</details>'
    assert prepared(code.format("unfold")) == code.format("unfold")
    assert prepared(code.format("output")).startswith(
        '<div class="output highlight-python notranslate" data-label="Output">'
    )


def test_figures_in_the_margin() -> None:
    """They are known by their class, which may be that of the picture."""
    assert has_margin_figure('<figure class="align-default"><img class="x margin" src="a.png">')
    assert has_margin_figure('<table class="margin docutils">')
    assert not has_margin_figure('<figure class="margins"><span class="margin"></span>')
