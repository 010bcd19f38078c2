"""Tables of LaTeX commands in bibliographies, by which of their arguments are printed. Pure."""

from __future__ import annotations

#: Commands that change fonts or line breaks and print nothing.
SILENT = frozenset(
    """allowbreak begingroup bf bfseries bgroup boldmath break centering displaystyle em endgroup egroup
    expandafter footnotesize huge Huge ignorespaces it itshape large Large LARGE leavevmode mdseries nobreak
    nobreakdash noexpand noindent nolinebreak normalfont normalsize null penalty protect raggedright relax rm
    rmfamily sc scriptsize scshape sf sffamily sl slshape sloppy small strut textstyle tiny tt ttfamily
    unboldmath unskip upshape xspace""".split()
)
ENLARGED, REDUCED = frozenset({"uppercase", "MakeUppercase"}), frozenset({"lowercase", "MakeLowercase"})
#: Commands that print their argument; so do BibLaTeX's ``\\mkbibemph`` and the like.
PRINTED = frozenset(
    """NoCaseChange caps cyr cyrillictext emph fbox foreign greektext hbox hl latintext makebox mathbf mathcal
    mathit mathrm mathsf mathtt mbox operatorname singleletter sout so st text textbf textcyrillic textgreek
    textin textit textlatin textmd textnormal textrm textsc textsf textsl textsubscript textsuperscript textsw
    texttt textulc textup ul uline underline up uuline""".split()
) | ENLARGED | REDUCED  # fmt: skip
QUOTES = frozenset({"enquote", "mkbibquote", "textquote"})
#: Commands whose argument is not printed, such as sort keys.
DROPPED = frozenset(
    """SortNoop color hphantom hspace include index input kern label noop noopsort noopsorting nosort
    pagecolor phantom selectlanguage sort sorthelp sortnoop vphantom vspace""".split()
)
#: Commands with several arguments: their number, and the indexes of those that are printed.
CHOSEN = {
    "VAN": (3, 1), "Van": (3, 1), "bibfield": (2, 1), "bibfnamefont": (1, 0), "bibinfo": (2, 1),
    "bibnamefont": (1, 0), "colorbox": (2, 1), "foreignlanguage": (2, 1), "raisebox": (2, 1),
    "swap": (2, 1, 0), "switchargs": (2, 1, 0), "texorpdfstring": (2, 1), "textcolor": (2, 1),
    "textlang": (2, 1),
}  # fmt: skip
