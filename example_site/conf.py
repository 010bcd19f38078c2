"""The example site: a research blog, and the guide to the extension that builds it."""

import os

project = "Residuals"
author = "Tamsin Orrell"
copyright = "2022–2025, Tamsin Orrell"
language = "en"
version = "2025"  # e-books need one

extensions = [
    "myst_nb",  # Markdown and notebooks (myst_parser is enough without notebooks)
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx_research_notes",
]
exclude_patterns = ["_build", "Thumbs.db", ".DS_Store"]

html_theme = "research_notes"
html_title = "Residuals"
html_theme_options = {
    "tagline": "Notes by someone who measures small rivers, on what is left over after the fit.",
    "nav": {
        "Stream": "stream",
        "Tags": "notes/tags/index",
        "Works cited": "notes/works/index",
        "Guide": "guide/index",
        "Colophon": "about",
    },
}
html_baseurl = os.environ.get(
    "READTHEDOCS_CANONICAL_URL",
    "https://sphinx-research-notes.readthedocs.io/en/latest/",
)

# -- Notes ---------------------------------------------------------------------

notes_title = "Residuals"
notes_match = ["notes/**"]  # everything in the folder, dated or not
notes_path = "notes"  # the folder of the generated lists
notes_authors = {
    "orrell": {
        "name": "Tamsin Orrell",
        "url": "https://example.org/orrell",
        "affiliation": "Bureau of Small Rivers",
    },
}
notes_author = "orrell"  # the author of every note that names none
notes_license = "CC-BY-4.0"
notes_citation_file = True  # how to cite the site, in CITATION.cff
notes_source = "https://github.com/sphinx-research-notes/sphinx-research-notes/blob/main/example_site/{path}"

# -- Markdown, notebooks, citations --------------------------------------------

myst_enable_extensions = ["amsmath", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # notebooks are shown with the output they were saved with
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
