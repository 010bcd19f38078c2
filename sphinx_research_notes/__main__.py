"""``python -m sphinx_research_notes`` is the command ``research-notes``."""

from __future__ import annotations

from .command.main import main

if __name__ == "__main__":
    main()
