"""``research-notes serve``: a site that is fresh in the browser as soon as a file of it is saved.

Comes in: saved files, and what browsers ask for. Goes out: the pages of the output folder, and events that
tell a browser of them. Two processes stand behind the server. The worker builds the whole site, as any
build does; only it writes the folder. A fork of it, the previewer, reads what was saved and makes the pages
that are being looked at, long before the build is done; its pages are shown until then, and never stay.

- :mod:`.server`: answers browsers
- :mod:`.live_site`: watches the sources, has them built, and tells the browser
- :mod:`.shown_pages`: which page is shown at an address: the folder's, or a preview of it
- :mod:`.processes`: the worker and the previewer, as the server sees them
- :mod:`.worker`: the process that builds, again and again
- :mod:`.previewer`: the fork of it that makes pages at once
- :mod:`.previews`: how it makes them
- :mod:`.standing_warnings`: the warnings that hold after several builds
"""
