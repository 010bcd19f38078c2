"""The guide, the README and CONTRIBUTING.md are true and complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Built, build_site

import sphinx_research_notes
from sphinx_research_notes.diagnostics import CATALOGUE
from sphinx_research_notes.directives import DIRECTIVES, ROLES
from sphinx_research_notes.directives.entry import OF_PAGES
from sphinx_research_notes.frontmatter.keys import ALIASES, KEYS, KINDS
from sphinx_research_notes.model.statuses import SHIPPED
from sphinx_research_notes.options import OPTIONS, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPOSITORY = Path(__file__).parents[2]
PACKAGE = Path(sphinx_research_notes.__file__).parent
EXAMPLE = REPOSITORY / "example_site"
SAID = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
#: A code block in Markdown: its kind and its text.
BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>[\w{}-]*)[^\n`]*\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)


def guide(name: str) -> str:
    """Return the text of a page of the guide."""
    return (EXAMPLE / "guide" / f"{name}.md").read_text("utf-8")


def sources() -> Iterator[Path]:
    """Return the example site's sources, without output of builds."""
    for path in sorted(EXAMPLE.rglob("*")):
        if path.suffix in {".md", ".rst", ".ipynb"} and "_build" not in path.parts:
            yield path


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of every ``list-table`` in *text*: the other cells by the first."""
    found = {}
    for row in re.findall(r"^\* - (.*?)(?=^\* - |^```)", text, re.MULTILINE | re.DOTALL):
        first, *others = re.split(r"\n  -(?: |(?=\n)|$)", row.rstrip())
        found[first] = [each.strip() for each in others]
    return found


def names(text: str) -> set[str]:
    """Return what is between backquotes in *text*, outside of code blocks."""
    return set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", BLOCK.sub("", text)))


# The guide.


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_options(option: Option) -> None:
    """Every option is in the guide, with its default as it would be written in ``conf.py``."""
    name = f"notes_{option.name}"
    entry = re.search(rf"^`{name}`\n:(.*?)(?=^`|^\(|^## )", guide("configuration"), re.MULTILINE | re.DOTALL)
    assert entry, f"{name} is not in the guide"
    written = re.search(r"Default: `([^`]+)`", entry[1])
    assert written, f"{name} has no default in the guide"
    assert written[1] == repr(option.default).replace("'", '"')


def test_no_other_options() -> None:
    """No option is mentioned that doesn't exist."""
    known = {f"notes_{option.name}" for option in OPTIONS} | {"notes_page"}
    said = [path.read_text("utf-8") for path in (*sources(), EXAMPLE / "conf.py")]
    said += [(REPOSITORY / name).read_text("utf-8") for name in SAID]
    assert {name for text in said for name in re.findall(r"\bnotes_[a-z][a-z_]*[a-z]\b", text)} <= known


def test_front_matter() -> None:
    """Every key of front matter is in the guide with its aliases, and no other key is."""
    listed = guide("front-matter").partition("## The keys")[2].partition("\n## ")[0]
    found = {}
    for keys, _, aliases in re.findall(r"^(`.*?)(, also (.*))?\n: \S", listed, re.MULTILINE):
        found |= dict.fromkeys(names(keys), names(aliases))
    assert found == {key: set(ALIASES.get(key, ())) for key in (*KEYS, *KINDS)}


def test_statuses() -> None:
    """Every built-in axis is in the guide with its labels, lowest first."""
    table = rows(guide("front-matter"))
    for axis, labels in SHIPPED.items():
        if axis != "importance":
            assert re.findall(r"{status}`([^`]+)`", table[axis][0]) == [label.word for label in labels]


@pytest.mark.parametrize("name", DIRECTIVES)
def test_directives(name: str) -> None:
    """Every directive is in the guide with its options, and is used in the example site."""
    said = guide("directives") + guide("streams-and-threads")
    assert f"{{{name}}}" in guide("directives")
    if name != "entry":
        for option in getattr(DIRECTIVES[name], "option_spec", None) or ():
            assert re.search(rf"`:{option}:(?: \w+)?`", said), option
    used = rf"^(?:`{{3}}|:{{3,}}){{{name}}}|^\.\. {name}::"
    assert any(re.search(used, _shown(path), re.MULTILINE) for path in sources()), "never used"


@pytest.mark.parametrize("name", ROLES)
def test_roles(name: str) -> None:
    """Every role is in the guide, and is used in the example site."""
    assert f"{{{name}}}" in guide("directives")
    assert any(f"{{{name}}}`" in _shown(path) or f":{name}:`" in _shown(path) for path in sources())


def _shown(path: Path) -> str:
    """Return the text of *path* without examples of markup."""
    literal = {"markdown", "rst", "python", "console", "yaml", "css", "text"}
    return BLOCK.sub(lambda m: "" if m["kind"] in literal else m[0], path.read_text("utf-8"))


def test_what_an_entry_leaves_out() -> None:
    """The guide names the keys that a stream entry can't have."""
    assert OF_PAGES - {"redirect_from"} <= names(guide("streams-and-threads"))


def test_warnings() -> None:
    """The guide's table of warnings matches the catalogue."""
    table = {key.strip("`"): row[0] for key, row in rows(guide("warnings")).items()}
    table.pop("Subtype")
    assert table == {f"notes.{subtype}": sentence for subtype, sentence in CATALOGUE.items()}


def test_templates() -> None:
    """Every replaceable template is in the guide with a description, and so are the theme's."""
    defined = set(re.findall(r"^`([\w-]+\.html)`\n: \S", guide("themes"), re.MULTILINE))
    assert defined == {path.name for path in (PACKAGE / "templates" / "research_notes").iterdir()}
    assert {path.name for path in (PACKAGE / "theme" / "partials").iterdir()} <= names(guide("themes"))


def test_theme_options() -> None:
    """Every option of the theme is in the guide."""
    declared = (PACKAGE / "theme" / "theme.toml").read_text("utf-8").partition("[options]")[2]
    for name in re.findall(r"^(\w+) =", declared, re.MULTILINE):
        assert f"\n`{name}`\n: " in guide("themes")


# The example site.


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The example site, built as ``tox run -e site`` builds it."""
    pytest.importorskip("myst_nb")
    return build_site(EXAMPLE, tmp_path_factory.mktemp("example") / "html", "-n", "-W", "--keep-going")


def test_the_example_site_builds(example: Built) -> None:
    """The example site builds without a warning, with every generated page that the guide names."""
    assert example.warnings == ""
    for name in re.findall(r"^\* - `(notes/[^`]*)`", guide("pages"), re.MULTILINE):
        file = f"{name}index.html" if name.endswith("/") else f"{name}.html"
        assert file in example.files() or "/page/" in file, file


def test_what_is_hidden_in_it_is_hidden(example: Built) -> None:
    """The example site's draft and private note to self are in none of its files."""
    texts = [path.read_bytes() for path in example.outdir.rglob("*") if path.is_file()]
    for hidden in (b"What would make it the fiftieth", b"My bet is pencil only"):
        assert any(hidden in path.read_bytes() for path in sources())
        assert not any(hidden in text for text in texts)


# The README and the files beside it.


def _blocks(text: str) -> dict[str, str]:
    """Return the files shown in *text*: each code block after a line that begins with a file name."""
    found = {}
    for match in BLOCK.finditer(text):
        before = text[: match.start()].rstrip().rpartition("\n")[2]
        if name := re.match(r"`([\w./-]+\.(?:py|md))`", before):
            found[name[1]] = match["text"]
    return found


def test_the_readme_starts_a_site(site: Callable[..., Built]) -> None:
    """The README's first site builds, and its first note is on it with all its parts."""
    files = _blocks((REPOSITORY / "README.md").read_text("utf-8"))
    assert {name.rpartition("/")[0] for name in files} == {"", "notes"}
    built = site(files, "-n", "-W")
    page = next(text for name in files if name.startswith("notes/")
                if (text := built.text(name.replace(".md", ".html"))))  # fmt: skip
    for part in ('class="h-entry"', 'class="epigraph"', 'class="note-to-self"', 'data-axis="growth"'):
        assert part in page
    assert "note-list" in built.text("index.html")


def test_the_readme_joins_a_project(site: Callable[..., Built]) -> None:
    """With the README's one line, an existing project has a note and no new warning."""
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    line = next(m["text"] for m in BLOCK.finditer(readme) if m["text"].startswith("extensions += "))
    note = next(text for name, text in _blocks(readme).items() if name.startswith("notes/"))
    conf = 'project = "P"\nextensions = ["myst_parser"]\nhtml_theme = "furo"\n'
    built = site({"conf.py": conf + line, "index.md": "# P\n", "news/2025-03-14-first.md": note}, "-n", "-W")
    assert 'class="h-entry"' in built.text("news/2025-03-14-first.html")
    assert "notes/index.html" in built.files()


def test_first_steps(site: Callable[..., Built], tmp_path: Path) -> None:
    """The site on the guide's first page builds."""
    blocks = [m["text"] for m in BLOCK.finditer(guide("index"))]
    conf = next(text for text in blocks if text.startswith("project ="))
    home = next(text for text in blocks if text.startswith("# My notes"))
    first = next(text for text in blocks if text.startswith("# A beginning"))
    second = next(text for text in blocks if text.startswith("---"))
    third = next(text for text in blocks if text.startswith(":title:"))
    built = site(
        {"conf.py": conf, "index.md": home, "notes/2025-03-01-a-beginning.md": first,
         "notes/second.md": second, "notes/third.rst": third}, "-n", "-W",
    )  # fmt: skip
    assert "A beginning" in built.text("index.html")


@pytest.mark.parametrize("name", SAID)
def test_links_of_the_files_at_the_top(name: str) -> None:
    """Every local link and picture in the README and the files beside it exists."""
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", (REPOSITORY / name).read_text("utf-8")):
        assert (REPOSITORY / target).is_file(), target


def test_the_pictures_are_light() -> None:
    """The README's pictures are PNGs of less than 150 kB, each with its counterpart in the dark scheme."""
    text = (REPOSITORY / "README.md").read_text("utf-8")
    dark, light = re.findall(r'srcset="([^"]+)"', text), re.findall(r'src="([^"]+)"', text)
    assert [name.replace("-dark.", "-light.") for name in dark] == light
    assert len(light) == 2
    for name in (*dark, *light):
        picture = (REPOSITORY / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) < 150_000, name


def test_the_map_of_the_code() -> None:
    """Every path in CONTRIBUTING.md exists, and every folder and top-level module is on its map."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    how, _, rest = text.partition("## How it works")[2].partition("## Where do I add")
    table = rest.partition("\n## ")[0]
    endings = (".py", ".css", ".html", ".txt", "/")
    for path in {name for name in names(how + table) if name.endswith(endings)} - {"sphinx_research_notes/"}:
        assert (PACKAGE / path).exists() or (REPOSITORY / path).exists(), path
    on_map = names(table)
    parts = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    parts |= {f"{path.name}/" for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {part for part in parts if not any(name.startswith(part) for name in on_map)} == set()
