"""A small site whose pieces are kept word for word."""

project = "Snapshots"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_permalinks = False
notes_match = ["notes/**"]
notes_author = "Ada Keeper"
notes_license = "CC-BY-4.0"
