"""Import a site made with Hugo (https://gohugo.io): its content, page bundles, static files and addresses.

Input is the folder with ``hugo.toml`` or one of its former names; output is a plan. The modules follow what
Hugo does: it reads configuration and front matter, fills in shortcodes, then reads Markdown with Goldmark.

- :mod:`.site` finds the files and makes the plan.
"""
