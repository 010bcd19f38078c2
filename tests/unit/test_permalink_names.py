"""What screen readers are given for headings and their permalinks."""

from __future__ import annotations

from sphinx_research_notes.html.permalinks import name_permalinks

LABEL = ' aria-label="Link to this heading"'


def _link(name: str, more: str = "") -> str:
    return f'<a class="headerlink" href="#{name}" title="Link to this heading"{more}>¶</a>'


def test_headings() -> None:
    """A heading with a permalink is named by its text, markup included; the link by its purpose."""
    assert name_permalinks(f"<h2>Of <em>rain</em>{_link('rain')}</h2>\n<h3>Mist</h3>") == (
        '<h2 aria-labelledby="rain-heading"><span id="rain-heading">Of <em>rain</em></span>'
        f"{_link('rain', LABEL)}</h2>\n<h3>Mist</h3>"
    )
    assert name_permalinks(f"<h3 class='a'>Mist{_link('mist')}</h3>") == (
        '<h3 class=\'a\' aria-labelledby="mist-heading"><span id="mist-heading">Mist</span>'
        f"{_link('mist', LABEL)}</h3>"
    )


def test_what_stays() -> None:
    """Other permalinks are only named; headings without one, or whose id is taken, keep their form."""
    assert name_permalinks("<h2>Rain</h2>") == "<h2>Rain</h2>"
    before = f'<h2>Rain</h2><p>Fog{_link("fog")}</p><h2>Ice{_link("ice")}</h2><p id="ice-heading">A</p>'
    assert name_permalinks(before) == before.replace('heading">¶', f'heading"{LABEL}>¶')
