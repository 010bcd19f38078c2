"""Asks a browser which rules of our style sheets match something on a page, and how it reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_research_notes.build.stylesheets import FOLDER, sheets, stylesheet

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: The selectors of a sheet that match something on the page; an element of its pseudo-elements counts.
_MATCHING = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const found = [];
  const visit = (rules, parent) => {
    for (const rule of rules) {
      let selector = parent;
      if (rule.selectorText) {
        const own = rule.selectorText.replace(/::[a-z-]+|:(hover|focus(-visible|-within)?|target)/g, "");
        selector = parent ? own.replaceAll("&", `:is(${parent})`) : own;
        try { if (document.querySelector(selector)) found.push(rule.selectorText); } catch { }
      }
      if (rule.cssRules && !(rule instanceof CSSKeyframesRule)) visit(rule.cssRules, selector);
    }
  };
  visit(sheet.cssRules, "");
  return found;
}"""

_PARSED = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}"""


def missed(page: Page) -> dict[str, list[str]]:
    """Return, by sheet, the selectors that match something on *page*, which doesn't link the sheet."""
    linked = set(page.eval_on_selector_all("link[rel=stylesheet]", "all => all.map((each) => each.href)"))
    names = [each.rpartition("/")[2].partition("?")[0] for each in linked]
    found = {
        each.name: page.evaluate(_MATCHING, stylesheet(each.name))
        for each in sheets()
        if each.name not in names
    }
    return {name: selectors for name, selectors in found.items() if selectors}


def rules(page: Page, name: str) -> tuple[list[str], list[str]]:
    """Return the rules of the sheet *name* as a browser reads them: as it is loaded, and as it is written."""
    sheet = next(each for each in sheets() if each.name == name)
    written = "\n".join((FOLDER / "css" / f"{file}.css").read_text("utf-8") for file in sheet.files)
    loaded, plain = (page.evaluate(_PARSED, text) for text in (stylesheet(name), written))
    # The values of custom properties, and conditions, are kept as text.
    return [_spaced(each) for each in loaded], [_spaced(each) for each in plain]


def _spaced(rule: str) -> str:
    return re.sub(r"\s*([,>:])\s*|\s+", lambda match: match[1] or " ", rule)
