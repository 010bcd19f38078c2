"""A documentation project in Markdown under Furo, as it was before anybody thought of notes."""

project = "Tidewheel"
author = "Mara Quill"
copyright = "2021, Mara Quill"
version = release = "2.1"
language = "en"

extensions = ["myst_parser", "sphinx_design"]
exclude_patterns = ["_build"]
# What its front matter says is its own business, and a note would make us ask.
suppress_warnings = ["notes.plain-page"]
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 2
html_theme = "furo"
html_title = "Tidewheel"
