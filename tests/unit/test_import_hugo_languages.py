"""Sites of Hugo in several languages, the lists that Hugo makes, and the feeds that they had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import write_files

from sphinx_research_notes.importers.hugo.addresses import urlized
from sphinx_research_notes.importers.hugo.config import Config, read_config
from sphinx_research_notes.importers.hugo.site import read
from sphinx_research_notes.importers.records import CopiedFile, Options, Plan, TextFile

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PAGE = "---\ntitle: {}\ndate: 2020-01-02\n{}---\nWords.\n"


def imported(folder: Path, files: dict[str, str]) -> Plan:
    """Return the plan for a site with *files*."""
    write_files(folder, files)
    return read(folder, Options())


def whole(plan: Plan, target: str) -> str:
    """Return the text of *target*."""
    return next(file.text for file in plan.files if isinstance(file, TextFile) and file.target == target)


def front(plan: Plan, target: str) -> dict[str, Any]:
    """Return the front matter of *target*."""
    values: dict[str, Any] = yaml.safe_load(whole(plan, target).split("---\n")[1])
    return values


def conf(plan: Plan) -> dict[str, Any]:
    """Return the values in ``conf.py``."""
    values: dict[str, Any] = {}
    exec(whole(plan, "conf.py"), values)  # noqa: S102
    return values


def addresses(plan: Plan) -> dict[str, str]:
    """Return the former addresses by target."""
    return {page.target: page.address for page in plan.pages}


CONFIG = (
    "title: T\nbaseURL: https://example.net/\ndefaultContentLanguage: en\n"
    "languages:\n  en: {}\n  fr: {languageCode: fr-CH, title: Titre}\n  no: {}\n  de: {disabled: true}\n"
)


def test_languages_in_file_names(tmp_path: Path) -> None:
    """Each translation keeps its address and its language, and names its original."""
    plan = imported(tmp_path, {
        "hugo.yaml": CONFIG, "content/post/a.md": PAGE.format("Rain", ""),
        "content/post/a.fr.md": PAGE.format("Pluie", ""),
        "content/post/b/index.no.md": PAGE.format("Regn", ""),
        "content/post/b/index.md": "---\ntitle: B\ndate: 2020-01-01\n---\n![](x.png)\n",
        "content/post/b/x.png": "x", "content/post/b/index.fr.md": "---\ntitle: B\n---\n![](x.png)\n",
    })  # fmt: skip
    assert addresses(plan) | {"": ""} == {
        "post/a.md": "/post/a/", "fr/post/a.md": "/fr/post/a/", "post/b/index.md": "/post/b/",
        "no/post/b/index.md": "/no/post/b/", "fr/post/b/index.md": "/fr/post/b/", "": "",
    }  # fmt: skip
    values = front(plan, "fr/post/a.md")
    assert (values["lang"], values["translation_of"]) == ("fr-CH", "post/a")
    assert "![](../../../post/b/x.png)" in whole(plan, "fr/post/b/index.md")
    assert conf(plan)["notes_match"] == ["post/**", "fr/post/**", "no/post/**"]
    assert "title: Titre\nkind: page\nlang: fr-CH\npermalink: /fr/\n" in whole(plan, "fr/index.md")
    assert ":match: fr/post/**" in whole(plan, "fr/post/index.md")


def test_languages_in_folders(tmp_path: Path) -> None:
    """Each folder has the pages of its language, and files beside them."""
    config = (
        'title = "T"\ncontentDir = "content/en"\ndefaultContentLanguageInSubdir = true\n'
        '[languages.en]\n[languages.pt]\ncontentDir = "content/pt"\n'
    )
    plan = imported(tmp_path, {
        "hugo.toml": config, "content/en/post/a.md": PAGE.format("A", ""),
        "content/pt/post/a.md": PAGE.format("A", ""), "content/pt/post/x.png": "x",
    })  # fmt: skip
    assert addresses(plan) == {"post/a.md": "/en/post/a/", "pt/post/a.md": "/pt/post/a/"}
    assert "pt/post/x.png" in {file.target for file in plan.files if isinstance(file, CopiedFile)}


def test_a_disabled_language_is_hidden(tmp_path: Path) -> None:
    """Its pages are drafts, and among the notes, where that has an effect."""
    plan = imported(tmp_path, {
        "hugo.yaml": CONFIG, "content/post/a.md": PAGE.format("A", ""),
        "content/post/a.de.md": PAGE.format("A", ""),
    })  # fmt: skip
    assert front(plan, "de/post/a.md")["draft"] is True
    assert "de/post/**" in conf(plan)["notes_match"]


def test_pages_that_are_not_read_are_no_pages(tmp_path: Path) -> None:
    """Sphinx would read them, and show even those that say that they are drafts."""
    plan = imported(tmp_path, {
        "hugo.toml": "", "content/post/a.md": PAGE.format("A", ""),
        "content/post/r.rst": "---\ndraft: true\n---\n\nHidden.\n",
    })  # fmt: skip
    assert "post/r.rst" in conf(plan)["exclude_patterns"]


def test_former_feeds(tmp_path: Path) -> None:
    """Feeds of the site, of its languages and of labels go on, and entries keep their ids."""
    plan = imported(tmp_path, {
        "hugo.yaml": CONFIG, "content/post/a.md": PAGE.format("Rain", "tags: [Wet, C++]\n"),
        "content/post/a.fr.md": PAGE.format("Pluie", ""),
        "content/post/d.md": PAGE.format("D", "draft: true\n"),
        "content/about.no.md": "---\ntitle: Om\n---\n",
    })  # fmt: skip
    feeds = conf(plan)["notes_feeds"]["addresses"]
    assert feeds["fr/index.xml"] == {"format": "rss", "of": "languages/fr-ch"}
    assert "no/index.xml" not in feeds
    assert feeds["post/index.xml"] == {"format": "rss", "of": "languages/en"}
    assert feeds["tags/{slug}/index.xml"] == {"format": "rss", "of": "tags"}
    assert feeds["tags/c++/index.xml"]["of"].startswith("tags/c-")
    assert front(plan, "post/a.md")["id"] == "https://example.net/post/a/"
    assert "id" not in front(plan, "post/d.md")


def test_former_feeds_of_one_language(tmp_path: Path) -> None:
    """All of them have all notes; a site that had none gets none."""
    files = {"content/post/a.md": PAGE.format("A", "")}
    plan = imported(tmp_path / "a", {"hugo.toml": 'baseURL = "https://example.net"', **files})
    assert conf(plan)["notes_feeds"]["addresses"] == {"index.xml": "rss", "post/index.xml": "rss"}
    config = 'baseURL = "https://example.net"\ndisableKinds = ["RSS"]'
    assert "notes_feeds" not in conf(imported(tmp_path / "b", {"hugo.toml": config, **files}))


def test_pages_of_lists(tmp_path: Path) -> None:
    """Sections without a file have a page, and further pages of lists lead on."""
    config = (
        '[pagination]\npagerSize = 1\n[permalinks.section]\npost = "/all/"\n[taxonomies]\ntopic = "topics"\n'
    )
    plan = imported(tmp_path, {
        "hugo.toml": config, "content/post/a.md": PAGE.format("A", "topics: [X]\n"),
        "content/post/b.md": PAGE.format("B", "topics: [X]\n"), "content/docs/d.md": "---\ntitle: D\n---\n",
    })  # fmt: skip
    targets = {file.target for file in plan.files}
    assert {
        f"static/{path}/index.html" for path in ("page/2", "all/page/2", "topics/x", "topics/x/page/2")
    } <= targets
    assert "- [D](/docs/d)" in whole(plan, "docs/index.md")
    assert conf(plan)["notes_path"] == "post"


@pytest.mark.parametrize(
    ("text", "config", "made"),
    [
        ("A -- Big & Small: «quoted» ½ x²", {}, "a--big-small-quoted-x"),
        ("--Foo Bar-", {}, "--foo-bar-"),
        ("Été", {"removepathaccents": True}, "ete"),
        ("Été", {"disablepathtolower": True}, "Été"),
        ("50%25 a%zz", {}, "50%25-azz"),
    ],
)
def test_names_in_addresses(text: str, config: dict[str, Any], made: str) -> None:
    """They are those that Hugo makes."""
    assert urlized(text, Config(config)) == made


def test_addresses_by_token(tmp_path: Path) -> None:
    """An own address may have tokens; a pattern is in lower case, unless the site says otherwise."""
    plan = imported(tmp_path, {
        "hugo.toml": '[permalinks]\npost = "/D/:monthname/:slug"\n',
        "content/post/a.md": PAGE.format("A", "url: /:year/:slug/z\n"),
        "content/post/b/index.md": PAGE.format("B", "aliases: [old]\n"),
    })  # fmt: skip
    assert addresses(plan) == {"post/a.md": "/2020/a/z", "post/b/index.md": "/d/january/b/"}
    assert front(plan, "post/b/index.md")["aliases"] == ["/d/january/old"]


def test_mounts_and_environments(tmp_path: Path) -> None:
    """Content may be mounted from anywhere; what holds in production wins."""
    mounts = '[[module.mounts]]\nsource = "notes"\ntarget = "content/post"\n'
    plan = imported(tmp_path, {
        "hugo.toml": mounts, "notes/a.md": PAGE.format("A", ""),
        "config/production/hugo.toml": 'title = "Live"',
    })  # fmt: skip
    assert addresses(plan) == {"post/a.md": "/post/a/"}
    assert read_config(tmp_path).text("title") == "Live"


def test_languages_of_configuration_files(tmp_path: Path) -> None:
    """There may be a file for each language; that of Norway is no truth value."""
    write_files(tmp_path, {
        "config/_default/hugo.toml": 'defaultContentLanguage = "en"',
        "config/_default/languages.en.toml": 'title = "E"',
        "config/_default/languages.fr.toml": 'title = "F"',
    })  # fmt: skip
    config = read_config(tmp_path)
    assert (config.default, config.languages, config.text("languages.fr.title")) == ("en", ("fr",), "F")
    write_files(tmp_path / "no", {"hugo.yaml": "languages:\n  en: {}\n  no: {}\n"})
    assert read_config(tmp_path / "no").languages == ("no",)


@pytest.mark.parametrize(
    ("more", "config", "is_named"),
    [
        ("date: 2019-01-01\n", "", True),
        ("draft: true\n", "", False),
        ("date: 2999-01-01\n", "", False),
        ("date: 2999-01-01\n", "buildFuture: true\n", True),
        ("publishDate: 2999-01-01\n", "", False),
        ("expiryDate: 2020-01-01\n", "", False),
        ("expiryDate: 2020-01-01\n", "buildExpired: true\n", True),
    ],
)
def test_labels_only_of_hidden_pages(tmp_path: Path, more: str, config: str, *, is_named: bool) -> None:
    """No page at an old address tells the labels of pages whose time hasn't come, or is over."""
    plan = imported(tmp_path, {
        "hugo.yaml": f"title: T\nbaseURL: https://example.net/\n{config}",
        "content/post/a.md": PAGE.format("Rain", "tags: [wet]\n"),
        "content/post/b.md": f"---\ntitle: B\ntags: [secret]\n{more}---\nx\n",
    })  # fmt: skip
    pages = {file.target for file in plan.files if file.target.startswith("static/")}
    assert "static/tags/wet/index.html" in pages
    assert ("static/tags/secret/index.html" in pages) is is_named


def test_sections_only_of_hidden_pages(tmp_path: Path) -> None:
    """They get no page, as Hugo makes none."""
    plan = imported(tmp_path, {
        "hugo.yaml": "title: T\nbaseURL: https://example.net/\n",
        "content/docs/a.md": "---\ntitle: A\n---\nx\n", "content/post/a.md": PAGE.format("Rain", ""),
        "content/secret/a.md": "---\ntitle: B\ndraft: true\n---\nx\n",
        "content/later/a.md": "---\ntitle: B\ndate: 2999-01-01\n---\nx\n",
    })  # fmt: skip
    targets = {file.target for file in plan.files}
    assert "docs/index.md" in targets
    assert not [each for each in targets if re.match(r"(?:static/)?(?:secret|later)/(?!a\.md)", each)]
