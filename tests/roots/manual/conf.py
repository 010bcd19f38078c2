"""A manual and a blog in one place, with the links between documents that our theme adds."""

project = "Low Water"
copyright = "2024, Ines Calder"
extensions = ["myst_parser", "sphinx_research_notes"]
exclude_patterns = ["_build"]
html_theme = "research_notes"
html_theme_options = {"tagline": "Small rivers.", "nav": {"Notes": "notes/index", "Handbook": "guide/index"}}
html_title = "Low Water"
html_logo = "logo.svg"
myst_enable_extensions = ["dollarmath"]
notes_match = ["notes/**"]
notes_title = "Low Water"
