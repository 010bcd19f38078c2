"""A site with one of everything, for builds under every theme and by every builder."""

project = "Rain and Gauges"
author = "Ada Brook"
copyright = "2024, Ada Brook"
version = release = "1"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "sphinx_research_notes"]
exclude_patterns = ["_build"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
html_title = "Rain and Gauges"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "tasklist"]
myst_heading_anchors = 3
bibtex_bibfiles = ["works.bib"]

notes_title = "Notes on rain"
notes_match = ["posts/**"]
notes_authors = {
    "ada": {
        "name": "Ada Brook",
        "url": "https://example.org/ada",
        "orcid": "0000-0002-1825-0097",
        "affiliation": "Rain & Gauge Institute",
        "email": "ada.hidden@example.org",
    },
}
notes_author = "ada"
notes_license = "CC-BY-4.0"
notes_epigraph = {"text": "Water finds the level that it is given.", "by": "A proverb of the valley"}
