"""List what the Nu HTML checker finds in built sites: its errors, and which of them are known to be others'.

    python tests/tools/validate.py VNU.JAR FOLDER...

The checker is at https://github.com/validator/validator; it needs Java. Its warnings and its advice are
left out: it knows neither ``role="main"``, which scripts look for, nor why a list says that it is one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict

#: Errors that we can't help, and whose they are.
KNOWN = {
    r"Bad value “” for attribute “action”": "Sphinx's search page in other themes",
    r"Element “div” not allowed as child of element “pre”": "sphinx.ext.viewcode",
    r"The heading “h3” .* follows the heading “h1”": "Alabaster's sidebar",
    r"Start tag seen without seeing a doctype|“head” is missing a required instance": "sphinx-reredirects",
}


def checked(jar: str, folders: list[str]) -> list[dict[str, str]]:
    """Return the errors that the checker *jar* finds in the pages and pictures in *folders*."""
    command = ["java", "-Xss4m", "-jar", jar, "--skip-non-html", "--also-check-svg", "--format", "json"]
    done = subprocess.run([*command, "--errors-only", *folders], capture_output=True, text=True, check=False)
    found: list[dict[str, str]] = json.loads(done.stderr)["messages"]
    return [message for message in found if message["type"] != "info"]


def main(jar: str, *folders: str) -> int:
    """Print the errors, each with the pages that have it; return 1 if any isn't known."""
    places: dict[str, list[str]] = defaultdict(list)
    for message in checked(jar, list(folders)):
        places[message["message"]].append(f"{message.get('url', '')}:{message.get('lastLine', '')}")
    known = {each: next((w for k, w in KNOWN.items() if re.search(k, each)), "") for each in places}
    for error, whose in sorted(known.items(), key=lambda item: item[1]):
        print(f"{whose or 'OURS'}: {error} ({len(places[error])}, as in {places[error][0]})")
    return int("" in known.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
