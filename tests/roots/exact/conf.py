"""A site with one of everything, to be edited."""

project = "Exact"
extensions = ["myst_parser", "sphinx_design", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/site/"
notes_match = ["notes/**"]
notes_author = "Ada Tester"
notes_license = "CC-BY-4.0"
notes_page_size = 3
myst_heading_anchors = 2
