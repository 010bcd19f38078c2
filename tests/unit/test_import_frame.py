"""What all importers share: texts with their lines, front matter, tables, reports, and writing."""

from __future__ import annotations

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.importers.bibliography import Bibliography
from sphinx_research_notes.importers.files import Names, decoded, folder_path
from sphinx_research_notes.importers.front_matter import read_front_matter
from sphinx_research_notes.importers.link_schemes import with_schemes
from sphinx_research_notes.importers.markdown.code import language_of, set_code_aside
from sphinx_research_notes.importers.markdown.source import Source
from sphinx_research_notes.importers.records import (
    CopiedFile,
    Finding,
    NotImportable,
    Outcome,
    Page,
    Plan,
    TextFile,
)
from sphinx_research_notes.importers.redirects import of_labels, redirect
from sphinx_research_notes.importers.report import as_json, as_text, summary
from sphinx_research_notes.importers.site_conf import Site, conf_py, literal
from sphinx_research_notes.importers.site_tags import filled, read_table
from sphinx_research_notes.importers.writing import Written, write

if TYPE_CHECKING:
    from pathlib import Path


def test_lines_survive_rewriting() -> None:
    """A finding names the line of the old file, whatever has been put in or taken out before it."""
    source = Source("one\ntwo X\nX\nfour\nX five", "a.md", 10)
    source.sub(re.compile("X"), lambda match: "1\n2\n3")
    source.changed("five", source.text.index("five"))
    source.sub(re.compile(r"four\n"), lambda match: "")
    source.changed("five again", source.text.index("five"))
    assert [each.line for each in source.findings] == [14, 14]
    assert source.text == "one\ntwo 1\n2\n3\n1\n2\n3\n1\n2\n3 five"
    source.replace_part(0, 3, "0\n0")
    source.append("end")
    source.changed("end", source.text.index("end"))
    assert source.findings[-1].line == 14


def test_what_is_aside_is_not_touched() -> None:
    """No pass sees code, comments or raw HTML with code; all of it comes back as it was."""
    text = (
        "a X\n\n```{r, echo=FALSE}\nX\n```\n\n~~~ Python\nX\n~~~\n\n`X` ``X ` X``\n\n    X\n\n"
        "<!-- X -->\n<pre>\nX\n</pre>\n- item\n\n    X in an item\n\n> ```\n> X\n> ```\n"
    )
    source = Source(text, "a.md")
    set_code_aside(source)
    source.sub(re.compile("X"), lambda match: "Y")
    new = source.restored()
    expected = text.replace("a X", "a Y").replace("X in", "Y in")
    assert new == expected.replace("{r, echo=FALSE}", "r").replace("~~~ Python", "~~~python")


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("", ""),
        ("python", "python"),
        ("Python", "python"),
        ("{.python .numberLines}", "python"),
        ("c++", "cpp"),
        ("js {hl_lines=[1]}", "js"),
        ("no-such-language", "text"),
        ("language-ruby", "ruby"),
    ],
)
def test_names_of_languages(info: str, name: str) -> None:
    """Each becomes one that Pygments has, so that no build warns of it."""
    assert language_of(info) == name


def test_front_matter_keeps_its_lines() -> None:
    """Only what is changed looks different; comments, order and quotation marks stay."""
    text = (
        "---\n# a comment\ntitle:  'It''s'   # here\ntags:\n  - a\n  - b\nlastmod: 2020-01-02\n---\n\nText\n"
    )
    front = read_front_matter(text)
    assert (front.body, front.body_line) == ("\nText\n", 9)
    front.rename("lastmod", "updated")
    front.put("permalink", "/a/")
    front.drop("tags")
    assert front.written() == (
        "---\n# a comment\ntitle:  'It''s'   # here\nupdated: 2020-01-02\npermalink: /a/\n---\n"
    )


def test_keys_of_any_name_are_keys() -> None:
    """A key with spaces, or in another alphabet, doesn't go with the one above it."""
    text = "---\ntags: [a]\ndate created : 2020-01-02\n日期: 2020-01-03\n🏷: x\n2020: y\n'über uns': z\n---\n"
    front = read_front_matter(text)
    front.drop("tags")
    front.rename("date created", "date")
    front.put("日期", 1)
    assert front.written() == "---\ndate: 2020-01-02\n日期: 1\n🏷: x\n2020: y\n'über uns': z\n---\n"


@pytest.mark.parametrize("line", ["a" + " " * 200_000, "a" * 200_000, "'" * 200_000, "a'" * 100_000])
def test_long_lines_take_no_time(line: str) -> None:
    """A line that is no key is read at once."""
    started = time.perf_counter()
    read_front_matter(f"---\na: |\n  b\n{line}\n---\n")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "A: b"\ndraft = true\ntags = ["x"]\n[extra]\ndeep = {a = 1}\n+++\nText\n',
        '{"title": "A: b", "draft": true, "tags": ["x"], "extra": {"deep": {"a": 1}}}\n\nText\n',
    ],
)
def test_front_matter_becomes_yaml(text: str) -> None:
    """TOML and JSON are written as YAML with the types that they had."""
    written = read_front_matter(text).written()
    assert written == "---\ntitle: 'A: b'\ndraft: true\ntags: [x]\nextra:\n  deep: {a: 1}\n---\n"
    again = read_front_matter(written)
    assert again.values == {"title": "A: b", "draft": "true", "tags": ["x"], "extra": {"deep": {"a": "1"}}}
    assert again.is_true("draft")


def test_front_matter_that_cannot_be_read() -> None:
    """Its fault is known, so that the file can be kept as it is."""
    assert read_front_matter("# A title\n\ndraft: true\n\nText\n").fault
    assert read_front_matter("Text\n").written() == ""


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second run changes nothing; what the user has changed stays; a dry run writes nothing."""
    (tmp_path / "old.png").write_bytes(b"png")
    plan = Plan("X", (TextFile("a/b.md", "text\n"), CopiedFile("static/old.png", tmp_path / "old.png")))
    new = tmp_path / "new"
    assert write(plan, new, dry=True).written == ("a/b.md", "static/old.png")
    assert not new.exists()
    assert write(plan, new).written == ("a/b.md", "static/old.png")
    assert write(plan, new).unchanged == ("a/b.md", "static/old.png")
    (new / "a" / "b.md").write_text("mine\n", "utf-8")
    (new / "static" / "old.png").unlink()
    again = write(plan, new)
    assert (again.written, again.different) == (("static/old.png",), ("a/b.md",))
    assert (new / "a" / "b.md").read_text("utf-8") == "mine\n"
    with pytest.raises(OSError, match="expected a path in the new site"):
        write(Plan("X", (TextFile("../out.md", ""),)), new)


def test_names_as_long_as_they_can_be(tmp_path: Path) -> None:
    """A file is written under another name first, which isn't longer."""
    name = f"{'x' * 252}.md"
    assert write(Plan("X", (TextFile(name, "text\n"),)), tmp_path).written == (name,)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_run_that_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """It leaves no half of a file, and another run writes the rest."""
    (tmp_path / "old.png").write_bytes(b"png")
    plan = Plan("X", (TextFile("a.md", "text\n"), CopiedFile("old.png", tmp_path / "old.png")))

    def stopped(source: Path, target: Path) -> None:
        target.write_bytes(b"p")
        raise error

    new = tmp_path / "new"
    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", stopped)
        with pytest.raises(error):
            write(plan, new)
    assert [each.name for each in new.iterdir()] == ["a.md"]
    assert write(plan, new).written == ("old.png",)


def test_two_runs_at_once(tmp_path: Path) -> None:
    """Neither takes away what the other one is writing."""
    plan = Plan("X", tuple(TextFile(f"{number}.md", "text\n" * 1000) for number in range(200)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write(plan, tmp_path), range(4)))
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(each.target for each in plan.files)


def test_report() -> None:
    """It counts what there was of each construct, and names every place; JSON has the same."""
    findings = (
        Finding(Outcome.CHANGED, "b", "x.md", 3, "so"),
        Finding(Outcome.UNKNOWN, "a", "x.md", 2),
        Finding(Outcome.UNKNOWN, "a", "a.md"),
    )
    plan = Plan("Old", (TextFile("x.md", ""),), (Page("x.md", "x.md", "/x/", is_draft=True),), findings)
    assert list(as_text(plan)) == [
        "Imported from Old: 1 page, 1 draft of them, 0 files as they are", "",
        "Not understood (2 times)", "  a (2)", "    a.md", "    x.md:2", "",
        "Changed (1 time)", "  b (1)", "    x.md:3: so",
    ]  # fmt: skip
    assert list(summary(plan)) == ["not understood: a, 2 times, first at a.md"]
    written = Written(("x.md",), (), ("conf.py",))
    assert list(as_text(plan, written))[1:4] == [
        "", "There with other content, and left as it was (1 file)", "    conf.py",
    ]  # fmt: skip
    assert next(as_text(plan, written, dry=True)).startswith("Would be imported from Old")
    record = json.loads(json.dumps(as_json(plan, written, dry=True)))
    assert record["dry_run"] is True
    assert record["files"] == {"written": ["x.md"], "unchanged": [], "different": ["conf.py"]}
    assert record["counts"] == {"not understood": 2, "left out": 0, "changed": 1, "kept": 0}
    assert record["pages"] == [{"source": "x.md", "target": "x.md", "address": "/x/", "draft": True}]


def test_table_of_tags(tmp_path: Path) -> None:
    """Templates are filled with arguments by name and place; what isn't given is empty."""
    file = tmp_path / "tags.toml"
    file.write_text(
        "[tags]\nbox = '''\n:::{note}\n$content\n:::'''\n\"include b.html\" = '[$0](${link})'\n", "utf-8"
    )
    table = read_table(file)
    assert filled(table["box"], {}, "text") == ":::{note}\ntext\n:::"
    assert filled(table["include b.html"], {"0": "a"}) == "[a]()"
    assert filled("$$5 $x", {"x": "1"}) == "$5 1"


@pytest.mark.parametrize(
    "text", ["tags = 1", "[tags]\na = 1", "[other]\na = 'b'", "[tags", "[tags]\n\xff = 1"]
)
def test_table_that_is_none(tmp_path: Path, text: str) -> None:
    """What is wrong is one sentence that says what was expected and what was found."""
    file = tmp_path / "tags.toml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(NotImportable, match=r"^expected .*; nothing has been written$"):
        read_table(file)


def test_bibliographies_are_joined() -> None:
    """Entries that are the same are one; others with the same key are renamed; definitions come first."""
    joined = Bibliography()
    assert joined.add("@article{a, title={One {nested}}}\n@book(c, title={C})\n% comment", "first") == {}
    second = "@string{x = {y}}\n@article{a,\n  title = {One {nested}},\n}\n@book{b, title={B (}}\n"
    assert joined.add(second, "second") == {}
    assert joined.add("@article{A, title={Other}}", "third") == {"A": "A-third"}
    assert joined.keys == {"a", "b", "c", "A-third"}
    assert joined.written().startswith("@string{x = {y}}\n\n@article{a, title={One {nested}}}")
    assert "@article{A-third, title={Other}}" in joined.written()


def test_names_and_encodings() -> None:
    """No two documents have the same name without suffix, and old encodings are read."""
    names = Names()
    assert [names.take(each) for each in ("a/B.md", "a/b.rst", "c.md")] == ["a/B.md", "a/b-2.rst", "c.md"]
    assert decoded("é".encode("cp1252")) == "é"
    assert decoded("é".encode("utf-16")) == "é"


def test_redirect() -> None:
    """It is a file that a server finds at the old address, and leads to the new one from any base."""
    made = redirect("/tags/two words/", "posts/tags/two-words.html", "two <words>")
    assert made.target == "static/tags/two words/index.html"
    assert 'url=../../posts/tags/two-words.html"' in made.text
    assert "two &lt;words&gt;" in made.text


def test_redirects_of_labels() -> None:
    """Labels that had one page have one redirect, with the name of the first."""
    found = of_labels(
        "tags", ["Ice", "snow", "ice", "!", "snow"], "/tag/", "notes", lambda each: each.lower().strip("!")
    )
    assert list(found) == [
        ("/tag/", ("notes/tags/index.html", "tags")),
        ("/tag/ice/", ("notes/tags/ice.html", "Ice")),
        ("/tag/snow/", ("notes/tags/snow.html", "snow")),
    ]


def test_configuration_is_python() -> None:
    """Whatever the texts of the old site contain, ``conf.py`` runs and has them."""
    nasty = 'It\'s "a" \\ site\n{x}'
    site = Site(
        title=nasty, author="Zoë", match=("posts/**",), nav={nasty: "about"}, authors={"z": {"name": nasty}}
    )
    values: dict[str, object] = {}
    exec(conf_py(site).text, values)  # noqa: S102
    assert values["project"] == nasty
    assert values["notes_authors"] == {"z": {"name": nasty}}
    assert values["html_theme_options"] == {"nav": {nasty: "about"}}
    assert literal(["a" * 50, "b" * 50]).count("\n") == 3


def test_feeds_that_no_file_can_have_are_left_out() -> None:
    """One address that cannot be would make all the others count for nothing."""
    site = Site(title="Tides", feeds={"feed/": "rss", "a>b/feed/": "rss", "../x.xml": "rss"})
    assert 'notes_feeds = {"addresses": {"feed/": "rss"}}' in conf_py(site).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Call](tel:+491) or [chat](<IRC://irc.example.org/mud>).", ["IRC", "tel"]),
        ("[Chat]\n\n[Chat]: xmpp:a@example.org\n", ["xmpp"]),
        (
            "[a](HTTPS://example.org), [b](localhost:3000), [c](a.pdf:2), [d](things:///x)",
            ["HTTPS", "things"],
        ),
        ("[a](https://example.org) [b](b.md) [c](javascript:x) [d](inv:x#y) tel:1", []),
    ],
)
def test_links_of_other_schemes(text: str, expected: list[str]) -> None:
    """MyST takes them for links to documents, unless their schemes are named."""
    files = (TextFile("conf.py", 'project = "X"\n'), TextFile("a.md", text), TextFile("b.rst", text))
    plan = with_schemes(Plan("X", files, ()))
    namespace: dict[str, object] = {}
    exec(plan.files[0].text, namespace)  # type: ignore[union-attr]  # noqa: S102 # our own text
    schemes = namespace.get("myst_url_schemes", [])
    assert schemes == (["http", "https", "mailto", "ftp", *expected] if expected else [])
    assert plan.files[1:] == files[1:]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (".tmp/src", ".tmp/src"),
        ("./docs/", "docs"),
        ("../a//b", "a/b"),
        (".", ""),
        ("/", ""),
        ("blog.d", "blog.d"),
    ],
)
def test_folders_that_settings_name(given: str, expected: str) -> None:
    """A name may begin with a dot; none leads out of the site."""
    assert folder_path(given) == expected
