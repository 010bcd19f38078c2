"""Comments in builders without HTML: paragraphs, lists, tables, code, and anything that strangers write."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.comments import Comment, clean, render
from sphinx_research_notes.html.comment_bodies import MAX_CELLS, body_nodes


def tree(html: str) -> str:
    """Return the nodes for *html* in short: names, texts, and contents in brackets."""
    return " ".join(short(node) for node in body_nodes(Comment("c", html=html)))


def short(node: nodes.Node) -> str:
    """Return one node in short."""
    if isinstance(node, nodes.Text):
        return repr(node.astext())
    held = " ".join(short(child) for child in node.children if not isinstance(child, nodes.colspec))
    return f"{node.tagname}({held})"


@pytest.mark.parametrize(
    ("body", "nodes_"),
    [
        ("a *b*\n\nc", "paragraph('a ' emphasis('b')) paragraph('c')"),
        ("[a](https://b.example)", "paragraph(reference('a'))"),
        ("a  \nb", "line_block(line('a') line('\\nb'))"),
        ("```\na\n b\n```", "literal_block('a\\n b')"),
        ("`a *b*` ~~c~~", "paragraph(literal('a *b*') ' ' '~~' 'c' '~~')"),
        ("$a_1$", "paragraph(literal('a_1'))"),
        ("- [x] a\n- b", "bullet_list(list_item(paragraph('[x] a')) list_item(paragraph('b')))"),
        ("> a", "block_quote(paragraph('a'))"),
        ("> - > a\n> b", "block_quote(bullet_list(list_item(paragraph('a\\nb'))))"),
        ("<details><summary>a</summary>b</details>", "paragraph(strong('a')) paragraph('b')"),
        ("<b>a<p>b</p></b>", "paragraph(strong('a')) paragraph(strong('b'))"),
        (
            "|a|\n|-|\n|b|",
            "table(tgroup(thead(row(entry(paragraph('a')))) tbody(row(entry(paragraph('b'))))))",
        ),
        ("<table><tr><td></td></tr></table>", "table(tgroup(tbody(row(entry(paragraph())))))"),
        ("", ""),
    ],
)
def test_nodes_of_a_body(body: str, nodes_: str) -> None:
    """Each tag becomes the equivalent node; a formula becomes code, which TeX does not run."""
    assert tree(render(body)) == nodes_


def test_cells_that_reach_over_others() -> None:
    """Every cell is in its column; in a table with too many cells, spans are ignored."""
    html = clean("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>")
    rows = list(body_nodes(Comment("c", html=html))[0].findall(nodes.row))  # type: ignore[attr-defined]
    assert [[cell.astext() for cell in row] for row in rows] == [["a", "b", ""], ["", "c", "d"]]
    wide = clean("<table>" + "<tr><td colspan=99>a<td>b" * (MAX_CELLS // 99 + 1) + "</table>")
    table = body_nodes(Comment("c", html=wide))[0]
    assert isinstance(table, nodes.Element)
    assert all(len(row) == 2 for row in table.findall(nodes.row))


_TAGS = st.sampled_from(
    [f"<{end}{tag}>" for tag in ("p", "ul", "ol", "li", "table", "tr", "td", "b", "a href=https://a.example",
                                 "pre", "code", "br", "details", "summary", "dl", "dt", "dd", "blockquote")
     for end in ("", "/")]
)  # fmt: skip


@given(st.lists(_TAGS | st.text(max_size=3), max_size=30))
def test_whatever_is_written_has_nodes(parts: list[str]) -> None:
    """Any text becomes nodes that contain every word of it."""
    html = clean("".join(parts) + "<p>word</p>")
    said = [node for top in body_nodes(Comment("c", html=html)) for node in top.findall(nodes.Text)]
    assert any("word" in node for node in said)
    for node in said:
        assert isinstance(node.parent, nodes.TextElement)


@pytest.mark.parametrize("piece", ["<ul><li>", "<blockquote>", "<b>", "<table><tr><td>", "<details>"])
def test_deep_bodies_are_flattened(piece: str) -> None:
    """Writers recurse, so nesting is limited; no words are lost."""
    found = body_nodes(Comment("c", html=clean(piece * 1600 + "word")))
    assert "word" in " ".join(node.astext() for node in found)
    assert max(top.pformat().count("    ") for top in found) < 500
