"""What ``research-notes check`` looks for, beyond what a build reports by itself.

Comes in: doctrees and pages while the site is built, and the site afterwards. Goes out: a
:class:`~.findings.Finding` for everything that is wrong, with its file and line. Checks look at doctrees and
finished pages, never at sources: code, comments and hidden parts cannot cause a finding.

- :mod:`.table`: all checks, in their order
- :mod:`.findings`: the record of a finding, its kinds and severities
- :mod:`.places`: the file and line of a node
- :mod:`.images`: images without alternative text, and those that are too large
- :mod:`.formulas`: prose that became a formula
- :mod:`.leftovers`: markup of other generators
- :mod:`.links`: links within the site that lead nowhere
- :mod:`.notes`: notes without a date or a title
- :mod:`.bibliography`: entries that nothing cites
- :mod:`.feeds`: feeds that archives would refuse
- :mod:`.recording`: runs the checks during a build, and collects the messages of that
- :mod:`.memory`: keeps the findings about documents that the next build need not read or write
"""
