"""Links with schemes that MyST takes for names of targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from imported import whole

from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import Options

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("[a](tel:+1) and [b](irc://example.org/x)\n\n[c]: doi:10.1/x\n", ', "doi", "irc", "tel"'),
        ("[a](HTTPS://example.org)", ', "HTTPS"'),
        ("[a](https://example.org), [b](localhost:3000), [c](a.pdf:2), [d](javascript:x)", None),
        ("[a](b.md) at 10:30", None),
    ],
)
def test_schemes(tmp_path: Path, text: str, more: str | None) -> None:
    """The configuration names them, if a link has one."""
    write_files(tmp_path, {"mkdocs.yml": "site_name: Tides\n", "docs/index.md": f"# Home\n\n{text}\n"})
    conf = whole(ORIGINS["mkdocs"].read(tmp_path, Options()), "conf.py")
    line = next((each for each in conf.split("\n") if each.startswith("myst_url_schemes")), None)
    known = '"http", "https", "mailto", "ftp"'
    assert line == (None if more is None else f"myst_url_schemes = [{known}{more}]")
    compile(conf, "conf.py", "exec")
