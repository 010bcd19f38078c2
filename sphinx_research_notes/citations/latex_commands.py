"""Words of LaTeX by what becomes of their arguments: in titles, names and notes of bibliographies. Pure."""

from __future__ import annotations

#: Those that change the face, or the breaking of lines, and print nothing.
SILENT = frozenset(
    """allowbreak begingroup bf bfseries bgroup boldmath break centering displaystyle em endgroup egroup
    expandafter footnotesize huge Huge ignorespaces it itshape large Large LARGE leavevmode mdseries nobreak
    nobreakdash noexpand noindent nolinebreak normalfont normalsize null penalty protect raggedright relax rm
    rmfamily sc scriptsize scshape sf sffamily sl slshape sloppy small strut textstyle tiny tt ttfamily
    unboldmath unskip upshape xspace""".split()
)
ENLARGED, REDUCED = frozenset({"uppercase", "MakeUppercase"}), frozenset({"lowercase", "MakeLowercase"})
#: Those whose argument is printed as it is; and BibLaTeX's ``\\mkbibemph`` and the like.
PRINTED = frozenset(
    """NoCaseChange caps cyr cyrillictext emph fbox foreign greektext hbox hl latintext makebox mathbf mathcal
    mathit mathrm mathsf mathtt mbox operatorname singleletter sout so st text textbf textcyrillic textgreek
    textin textit textlatin textmd textnormal textrm textsc textsf textsl textsubscript textsuperscript textsw
    texttt textulc textup ul uline underline up uuline""".split()
) | ENLARGED | REDUCED  # fmt: skip
QUOTES = frozenset({"enquote", "mkbibquote", "textquote"})
#: Those whose argument is for programs: it sorts a work, or says where its index has it.
DROPPED = frozenset(
    """SortNoop color hphantom hspace include index input kern label noop noopsort noopsorting nosort
    pagecolor phantom selectlanguage sort sorthelp sortnoop vphantom vspace""".split()
)
#: Those with several arguments: how many, and which of them are printed.
CHOSEN = {
    "VAN": (3, 1), "Van": (3, 1), "bibfield": (2, 1), "bibfnamefont": (1, 0), "bibinfo": (2, 1),
    "bibnamefont": (1, 0), "colorbox": (2, 1), "foreignlanguage": (2, 1), "raisebox": (2, 1),
    "swap": (2, 1, 0), "switchargs": (2, 1, 0), "texorpdfstring": (2, 1), "textcolor": (2, 1),
    "textlang": (2, 1),
}  # fmt: skip
