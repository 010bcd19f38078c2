"""Write a site of so many research notes: the same files for the same number, every time.

A note has about 600 words over a vocabulary with the frequencies and endings of English, two
citations of a shared bibliography, a footnote, three tags of forty, math in a third and code in
half of them. Its title stands in the front matter and as the leading heading, so that plain Sphinx
and the extension read the same files.

Usage: ``python generate.py OUTPUT --notes 1000``
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FUNCTION_WORDS = (
    "the of and to a in that is was it for on are as with they be at one have this from by but "
    "what some we can out other were all there when up use your how an each which their if will "
    "way about many then them would like so these her long make see him two has look more could go "
    "come did no most my over than call who may down been now find any new part take get place "
    "where after back only round man year came show every under through before"
).split()
ONSETS = (
    "b",
    "br",
    "c",
    "cl",
    "d",
    "f",
    "g",
    "gr",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
)
VOWELS = ("a", "e", "i", "o", "u", "ea", "ai", "ou")
CODAS = ("ct", "l", "m", "n", "nd", "p", "r", "rm", "s", "st", "t")
ENDINGS = ("", "s", "ed", "ing", "ly", "er", "ation", "ness", "able", "ment")

STEMS = 900
CITED_WORKS = 300
WORDS = 600
TAGS = 40
FIRST_DATE = dt.date(2015, 1, 1)
YEARS = 10

FORMULAS = (
    r"\int_0^1 f_{%d}(x)\,dx = \frac{\pi}{%d}",
    r"\sum_{k=1}^{%d} \alpha_k^2 \leq \left(\sum_{k} |\alpha_k|\right)^{%d}",
    r"\mathbb{E}[X_{%d} \mid Y] = \mu + \Sigma_{12} \Sigma_{%d}^{-1} (y - \nu)",
)
CODE = """\
def step_{number}(state: list[float], rate: float = 0.{number}) -> list[float]:
    \"\"\"Move every value of the state a little towards its mean.\"\"\"
    mean = sum(state) / len(state)
    return [value + rate * (mean - value) for value in state]
"""

CONF = """\
project = "A year of notes"
extensions = ["myst_parser", "sphinxcontrib.bibtex"]
html_theme = "basic"
exclude_patterns = ["_build"]
myst_enable_extensions = ["dollarmath"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
"""

INDEX = """\
# A year of notes

Everything that was written down.

```{toctree}
:glob:
:maxdepth: 1

notes/*
references
```
"""

REFERENCES = """\
# References

```{bibliography}
```
"""


@dataclass(frozen=True)
class Vocabulary:
    """Words that are drawn as often as words of their rank are in English."""

    words: tuple[str, ...]

    @classmethod
    def make(cls, rng: random.Random) -> Vocabulary:
        """Return function words followed by inflected forms of made-up stems."""
        stems: dict[str, None] = {}
        while len(stems) < STEMS:
            syllables = (rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(rng.choice((1, 2, 2, 2, 3))))
            stems["".join(syllables) + rng.choice(CODAS)] = None
        forms = [stem + ending for stem in stems for ending in rng.sample(ENDINGS, k=rng.randint(2, 6))]
        rng.shuffle(forms)
        return cls((*FUNCTION_WORDS, *dict.fromkeys(forms)))

    @cached_property
    def weights(self) -> list[float]:
        """The cumulative weights of the words by their rank, after Zipf and Mandelbrot."""
        return list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Return ``count`` words."""
        return rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, rng: random.Random, words: int) -> str:
        """Return a sentence of about that many words, with commas and now and then emphasis."""
        drawn = self.draw(rng, words)
        if words > 12:
            drawn[words // 2] += ","
        if rng.random() < 0.1:
            drawn[words // 3] = f"*{drawn[words // 3].rstrip(',')}*"
        text = " ".join(drawn)
        return text[0].upper() + text[1:] + "."

    def paragraph(self, rng: random.Random, words: int) -> str:
        """Return a paragraph of about that many words."""
        sentences: list[str] = []
        while words > 8:
            length = rng.randint(8, 26)
            sentences.append(self.sentence(rng, length))
            words -= length
        return " ".join(sentences)


@dataclass(frozen=True)
class GeneratedNote:
    """A note as it will be written."""

    name: str
    title: str
    date: dt.date
    tags: tuple[str, ...]
    body: str

    def text(self) -> str:
        """Return the source."""
        tags = ", ".join(self.tags)
        head = f'---\ntitle: "{self.title}"\ndate: {self.date}\ntags: [{tags}]\n---\n'
        return f"{head}\n# {self.title}\n\n{self.body}\n"


def tag_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the tags of the site."""
    return vocabulary.words[len(FUNCTION_WORDS) : len(FUNCTION_WORDS) + TAGS]


def make_note(number: int, notes: int, vocabulary: Vocabulary) -> GeneratedNote:
    """Return the note of that number; it depends on nothing but its arguments."""
    rng = random.Random(f"note {number}")
    words = [word.capitalize() for word in vocabulary.draw(rng, rng.randint(3, 7))]
    title = f"{' '.join(words)} {number}"
    date = FIRST_DATE + dt.timedelta(days=number * YEARS * 365 // max(notes, 1))
    works = rng.sample(range(CITED_WORKS), k=2)
    per_paragraph = WORDS // 6
    blocks = [vocabulary.paragraph(rng, per_paragraph) for _ in range(6)]
    blocks[0] += f" As {{cite:t}}`work{works[0]}` found, {vocabulary.sentence(rng, 9).lower()}"
    blocks[1] += f" {vocabulary.sentence(rng, 7)[:-1]} {{cite:p}}`work{works[1]}`."
    blocks[2] += " " + vocabulary.sentence(rng, 8) + "[^aside]"
    blocks.insert(2, "## " + vocabulary.sentence(rng, 4)[:-1])
    blocks.insert(5, "## " + vocabulary.sentence(rng, 3)[:-1])
    if number % 3 == 0:
        formula = rng.choice(FORMULAS) % (rng.randint(1, 9), rng.randint(2, 9))
        blocks.insert(4, f"$$\n{formula}\n$$\n\nwhere $x_{{{rng.randint(1, 9)}}} \\in \\mathbb{{R}}^n$.")
    if number % 2 == 0:
        blocks.insert(-1, f"```python\n{CODE.format(number=number % 10)}```")
    blocks.append("[^aside]: " + vocabulary.sentence(rng, 15))
    name = f"{date}-{number:05}"
    tags = tuple(rng.sample(tag_names(vocabulary), k=3))
    return GeneratedNote(name, title, date, tags, "\n\n".join(blocks))


def bibliography(vocabulary: Vocabulary) -> str:
    """Return the BibTeX of all works that can be cited."""
    rng = random.Random("works")
    entries: list[str] = []
    for number in range(CITED_WORKS):
        family, given, other = (word.capitalize() for word in rng.sample(vocabulary.words[200:], k=3))
        title = vocabulary.sentence(rng, rng.randint(4, 9))[:-1].replace("*", "")
        entries.append(
            f"@article{{work{number},\n"
            f"  author = {{{family}, {given} and {other}, A.}},\n"
            f"  title = {{{title}}},\n"
            f"  journal = {{Journal of {family} Studies}},\n"
            f"  year = {{{1950 + number % 74}}},\n"
            f"  volume = {{{1 + number % 40}}},\n"
            f"  pages = {{{number + 1}--{number + 12}}},\n"
            f"  doi = {{10.1000/{number}}},\n}}\n"
        )
    return "\n".join(entries)


def generate(output: Path, notes: int) -> None:
    """Write a site of ``notes`` notes to ``output``, with a configuration for plain Sphinx."""
    vocabulary = Vocabulary.make(random.Random("vocabulary"))
    folder = output / "notes"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(notes):
        note = make_note(number, notes, vocabulary)
        (folder / f"{note.name}.md").write_text(note.text(), encoding="utf-8")
    for name, text in (
        ("conf.py", CONF),
        ("index.md", INDEX),
        ("references.md", REFERENCES),
        ("references.bib", bibliography(vocabulary)),
    ):
        (output / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line and write the site."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path, help="the Sphinx source folder to write")
    parser.add_argument("--notes", type=int, default=1000, help="how many (%(default)s)")
    args = parser.parse_args()
    generate(args.output, args.notes)


if __name__ == "__main__":
    main()
