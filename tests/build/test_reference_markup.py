"""Citations, references and cards are written as finished HTML or as nodes, and nobody can tell which."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
html_copy_source = html_use_index = False
version = copyright = "1"
"""
#: No piece of a citation has HTML: everything goes through nodes.
NODES = CONF + (
    "from sphinx_research_notes.doctree import inline_html\n"
    "inline_html.html_of = lambda node, formula=None: None\n"
)
#: Pieces of fields: words, characters that HTML escapes, quotes, TeX for each inline node, other scripts.
PIECES = (
    "rain", "Rain", "a <b> c", "R\\&D", '"so"', "it's", "``so''", "\\emph{E. coli}", "\\textbf{old}", "{DNA}",
    "x\\textsuperscript{2}",
    "H\\textsubscript{2}O", "{\\'E}tude", "--", "雨", "\\emph{a \\textbf{b}}", "100\\%",
)  # fmt: skip
KINDS = ("article", "book", "inproceedings", "misc", "phdthesis", "online")
NAMES = ("Good, Irving", "{Rain \\& Co}", 'M{\\"u}ller, A.', "van Dam, B.", "O'Neil, C", "others")


def works(seed: int) -> dict[str, str]:
    """Entries by key, each with some of the fields that a reference shows."""
    chance = random.Random(seed)

    def text() -> str:
        return " ".join(chance.choices(PIECES, k=chance.randint(1, 5)))

    found = {}
    for number in range(40):
        fields = {name: text() for name in ("title", "journal", "publisher", "note") if chance.random() < 0.7}
        fields |= {"year": str(chance.randint(1990, 1994))} if chance.random() < 0.9 else {}
        fields |= {"doi": "10.1000/a<b>&c"} if chance.random() < 0.3 else {}
        fields |= {"url": "https://example.org/?a=b&c='d'"} if chance.random() < 0.3 else {}
        fields |= {"author": " and ".join(chance.choices(NAMES, k=chance.randint(1, 3)))}
        values = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
        found[f"w{number}"] = f"@{chance.choice(KINDS)}{{w{number}, {values}}}\n"
    return found


def note(keys: list[str], seed: int) -> str:
    """A note that cites each of *keys*, some together, some again, every third for a reason."""
    chance = random.Random(seed)
    roles = ("cite:p", "cite:t", "cite:label", "cite:year")
    cited = [",".join({key, *chance.choices(keys, k=chance.randint(0, 2))}) for key in keys]
    cited[::3] = [f"extends:{each}" for each in cited[::3]]
    return "# A\n\n" + "\n\n".join(f"Cited {{{chance.choice(roles)}}}`{each}` here." for each in cited)


def article(built: Built) -> str:
    """The note without what changes nothing: line breaks, quotes, orders, and classes of nodes alone."""
    text = built.text("notes/a.html").partition("<article")[2].partition("</article>")[0]
    text = text.replace("&quot;", '"').replace("&#x27;", "'")
    text = re.sub(r'<a tabindex="-1"([^<>]*)>', r'<a\1 tabindex="-1">', text)
    # The first is for the search, which does not see into HTML; the second for links in the text of a note.
    for name in ("no-search", "address"):
        text = re.sub(rf' class="{name}"| {name}(?=[ "])|(?<="){name} ', "", text)
    return re.sub("[ \n]+(?=</|$)", "", re.sub("[ \n]+", " ", text))


@pytest.mark.parametrize(
    ("style", "citations"), [("label", "margin"), ("author_year", "card"), ("super", "plain")]
)
def test_finished_html_is_what_nodes_become(site: Callable[..., Built], style: str, citations: str) -> None:
    """In a note that cites forty generated works, the lists, the cards and the citations are the same."""
    entries = works(len(style))
    own = f'bibtex_reference_style = "{style}"\nnotes_citations = "{citations}"\n'
    files = {
        "conf.py": CONF + own, "works.bib": "".join(entries.values()), "index.md": "# Home\n",
        "notes/a.md": note(list(entries), len(style)),
    }  # fmt: skip
    finished = site(files)
    as_nodes = site({"conf.py": NODES + own}, "-E", into="nodes")
    assert "csl-entry" in finished.text("notes/a.html")
    assert "[extends]</span>" in finished.text("notes/a.html")
    assert 'class="no-search"' not in finished.text("notes/a.html")
    assert 'class="no-search"' in as_nodes.text("notes/a.html")
    assert article(as_nodes) == article(finished)
