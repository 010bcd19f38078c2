"""What a built site tells archives: why it cites, funding, roles, how to cite it; and the checks."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import feed_rules
import pytest
import yaml
from exactness import BY_TURNS, Bench, check_each

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
language = "en"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain"
notes_match = ["notes/**"]
notes_author = "ada"
notes_authors = {
    "ada": {"name": "Ada Brook", "orcid": "0000-0002-1825-0097", "roles": ["software", "editor"]},
}
suppress_warnings = ["toc.not_included"]
notes_license = "CC-BY-4.0"
notes_funding = {"funder": {"name": "Fund of the Site", "ror": "021nxhr62"}}
notes_archive = {"name": "rogue-scholar", "about": "about", "prefix": "10.5555"}
notes_citation_file = {"doi": "10.5555/rain", "keywords": ["rain"]}
bibtex_bibfiles = ["works.bib"]
exclude_patterns = ["_build"]
html_copy_source = False
myst_enable_extensions = ["colon_fence"]
"""


def work(key: str, **fields: str) -> str:
    """An entry for a bibliography."""
    given = {"author": key.title(), "title": f"On {key}", "year": "2001", "publisher": "P"} | fields
    return f"@book{{{key},\n" + "".join(f" {name} = {{{value}}},\n" for name, value in given.items()) + "}\n"


REASONS = """\
---
title: Reasons
date: 2024-03-14
funding: {funder: {name: A Fund, ror: 'https://ror.org/021nxhr62'}, award: {number: 17, title: Rain}}
---

Shown {cites-as-evidence}`brook{p. 3},lind` and, as {cite:t}`extends:BROOK` says,
{note-uses-data-from}`stone`.
{footcite}`supports:vale` and {cite:p}`nobody`.

:::{note-to-self}
:private:

Hidden {refutes}`brook`.
:::

```{only} latex
Elsewhere {ridicules}`brook`, and {critiques}`hale`.
```

```{footbibliography}
```
"""
STREAM = """\
# Log

```{entry} 2024-03-15 10:00
:title: An entry

It {agrees-with}`brook`.
```

```{entry} 2024-03-15 11:00
:title: Unlisted
:visibility: unlisted

It {disagrees-with}`lind`.
```
"""
SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{notes}\n```\n",
    "about.md": "# About\n\nArchived by Rogue Scholar.\n",
    "works.bib": work("brook", doi="10.5555/brook") + work("lind", url="https://example.com/lind")
                 + work("stone", doi="10.5555/stone") + work("vale", doi="10.5555/vale")
                 + work("hale", doi="10.5555/hale") + work("extends:own", doi="10.5555/own"),
    "notes/reasons.md": REASONS,
    "notes/rest.rst": ":date: 2024-03-13\n:funding: no\n\nRest\n====\n\nAs :discusses:`brook` and"
                      " :cite:t:`extends:own,supports:lind`.\n",
    "log.md": STREAM,
    "page.md": "---\norphan: true\n---\n# A page\n\nIt {corrects}`stone`.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site."""
    from conftest import build_site, write_files

    folder = tmp_path_factory.mktemp("archives")
    write_files(folder / "source", SITE)
    return build_site(folder / "source", folder / "out")


def items(built: Built) -> dict[str, dict[str, Any]]:
    """The items of the feed of the site, by title."""
    feed = feed_rules.json_feed((built.outdir / "notes" / "all.json").read_bytes())
    return {item["title"]: item for item in feed["items"]}


def reasons(item: dict[str, Any]) -> dict[str, list[str]]:
    """Why an item of a feed cites works, by the end of their addresses."""
    return {each["url"].rpartition("/")[2]: each.get("cito", []) for each in item["_references"]}


def test_reasons_in_the_feed(built: Built) -> None:
    """By roles and by keys, in both languages; none that is hidden, and none of another note."""
    found = items(built)
    assert reasons(found["Reasons"]) == {
        "brook": ["citesAsEvidence", "extends"], "lind": ["citesAsEvidence"], "stone": ["usesDataFrom"],
        "vale": ["supports"],
    }  # fmt: skip
    assert reasons(found["Rest"]) == {"brook": ["discusses"], "lind": ["supports"], "own": []}
    assert reasons(found["An entry"]) == {"brook": ["agreesWith"]}
    assert "Unlisted" not in found


def test_reasons_on_the_page(built: Built) -> None:
    """The citation is as with ``cite:p``; the list says why a work is cited, to programs as well."""
    page = built.text("notes/reasons.html")
    references = page.partition('class="note-references csl-bib-body"')[2].partition("</section>")[0]
    said = dict(re.findall(r'id="ref-(\w+)"(.*?)</li>', references))
    assert [re.findall(r"\[[a-z ]+\]", said[key]) for key in ("brook", "lind", "stone")] == [
        ["[cites as evidence]", "[extends]"], ["[cites as evidence]"], ["[uses data from]"],
    ]  # fmt: skip
    label = '<span class="cito" property="http://purl.org/spar/cito/citesAsEvidence"'
    assert f'{label} resource="https://doi.org/10.5555/brook">' in said["brook"]
    assert "p. 3" in page
    assert "[corrects]" in built.text("page.html")
    everything = "".join(path.read_text("utf-8") for path in built.outdir.rglob("*.html"))
    assert not [
        each for each in ("refutes", "ridicules", "critiques", "citesAsEvidence:") if each in everything
    ]


def test_funding_and_roles(built: Built) -> None:
    """A note's own, or that of the site; in feeds, and in the metadata of the page."""
    found = items(built)
    ror = "https://ror.org/021nxhr62"
    own = {"funder": {"name": "A Fund", "ror": ror}, "award": {"number": "17", "title": "Rain"}}
    assert found["Reasons"]["_funding"] == [own]
    assert "_funding" not in found["Rest"]
    assert found["An entry"]["_funding"] == [{"funder": {"name": "Fund of the Site", "ror": ror}}]
    assert found["Rest"]["authors"] == [
        {
            "name": "Ada Brook",
            "url": "https://orcid.org/0000-0002-1825-0097",
            "_roles": ["software", "editor"],
        }
    ]
    assert found["Rest"]["_license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert json.loads((built.outdir / "notes/all.json").read_bytes())["language"] == "en"
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', built.text("notes/reasons.html"))
    assert data
    funder = {"@type": "Organization", "@id": ror, "name": "A Fund"}
    assert json.loads(data[1])["funding"] == [
        {"@type": "Grant", "name": "Rain", "identifier": "17", "funder": funder}
    ]


def test_the_citation_file(built: Built) -> None:
    """It has the title of the site, its author, its URL, its DOI and the day of its latest note."""
    data = yaml.safe_load((built.outdir / "CITATION.cff").read_bytes())
    assert data["preferred-citation"]["url"] == "https://example.org/rain/"
    assert data["preferred-citation"]["type"] == "website"
    assert (data["title"], data["doi"], data["date-released"]) == ("Rain", "10.5555/rain", "2024-03-15")
    assert data["authors"][0]["family-names"] == "Brook"


def test_nothing_is_missing(built: Built) -> None:
    """The archive takes this site as it is; the only warning is of a key."""
    assert [line.partition(": ")[2] for line in built.warnings.splitlines()] == [
        "WARNING: unknown BibTeX key 'nobody' [notes.citation]"
    ]


def test_what_an_archive_misses(site: Callable[..., Built]) -> None:
    """Each with file and line: warnings for what is required, information for the rest."""
    lines = CONF.splitlines()
    without = ("notes_author =", "notes_lic", "html_base", "notes_cit")
    conf = [each for each in lines if not each.startswith(without)]
    files: Files = {
        **SITE,
        "conf.py": "\n".join(conf).replace('"about": "about"', '"about": "draft"'),
        "draft.md": "---\nkind: page\nvisibility: unlisted\n---\n# About\n\nRogue Scholar\n",
        "notes/reasons.md": None,
        "notes/rest.rst": None,
        "log.md": None,
        "page.md": None,
        "notes/a.md": "---\ndate: 2024-01-01\ndoi: 10.5555/6kfyy-nq281\nlicense: CC-BY-NC-4.0\n---\n# A\n",
        "notes/b.md": "---\nauthor: Bo Stone\nlicense: CC-BY-4.0\ntags: a, b, c, d, e, f\n---\n# B\n\nB.\n",
        "notes/c.md": "---\nfeed: false\n---\n# C\n\nWords.\n",
    }
    found = site(files)
    expected = [
        "Rogue Scholar: expected html_baseurl, where the site is published; without it there are no feeds",
        "Rogue Scholar: expected a public document in notes_archive, got 'draft'",
        "a.md:3: Rogue Scholar: expected a DOI with correct check digits, got '10.5555/6kfyy-nq281'",
        "a.md:4: Rogue Scholar: expected the licence CC BY, got 'CC BY-NC 4.0'; the archive takes no other",
        "a.md:1: Rogue Scholar: expected an author, got none; the archive requires one",
        "b.md:1: Rogue Scholar: expected a date, got none; the note is in no feed",
    ]
    warnings = [
        re.sub(r"^/.*/(?=\w\.md)|WARNING: | \[notes\.archive\]$", "", line)
        for line in found.warnings.splitlines()
    ]
    assert sorted(warnings) == sorted(expected)
    assert "b.md:2: Rogue Scholar: expected an ORCID iD, got none for Bo Stone" in found.status
    assert "b.md:4: Rogue Scholar: expected at most 5 tags and categories, got 6" in found.status
    assert "CITATION.cff" not in found.files()


def test_whose_role_it_is(site: Callable[..., Built]) -> None:
    """Another's role keeps its name, ours has its prefix; without bibtex there is none."""
    own = """
def setup(app):
    from docutils import nodes

    app.add_role("extends", lambda name, raw, text, *rest, **more: ([nodes.Text(f"THEIRS {text}")], []))
"""
    note = "---\ndate: 2024-01-01\n---\n# A\n\nOne {extends}`brook`, two {note-extends}`brook`.\n"
    files: Files = {**SITE, "conf.py": CONF + own, "notes/reasons.md": note, "notes/rest.rst": None}
    found = site(files)
    assert "THEIRS brook" in found.text("notes/reasons.html")
    assert found.text("notes/reasons.html").count("[extends]</span>") == 1
    without = CONF.replace('"sphinxcontrib.bibtex", ', "").replace('bibtex_bibfiles = ["works.bib"]', "")
    assert 'Unknown interpreted text role "note-extends"' in site({"conf.py": without}, "-E").warnings


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders(site: Callable[..., Built], builder: str) -> None:
    """Lists of references say why a work is cited in other formats too."""
    found = site(SITE, builder=builder)
    name = next(path for path in found.outdir.rglob("*") if path.name in {"reasons.txt", "rain.tex"})
    text = " ".join(name.read_text("utf-8").split())
    assert text.count("[uses data from]") == (builder == "text")


#: Edits of what is told to archives.
EDITS: dict[str, Files] = {
    "another reason": {"notes/reasons.md": REASONS.replace("extends:", "supports:")},
    "no reason": {"log.md": STREAM.replace("agrees-with", "cite:p")},
    "a work without an address": {"works.bib": str(SITE["works.bib"]).replace("doi = {10.5555/brook}", "")},
    "other funding": {"conf.py": CONF.replace("Fund of the Site", "Another Fund")},
    "a later note": {"notes/late.md": "---\ndate: 2025-01-01\n---\n# Late\n\nWords.\n"},
    "no citation file": {"conf.py": CONF.replace("notes_citation_file", "unused")},
}


@pytest.mark.slow
def test_exact_after_each_edit(tmp_path: Path) -> None:
    """After each edit the output is that of a clean build."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    check_each(
        bench,
        {name: (lambda bench, files=files: bench.edit(files)) for name, files in EDITS.items()},
        ways=BY_TURNS,
    )


def test_the_citation_file_changes_with_the_site(site: Callable[..., Built]) -> None:
    """A later note changes it, nothing else does; a lost one is restored, and an unwanted one removed."""
    found = site(SITE)
    file = found.outdir / "CITATION.cff"
    before = file.stat().st_mtime_ns
    site({"about.md": "# About\n\nArchived by Rogue Scholar, too.\n"})
    assert file.stat().st_mtime_ns == before
    file.unlink()
    site({"notes/late.md": EDITS["a later note"]["notes/late.md"]})
    assert b"2025-01-01" in file.read_bytes()
    site({"conf.py": EDITS["no citation file"]["conf.py"]})
    assert not file.exists()


def test_their_own_citation_file(site: Callable[..., Built]) -> None:
    """The author's own file stays, with a warning that ours is left out."""
    own = CONF.replace("html_copy_source", 'html_extra_path = ["CITATION.cff"]\nhtml_copy_source')
    found = site({**SITE, "conf.py": own, "CITATION.cff": "theirs\n"})
    assert (found.outdir / "CITATION.cff").read_text("utf-8") == "theirs\n"
    assert "'CITATION.cff' already exists" in found.warnings
