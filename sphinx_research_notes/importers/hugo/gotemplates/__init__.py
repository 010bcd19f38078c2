"""Templates in Go's language, as far as Hugo's shortcodes and partials use it (https://pkg.go.dev/text/template).

Input is the text of a template and the value that it calls the dot; output is what it shows, or the reason
why that can't be told. Nothing of a site is run but these templates; they read no file and no variable of
the machine, have a limit of steps, of depth and of length, and whatever isn't known here ends them.

- :mod:`.scanner` splits a text into actions and their words; :mod:`.parser` makes :mod:`.nodes` of these.
- :mod:`.interpreter` runs them; :mod:`.values` has what is true, equal, and how values are shown, and
  :mod:`.layouts` how dates are.
- :mod:`.text_functions`, :mod:`.list_functions`, :mod:`.number_functions` and :mod:`.functions`, which has
  all by name, are those of Hugo (https://gohugo.io/functions/); :mod:`.patterns` says which regular
  expressions aren't tried.
"""
