"""A small site with a size on everything that can have one; as data, for tests with and without a browser."""

from __future__ import annotations

SIZED = """\
---
date: 2024-03-05
---
# Sized

```{list-table}
:widths: 20 80
:width: 70%

* - a
  - b
```

```{figure} a.png
:figwidth: 50%
:width: 120px
:alt: x

A caption.
```

```{image} a.png
:width: 25%
:align: right
:alt: y
```

```{image} a.png
:width: 5em
:alt: z
```

```{image} a.png
:scale: 200%
:width: 1in
:alt: s
```

```{eval-rst}
.. table::
   :widths: 1 2
   :width: 10em

   === ===
   a   b
   === ===

.. csv-table::
   :widths: 30, 70
   :align: center

   a, b
```

|a|b|
|-|:-:|
|c|d|

1. one
"""

#: One grey pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000003a7e9b550000000a49444154789c636800000082"
    "0081dd436af40000000049454e44ae426082"
)
FILES: dict[str, str | bytes | None] = {
    "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n',
    "index.md": "# Home\n",
    "2024-03-05-sized.md": SIZED,
    "a.png": PIXEL,
}
