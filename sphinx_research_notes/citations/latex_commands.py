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
#: Names of journals in entries of the Astrophysics Data System, which AASTeX and other classes define.
JOURNALS = {
    "aap": "Astronomy and Astrophysics", "aapr": "Astronomy and Astrophysics Reviews",
    "aaps": "Astronomy and Astrophysics Supplement Series", "actaa": "Acta Astronomica",
    "aj": "The Astronomical Journal", "ao": "Applied Optics", "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters", "apjlett": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "apjsupp": "The Astrophysical Journal Supplement Series", "aplett": "Astrophysics Letters",
    "applopt": "Applied Optics", "apspr": "Astrophysics Space Physics Research",
    "apss": "Astrophysics and Space Science", "araa": "Annual Review of Astronomy and Astrophysics",
    "azh": "Astronomicheskii Zhurnal", "baas": "Bulletin of the American Astronomical Society",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics", "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "fcp": "Fundamentals of Cosmic Physics", "gca": "Geochimica et Cosmochimica Acta",
    "grl": "Geophysical Research Letters", "iaucirc": "IAU Circulars", "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics", "jcp": "The Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memras": "Memoirs of the Royal Astronomical Society",
    "memsai": "Memorie della Società Astronomica Italiana",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "na": "New Astronomy",
    "nar": "New Astronomy Reviews", "nat": "Nature", "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific", "physrep": "Physics Reports",
    "physscr": "Physica Scripta", "planss": "Planetary and Space Science", "pra": "Physical Review A",
    "prb": "Physical Review B", "prc": "Physical Review C", "prd": "Physical Review D",
    "pre": "Physical Review E", "prl": "Physical Review Letters", "procspie": "Proceedings of the SPIE",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope", "solphys": "Solar Physics", "sovast": "Soviet Astronomy",
    "ssr": "Space Science Reviews", "zap": "Zeitschrift für Astrophysik",
}  # fmt: skip
