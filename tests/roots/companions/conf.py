"""A mill's log with the extensions that real projects have beside each other."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

project = "Mill log"
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.intersphinx",
    "sphinx.ext.viewcode",
    "sphinx.ext.githubpages",
    "sphinx.ext.todo",
    "sphinx.ext.graphviz",
    "notfound.extension",
    "sphinx_copybutton",
    "sphinx_exercise",
    "sphinx_last_updated_by_git",
    "sphinx_llms_txt",
    "sphinx_proof",
    "sphinx_reredirects",
    "sphinx_sitemap",
    "sphinx_tabs.tabs",
    "sphinx_togglebutton",
    "sphinxext.opengraph",
    "sphinxext.rediraffe",
    "myst_parser",
    "sphinx_research_notes",
]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
exclude_patterns = ["src"]
graphviz_output_format = "svg"
intersphinx_mapping = {"brook": ("https://brook.example.net/", "brook.inv")}
notfound_urls_prefix = "/rain/"
ogp_site_url = html_baseurl
ogp_social_cards = {"enable": False}
redirects = {"old/wheel": "../wheel/"}
rediraffe_redirects = {"former.md": "posts/2024-05-06-wheel.md"}
sitemap_url_scheme = "{link}"
todo_include_todos = True
