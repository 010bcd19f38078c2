"""Import a site made with Jekyll (https://jekyllrb.com): its posts, drafts, pages, collections and files.

Input is the folder with ``_config.yml``; output is a plan. Jekyll reads front matter, then runs Liquid over
the text, then kramdown; the modules are named for what they do in this order.

- :mod:`.site` finds the files and makes the plan.
"""
