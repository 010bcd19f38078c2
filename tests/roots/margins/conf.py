"""A site with footnotes of every kind, for what stands beside the text."""

project = author = "Margins"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
bibtex_bibfiles = ["works.bib"]
