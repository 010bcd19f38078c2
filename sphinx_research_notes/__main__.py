"""``python -m sphinx_research_notes`` is the command ``research-notes``."""

from __future__ import annotations

from .command.main import program

if __name__ == "__main__":
    program()
