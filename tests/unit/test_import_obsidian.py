"""Vaults of Obsidian as plain MyST."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.importers.obsidian.site import read
from sphinx_research_notes.importers.obsidian.vault import date_in
from sphinx_research_notes.importers.origins import guess
from sphinx_research_notes.importers.records import NotImportable, Options, Outcome, Plan, TextFile
from sphinx_research_notes.model.excluded_files import excluded_in, is_excluded

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def plan_of(folder: Path, **files: str) -> Plan:
    """Return the plan for a vault with *files*: name to text, with ``__`` for a slash and ``.md`` added."""
    (folder / ".obsidian").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path if path.suffix else path.with_suffix(".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read(folder, Options())


def texts(plan: Plan) -> dict[str, str]:
    """Return the texts of *plan* by their targets."""
    return {file.target: file.text for file in plan.files if isinstance(file, TextFile)}


def body(folder: Path, text: str, **others: str) -> str:
    """Return what the *text* of a note becomes."""
    found = texts(plan_of(folder / "v", here=text, **others))["here.md"]
    return found.partition("\n---\n")[2].strip() if found.startswith("---") else found.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[other]]", "[other](sub/other.md)"),
        ("[[Other|mud]]", "[mud](sub/other.md)"),
        ("[[other#The Bank]]", "[other > The Bank](sub/other.md#the-bank)"),
        ("[[Second name]]", "[Second name](sub/other.md)"),
        ("[[other#^b1]]", "[other](sub/other.md#b1)"),
        ("[a](other.md#^b1)", "[a](sub/other.md#b1)"),
        ("[a](#Wet%20Mud)\n\n# Wet Mud", "[a](#wet-mud)\n\n# Wet Mud"),
        ("[a](<#Wet Mud>)\n\n# Wet Mud", "[a](#wet-mud)\n\n# Wet Mud"),
        ("[a](#wet-mud)\n\n# Wet Mud", "[a](#wet-mud)\n\n# Wet Mud"),
        ("[a](#^b2)\n\nMud ^b2", '[a](#b2)\n\nMud <a id="b2"></a>'),
        ("[a](#Wet%20`Mud`)\n\n# Wet `Mud`", "[a](#wet-mud)\n\n# Wet `Mud`"),
        ("[a](#fn:1)", "[a](#fn:1)"),
        (
            "In the <script> tag.\n\nMud <Title> `<style>`",
            "In the \\<script> tag.\n\nMud \\<Title> `<style>`",
        ),
        ("In <script>a()</script>.", "In <script>a()</script>."),
        ("<style>\na {}\n</style>", "<style>\na {}\n</style>"),
        ('<a href="#mud" title="==a==">a</a> ==b==', '<a href="#mud" title="==a==">a</a> <mark>b</mark>'),
        ("[[other#The Shore]]", "[other > The Shore](sub/other.md)"),
        ("[[other#^b9]]", "[other](sub/other.md)"),
        (
            "Mud:\n$$\n\\begin{align}\na\n\\end{align}\n$$\nThen.",
            "Mud:\n\n$$\n\\begin{align}\na\n\\end{align}\n$$\n\nThen.",
        ),
        ("> Mud:\n> $$\n> a\n> $$\n> Then.", "> Mud:\n> \n> $$\n> a\n> $$\n>\n> Then."),
        (
            "> [!note]\n> Mud:\n> $$\n> a\n> $$\n> ```\n> [[other]]\n> ```",
            ":::{note}\nMud:\n\n$$\na\n$$\n\n```\n[[other]]\n```\n:::",
        ),
        ("```\n> [!note]\n> a\n```", "```\n> [!note]\n> a\n```"),
        (
            "Mud^[Wet, see [[other|it]].] and $x^[2]$.\n\nMore.",
            "Mud[^inline-1] and $x^[2]$.\n\nMore.\n\n[^inline-1]: Wet, see [it](sub/other.md).",
        ),
        ("[[nowhere]]", "nowhere"),
        ("`[[other]]`", "`[[other]]`"),
        ("![[g.png|300]]", '![g](files/g.png){width="300px"}'),
        ("![[other]]", "[other](sub/other.md)"),
        ("[a](other.md#The%20Bank)", "[a](sub/other.md#the-bank)"),
        ("![a](g.png)", "![a](files/g.png)"),
        ("[a](obsidian://open?x=1)", '<a href="obsidian://open?x=1">a</a>'),
        ("It is ==wet== here.", "It is <mark>wet</mark> here."),
        ("a %%secretword%% b", "a  b"),
        (
            "<script>\na = b %%c%% d\n</script>\n\n%%secretword%% e",
            "<script>\na = b %%c%% d\n</script>\n\n e",
        ),
        ("%%\n<pre>\nsecretword %% c\n</pre>", ""),
        ("a %%%%secretword%%%% b", "a  b"),
        ("$a %% b$ x %%secretword%% y", "$a %% b$ x  y"),
        ("$$\na %% b\n$$\n\nx %%secretword%% y", "$$\na %% b\n$$\n\nx  y"),
        ("\\%% x %%secretword%% y", "\\%% x  y"),
        ("$5 %%secretword%% x$", "\\$5  x\\$"),
        ("It cost $5 or $10, $x_1$ rose.", r"It cost \$5 or \$10, $x_1$ rose."),
        (
            "It is <% tp.date.now() %>, `= this.file.name`.",
            "It is `<% tp.date.now() %>`, `= this.file.name`.",
        ),
        ("On #mud/deep and # heading", "On {tag}`mud/deep` and # heading"),
        ("> [!tip] So\n> it *is*", ":::{admonition} So\n:class: tip\nit *is*\n:::"),
        ("> [!warning]\n> Ice.", ":::{warning}\nIce.\n:::"),
        ("> [!faq]- Why?\n> Rain.", ":::{dropdown} Why?\nRain.\n:::"),
        ("> [!note] Only a title", ":::{note}\nOnly a title\n:::"),
        (
            "> [!note] A\n> > [!tip]\n> > b",
            "::::{admonition} A\n:class: note\n:::{tip}\nb\n:::\n::::",
        ),
    ],
)
def test_markup(tmp_path: Path, text: str, expected: str) -> None:
    """What only Obsidian has becomes what MyST has."""
    other = "---\naliases: [Second name]\n---\n## The Bank\n\nWet. ^b1\n\nDry. ^b2\n"
    (tmp_path / "v" / "files").mkdir(parents=True)
    (tmp_path / "v" / "files" / "g.png").write_bytes(b"x")
    assert body(tmp_path, text, sub__other=other) == expected


def test_front_matter(tmp_path: Path) -> None:
    """Names aren't addresses, tags of the text are tags, and what isn't to be published is a draft."""
    plan = plan_of(
        tmp_path / "v",
        a="---\naliases: [Second name, /old/]\ntags: mud water\ncreated: 2020-01-02\n---\nOn #ice.",
        b="---\npublish: false\n---\ndraftword",
        c="# A heading\n\nx",
    )
    files = texts(plan)
    assert files["a.md"].partition("\n---\n")[0] == (
        "---\ntags: [mud, water, ice]\ndate: 2020-01-02\nother_names: [Second name]\n"
        "aliases: [/old/]\ntitle: a"
    )
    assert "draft: true" in files["b.md"]
    assert [page.target for page in plan.pages if page.is_draft] == ["b.md"]
    assert files["c.md"] == "# A heading\n\nx\n"


def test_odd_names(tmp_path: Path) -> None:
    """Names of files with signs that mean something in addresses are linked all the same."""
    files = {
        "a&nbsp;b.md": "x",
        "5% c.md": "x",
        "#d.md": "x",
        "here": "[[a&nbsp;b|1]] [[5% c|2]] [3](%23d.md)",
    }
    assert texts(plan_of(tmp_path / "v", **files))["here.md"].endswith(
        "\n---\n\n[1](a&amp;nbsp;b.md) {doc}`2 </5% c>` {doc}`3 </#d>`\n"
    )


def test_what_plug_ins_run(tmp_path: Path) -> None:
    """What a plug-in would put into the text is counted."""
    text = "<% tp.x %> `$= dv.x` `= this.x` `x = 1`\n\n```dataview\nLIST\n```\n"
    found = plan_of(tmp_path / "v", a=text).findings
    assert sorted(each.construct for each in found if each.outcome is Outcome.UNKNOWN) == [
        "<%…%>", "`= …`", "`= …`", "```dataview",
    ]  # fmt: skip


@pytest.mark.parametrize("link", ["[[a#^b1]]", "[x](a.md#^b1)"])
def test_blocks(tmp_path: Path, link: str) -> None:
    """A block that a link leads to is a target, also in lists and callouts; others lose their ids."""
    for number, (text, expected) in enumerate({
        "Wet. ^b1\n\nDry. ^b2": 'Wet. <a id="b1"></a>\n\nDry.',
        "- Wet ^b1": '- Wet <a id="b1"></a>',
        "> Wet\n> ^b1": '> Wet\n> <a id="b1"></a>',
        ">[!note]\n>Wet\n>^b1": ':::{note}\nWet\n<a id="b1"></a>\n:::',
    }.items()):  # fmt: skip
        files = texts(plan_of(tmp_path / str(number), a=f"# A\n\n{text}\n", here=link))
        assert files["a.md"].removeprefix("# A\n\n").strip() == expected


def test_odd_front_matter(tmp_path: Path) -> None:
    """The address of a clipped page is its source; a draft without a value stays one, except in Quartz."""
    notes = {"a": "---\nurl: https://a.example/x\n---\nx", "b": "---\ndraft:\n---\nx"}
    files = texts(plan_of(tmp_path / "v", **notes))
    assert "source: https://a.example/x" in files["a.md"]
    assert "draft: true" in files["b.md"]
    (tmp_path / "quartz").mkdir()
    (tmp_path / "quartz" / "quartz.config.ts").write_text("plugins: [\n  // Plugin.HardLineBreaks(),\n]")
    plan = plan_of(tmp_path / "quartz" / "content", **notes)
    assert "draft" not in texts(plan)["b.md"]
    assert "notes_line_breaks" not in texts(plan)["conf.py"]


def test_settings(tmp_path: Path) -> None:
    """Lines break as the vault says, README.md is a note, and a drawing is none."""
    drawing = (
        "---\nexcalidraw-plugin: parsed\n---\n==Switch to EXCALIDRAW VIEW==\n\n# Excalidraw Data\nx ^a1\n"
    )
    plan = plan_of(
        tmp_path / "v", README="# Read\n", drawing=drawing, own=drawing.replace("\n\n#", "\nMine.\n#")
    )
    conf = texts(plan)["conf.py"]
    assert "notes_line_breaks = True" in conf
    assert "README" not in conf
    assert [page.target for page in plan.pages] == ["README.md", "own.md"]
    (tmp_path / "w" / ".obsidian").mkdir(parents=True)
    (tmp_path / "w" / ".obsidian" / "app.json").write_text('{"strictLineBreaks": true}')
    (tmp_path / "w" / "a.md").write_text("x")
    conf = texts(read(tmp_path / "w", Options()))["conf.py"]
    assert "notes_line_breaks" not in conf
    assert '"README.md"' in conf


def test_headings(tmp_path: Path) -> None:
    """Links to headings lead to the ids that MyST gives them."""
    other = "# A/B *c*\n\n```\n# no\n```\n\n## Twice\n\n# D [[here|e]]\n\n## Twice\n"
    text = "[[other#A/B c|1]] [[other#Twice|2]] [[other#D e#Twice|3]] [[other#no|4]] [[#x|5]]\n\n[[#n.md|6]]"
    new = body(tmp_path, text, other=other)
    assert new.startswith(
        "[1](other.md#ab-c) [2](other.md#twice) [3](other.md#twice-1) [4](other.md) [5](here.md)"
    )


def test_what_stays_behind(tmp_path: Path) -> None:
    """Templates, canvases and files that no note shows aren't copied, and comments aren't in the report."""
    (tmp_path / "v" / ".obsidian").mkdir(parents=True)
    (tmp_path / "v" / ".obsidian" / "templates.json").write_text('{"folder": "Templates"}')
    (tmp_path / "v" / ".trash").mkdir()
    (tmp_path / "v" / ".trash" / "gone.md").write_text("goneword")
    for name, text in {
        "a.md": "%%secretword%%\n[[shown.pdf]]",
        "b.canvas": "{}",
        "shown.pdf": "x",
        "other.pdf": "x",
    }.items():
        (tmp_path / "v" / name).write_text(text)
    (tmp_path / "v" / "Templates").mkdir()
    (tmp_path / "v" / "Templates" / "t.md").write_text("templateword")
    plan = read(tmp_path / "v", Options())
    assert guess(tmp_path / "v") == "obsidian"
    assert [file.target for file in plan.files if not isinstance(file, TextFile)] == ["shown.pdf"]
    left = {each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT}
    assert left == {"Templates/t.md", "b.canvas", "other.pdf", "a.md"}
    everything = "".join(texts(plan).values()) + repr(plan.findings)
    for word in ("secretword", "goneword", "templateword"):
        assert word not in everything


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("2020-01-02", "YYYY-MM-DD", "2020-01-02"), ("02.01.2020", "DD.MM.YYYY", "2020-01-02"),
        ("20200102", "YYYY/YYYYMMDD", "2020-01-02"), ("2020-01-02 Thursday", "YYYY-MM-DD dddd", "2020-01-02"),
        ("mud", "YYYY-MM-DD", ""), ("2020", "YYYY", ""), ("x", "(", ""),
    ],
)  # fmt: skip
def test_daily_notes(name: str, pattern: str, expected: str) -> None:
    """The names of daily notes tell their dates, in the format that the vault says."""
    assert date_in(name, pattern) == expected


def test_no_vault(tmp_path: Path) -> None:
    """What has no notes is named."""
    (tmp_path / ".obsidian").mkdir()
    with pytest.raises(NotImportable, match="expected notes"):
        read(tmp_path, Options())


def test_dates_of_front_matter(tmp_path: Path) -> None:
    """Dates under the names of plug-ins are found, be they texts, dates, or links to the note of a day."""
    found = texts(
        plan_of(
            tmp_path / "v",
            a="---\ndate created: 2024-01-02\ndate modified: 2024-01-03T10:00:00\n---\nMud.",
            b='---\ncreated: "[[days/2024-01-02]]"\n---\nMud.',
            c="---\ncreated: yesterday\n---\nMud.",
            d="---\nDate Created: 2024-01-02\nAliases: [Wet]\nPublish: false\nKeep: Me\n---\nMud.",
        )
    )
    assert "\ndate: 2024-01-02\nupdated: 2024-01-03" in found["a.md"]
    assert "\ndate: '2024-01-02'\n" in found["b.md"]
    assert "created: yesterday" in found["c.md"]
    assert found["d.md"].startswith("---\ndate: 2024-01-02\npublish: false\nKeep: Me\nother_names: [Wet]\n")
    assert "draft: true" in found["d.md"]


def test_excluded_files(tmp_path: Path) -> None:
    """What the settings of a vault exclude stays a draft, and the report says so."""
    settings = '{"userIgnoreFilters": ["Old/", "/secret\\\\d/", "(", 5, "/(/", ""]}'
    (tmp_path / "v" / ".obsidian").mkdir(parents=True)
    (tmp_path / "v" / ".obsidian" / "app.json").write_text(settings, "utf-8")
    for name in ("old/a.md", "b.md", "in/secret1.md"):
        (tmp_path / "v" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "v" / name).write_text("Mud.", "utf-8")
    plan = read(tmp_path / "v", Options())
    drafts = {name for name, text in texts(plan).items() if "draft: true" in text}
    assert drafts == {"old/a.md", "in/secret1.md"}
    assert {each.file for each in plan.findings if each.construct == "excluded file"} == drafts
    assert {page.source for page in plan.pages if page.is_draft} == drafts


@pytest.mark.parametrize(
    ("expression", "path", "is_in"),
    [
        (r"(?<y>\d{4})-\k<y>", "2020-2020", True),
        (r"(?<!a)b|(?:x){1,2}$", "axx", True),
        (r"^\p{Lu}x", "Äx", True),
        (r"[^\p{L}]z", "1z", True),
        ("[[a&&b|]x", "[x", True),
        (r"[\[\]]x|[]a", "]x", True),
        ("[]a", "]a", False),
        ("[^]b", "qb", True),
        (r"\[\/\-\e", "[/-e", True),
        (r"(?<=a+)b", "z", True),
        (r"\cJ", "z", True),
        ("(", "(", False),
        ("a**", "a", False),
    ],
)
def test_expressions_of_javascript(expression: str, path: str, *, is_in: bool) -> None:
    """They are read as JavaScript reads them; what Python can't read may exclude anything."""
    patterns = excluded_in(json.dumps({"userIgnoreFilters": [f"/{expression}/"]}))
    assert is_excluded(path, patterns) is is_in


@pytest.mark.parametrize(
    ("settings", "hidden", "why"),
    [
        ('\ufeff{"userIgnoreFilters": ["a.md"]}', {"a.md"}, "Obsidian's settings exclude it"),
        ('{"userIgnoreFilters": ["a.md"],', {"a.md", "b.md"}, "cannot be read"),
        ('{"userIgnoreFilters": ["/(?<=a+)b/"]}', {"a.md", "b.md"}, "cannot be read"),
        ("[" * 100_000, set(), ""),
        ("{", set(), ""),
    ],
)
def test_settings_that_cannot_be_read(tmp_path: Path, settings: str, hidden: set[str], why: str) -> None:
    """Where they may exclude a note, it is a draft, and the report says why."""
    (tmp_path / "v" / ".obsidian").mkdir(parents=True)
    (tmp_path / "v" / ".obsidian" / "app.json").write_text(settings, "utf-8")
    plan = plan_of(tmp_path / "v", a="Mud.", b="Mud.")
    assert {name for name, text in texts(plan).items() if "draft: true" in text} == hidden
    found = {each.file: str(each.detail) for each in plan.findings if each.construct == "excluded file"}
    assert found.keys() == hidden
    assert all(why in each for each in found.values())


@pytest.mark.parametrize("publish", ["false", "no", "off", "0"])
def test_notes_that_are_not_published(tmp_path: Path, publish: str) -> None:
    """They are drafts, whatever they say of that themselves."""
    plan = plan_of(tmp_path / "v", a=f"---\npublish: {publish}\ndraft: false\n---\nMud.")
    assert "draft: true" in texts(plan)["a.md"]


QUARTZ = """
const config = {
  configuration: {
    pageTitle: "Wet feet", // pageTitle: "No",
    locale: "de-DE", baseUrl: "wet.example.org/garden/",
    ignorePatterns: ["private", "**/old", '.obsidian'],
  },
  plugins: { filters: [Plugin.RemoveDrafts()EXPLICIT], emitters: [/* Plugin.ExplicitPublish() */] },
}
"""


def garden(folder: Path, explicit: str = "", **notes: str) -> Plan:
    """Return the plan for *notes* that Quartz has shown."""
    folder.mkdir()
    (folder / "quartz.config.ts").write_text(QUARTZ.replace("EXPLICIT", explicit), "utf-8")
    return plan_of(folder / "content", **notes)


def test_addresses_of_quartz(tmp_path: Path) -> None:
    """Pages keep the addresses that Quartz gave them, also under their other names."""
    plan = garden(
        tmp_path / "q",
        **{
            "index": "Home",
            "In Mud__A & b": "---\naliases: [Wet Mud, In Mud/c]\npermalink: short\n---\nMud.",
            "In Mud__c": "Mud.",
            "In Mud__index": "All.",
        },
    )
    assert {page.address for page in plan.pages} == {"/", "/In-Mud/A--and--b", "/In-Mud/c", "/In-Mud/"}
    found = texts(plan)
    assert (
        "aliases: [/Wet-Mud, /In-Mud/Wet-Mud, /In-Mud/In-Mud/c, /short, /In-Mud/short]"
        in found["In Mud/A & b.md"]
    )
    for line in (
        'project = "Wet feet"', 'language = "de"', 'html_baseurl = "https://wet.example.org/garden/"',
        'notes_permalink = "quartz"', 'notes_feeds = {"addresses": {"index.xml": "rss"}}',
    ):  # fmt: skip
        assert line in found["conf.py"]


@pytest.mark.parametrize(
    ("explicit", "shown"),
    [("", {"a.md", "b.md"}), (", Plugin.ExplicitPublish()", {"b.md"}), (",ExplicitPublish ({})", {"b.md"})],
)
def test_what_quartz_hides_is_a_draft(tmp_path: Path, explicit: str, shown: set[str]) -> None:
    """Neither ignored notes nor, where it asks for it, those that don't say 'publish: true' are shown."""
    plan = garden(
        tmp_path / "q",
        explicit,
        a="Mud.",
        b="---\npublish: true\n---\nMud.",
        private__c="---\npublish: true\n---\nMud.",
        in__old__d="Mud.",
    )
    notes = {name: text for name, text in texts(plan).items() if name.endswith(".md")}
    assert {name for name, text in notes.items() if "draft: true" not in text} == {"index.md", *shown}
    assert {page.source for page in plan.pages if page.address} == shown


@pytest.mark.parametrize(
    ("patterns", "shown"),
    [
        ('["private/**", "**/old/**"]', {"a.md"}),
        ("[ // all of these\n'private', /* ] */ `in/**`, ]", {"a.md"}),
        ('["{private,in}/**"]', {"a.md"}),
        ('["p[r]ivate/**", "+(in|out)/**", "!a.md"]', {"a.md"}),
        ("[]", {"a.md", "private/c.md", "in/old/d.md"}),
        ('["private", ...others]', set()),
        ("patterns", set()),
        ("[`${folder}/**`]", set()),
    ],
)
def test_patterns_of_quartz(tmp_path: Path, patterns: str, shown: set[str]) -> None:
    """They are read as TypeScript reads them; where that can't be told, all notes are drafts."""
    (tmp_path / "q").mkdir()
    text = QUARTZ.replace("""["private", "**/old", '.obsidian']""", patterns).replace("EXPLICIT", "")
    (tmp_path / "q" / "quartz.config.ts").write_text(text, "utf-8")
    plan = plan_of(tmp_path / "q" / "content", a="Mud.", private__c="Mud.", in__old__d="Mud.")
    assert {page.source for page in plan.pages if not page.is_draft} == shown
    assert 'project = "Wet feet"' in texts(plan)["conf.py"]


def test_files_that_quartz_hides(tmp_path: Path) -> None:
    """They don't come along, though a note shows them."""
    (tmp_path / "q" / "content" / "private").mkdir(parents=True)
    (tmp_path / "q" / "content" / "private" / "b.png").write_bytes(b"x")
    (tmp_path / "q" / "quartz.config.ts").write_text(QUARTZ, "utf-8")
    plan = plan_of(tmp_path / "q" / "content", a="![[b.png]]")
    assert not [file for file in plan.files if file.target.endswith(".png")]
    assert ("private/b.png", "Quartz ignores it") in {(each.file, each.detail) for each in plan.findings}


def test_addresses_of_obsidian_publish(tmp_path: Path) -> None:
    """A permalink is where Obsidian Publish had the note; of others, it knows only a name."""
    plan = plan_of(
        tmp_path / "v",
        a="---\npermalink: wet/mud\n---\nMud.",
        b="Mud.",
        c="---\npermalink: c\npublish: false\n---\nMud.",
    )
    assert {page.source: page.address for page in plan.pages} == {"a.md": "/wet/mud", "b.md": "", "c.md": ""}
