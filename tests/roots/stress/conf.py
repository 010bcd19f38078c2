"""A site with one of everything that is wider than the text, for pages that must not scroll sideways."""

project = author = "Stress"
extensions = ["myst_parser", "sphinx_design", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "dollarmath", "fieldlist", "html_image", "tasklist"]
numfig = True
exclude_patterns = ["_build"]
